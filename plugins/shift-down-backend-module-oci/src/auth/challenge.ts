/*
 * What a registry asks for before it answers.
 * @see https://distribution.github.io/distribution/spec/auth/token/
 * @see https://www.rfc-editor.org/rfc/rfc9110#field.www-authenticate
 */

/** @internal */
export type Challenge =
  | { scheme: 'basic' }
  | { scheme: 'bearer'; realm: string; service?: string; scope?: string };

/** The first challenge that can be answered, of the values of `WWW-Authenticate`. @internal */
export function parseChallenge(
  header: string | string[] | undefined,
): Challenge | undefined {
  const text = Array.isArray(header) ? header.join(', ') : header ?? '';
  const bearer = /(?:^|,\s*)bearer\s+/i.exec(text);
  if (bearer) {
    const parameters = parametersOf(
      text.slice(bearer.index + bearer[0].length),
    );
    const realm = parameters.get('realm');
    if (realm !== undefined) {
      return {
        scheme: 'bearer',
        realm,
        service: parameters.get('service'),
        scope: parameters.get('scope'),
      };
    }
  }
  return /(?:^|,\s*)basic(?:\s|,|$)/i.test(text)
    ? { scheme: 'basic' }
    : undefined;
}

function parametersOf(text: string): Map<string, string> {
  const parameters = new Map<string, string>();
  const pattern =
    /\s*([a-z_]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s",]+))\s*(,|$)/giy;
  for (let found = pattern.exec(text); found; found = pattern.exec(text)) {
    const [, name, quoted, plain] = found;
    parameters.set(
      name.toLowerCase(),
      quoted === undefined ? plain : quoted.replace(/\\(.)/g, '$1'),
    );
  }
  return parameters;
}
