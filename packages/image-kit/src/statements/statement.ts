/**
 * What in-toto calls a statement: a predicate about subjects by digest.
 * @see https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md
 */
export interface Statement {
  _type: string;
  subject: { name?: string; digest: Record<string, string> }[];
  predicateType: string;
  predicate: unknown;
}

export function statementAbout(
  digest: string,
  predicateType: string,
  predicate: unknown,
  options: { name?: string; version?: 'v0.1' | 'v1' } = {},
): Statement {
  const [algorithm, value] = digest.split(':');
  return {
    _type: `https://in-toto.io/Statement/${options.version ?? 'v1'}`,
    subject: [
      {
        ...(options.name && { name: options.name }),
        digest: { [algorithm]: value },
      },
    ],
    predicateType,
    predicate,
  };
}
