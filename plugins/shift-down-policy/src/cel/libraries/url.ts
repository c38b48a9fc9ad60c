/** Kubernetes' URL library, reading URLs as Go's `net/url` does (an absolute URI or path). */
import { CelError } from '../failures';
import { global, method } from '../overloads';
import { LibraryValue, type CelMap } from '../values';
import { parseAddress } from './addresses';
import { parses } from './ip';
import { quote } from './text';

interface Parts {
  scheme: string;
  user: string;
  host: string;
  path: string;
  query: string;
  /** The rest of a URL such as `mailto:a@b`, that has no path. */
  opaque: string;
  fragment: string;
}

export class Url extends LibraryValue {
  readonly typeName = 'kubernetes.URL';
  readonly parts: Parts;

  constructor(parts: Parts) {
    super();
    this.parts = parts;
  }

  private get text(): string {
    return JSON.stringify({
      ...this.parts,
      path: escapedPath(this.parts.path),
    });
  }

  equals(other: LibraryValue): boolean {
    return other instanceof Url && this.text === other.text;
  }
}

function fail(message: string): never {
  throw new CelError(message);
}

/** Finds escapes that are none; in hosts only those of bytes beyond ASCII are. */
function checkEscapes(text: string, host = false): void {
  for (const { index } of text.matchAll(/%/g)) {
    const escape = text.slice(index, index + 3);
    const isEscape = /^%[0-9a-fA-F]{2}$/.test(escape);
    if (!isEscape || (host && /^%[0-7]/.test(escape) && escape !== '%25')) {
      fail(`invalid URL escape ${quote(escape)}`);
    }
  }
}

function checkHostCharacters(host: string): void {
  checkEscapes(host, true);
  const stray = /[^A-Za-z0-9\-_.~!$&'()*+,;=:[\]<>"%\u0080-\u{10ffff}]/u.exec(
    host,
  );
  if (stray) {
    fail(`invalid character ${quote(stray[0])} in host name`);
  }
}

function decode(text: string): string {
  const bytes = Buffer.from(text, 'utf8').toString('latin1');
  return Buffer.from(
    bytes.replace(/%([0-9a-fA-F]{2})/g, (_, hex) =>
      String.fromCharCode(parseInt(hex, 16)),
    ),
    'latin1',
  ).toString('utf8');
}

function checkPort(port: string): void {
  if (!/^(:\d*)?$/.test(port)) {
    fail(`invalid port ${quote(port)} after host`);
  }
}

function parseHost(scheme: string, host: string): string {
  const open = host.lastIndexOf('[');
  if (open > 0) {
    fail('invalid IP-literal');
  }
  if (open === 0) {
    const close = host.lastIndexOf(']');
    if (close < 0) {
      fail("missing ']' in host");
    }
    const port = host.slice(close + 1);
    checkPort(port);
    const literal = host.slice(1, close);
    const zone = literal.indexOf('%25');
    checkHostCharacters(zone < 0 ? literal : literal.slice(0, zone));
    const address = decode(literal);
    try {
      if (parseAddress(address).family === 4) {
        fail('invalid IP-literal');
      }
    } catch (failure) {
      const { message } = failure as CelError;
      fail(
        message.startsWith('ParseAddr') ? `invalid host: ${message}` : message,
      );
    }
    return `[${address}]${port}`;
  }
  const first = host.indexOf(':');
  if (first >= 0) {
    const strict = scheme === 'http' || scheme === 'https';
    checkPort(host.slice(strict ? first : host.lastIndexOf(':')));
  }
  checkHostCharacters(host);
  return decode(host);
}

const USER = /^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/;

function parseAuthority(scheme: string, authority: string) {
  const at = authority.lastIndexOf('@');
  const host = parseHost(scheme, authority.slice(at + 1));
  const user = at < 0 ? '' : authority.slice(0, at);
  if (!USER.test(user)) {
    fail('net/url: invalid userinfo');
  }
  checkEscapes(user);
  return { host, user };
}

const hasControl = (text: string) =>
  Array.from(text).some(character => character < ' ' || character === '\x7f');

/** `request` reads it as the target of a request: then `//x` is a path and names no host. */
function parse(text: string, request: boolean): Parts {
  if (hasControl(text)) {
    fail('net/url: invalid control character in URL');
  }
  if (text === '') {
    fail('empty url');
  }
  const parts: Parts = {
    scheme: '',
    user: '',
    host: '',
    path: '',
    query: '',
    opaque: '',
    fragment: '',
  };
  if (text === '*') {
    return { ...parts, path: '*' };
  }
  if (text.startsWith(':')) {
    fail('missing protocol scheme');
  }
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(text)?.[1] ?? '';
  parts.scheme = scheme.toLowerCase();
  let rest = scheme ? text.slice(scheme.length + 1) : text;
  const question = rest.indexOf('?');
  if (question >= 0) {
    parts.query = rest.slice(question + 1);
    rest = rest.slice(0, question);
  }
  if (!rest.startsWith('/')) {
    return scheme
      ? { ...parts, opaque: rest }
      : fail('invalid URI for request');
  }
  const mayName = scheme !== '' || (!request && !rest.startsWith('///'));
  if (mayName && rest.startsWith('//')) {
    const slash = rest.indexOf('/', 2);
    const authority = rest.slice(2, slash < 0 ? undefined : slash);
    Object.assign(parts, parseAuthority(parts.scheme, authority));
    rest = slash < 0 ? '' : rest.slice(slash);
  }
  checkEscapes(rest);
  return { ...parts, path: rest };
}

function checkUri(text: string): void {
  try {
    parse(text, true);
  } catch (failure) {
    fail(`parse ${quote(text)}: ${(failure as CelError).message}`);
  }
}

/** What is wrong with it as an absolute URI or path. */
export function uriProblem(text: string): string | undefined {
  try {
    checkUri(text);
    return undefined;
  } catch (failure) {
    return (failure as CelError).message;
  }
}

function parseUrl(text: string): Url {
  const prefix = 'URL parse error during conversion from string: ';
  const problem = uriProblem(text);
  if (problem !== undefined) {
    fail(prefix + problem);
  }
  // Only the check takes a fragment for a part of path or query.
  const hash = text.indexOf('#');
  const fragment = hash < 0 ? '' : text.slice(hash + 1);
  const base = hash < 0 ? text : text.slice(0, hash);
  try {
    checkEscapes(fragment);
    return new Url({
      ...parse(base, false),
      fragment: decode(fragment),
    });
  } catch (failure) {
    return fail(
      `${prefix}parse ${quote(base)}: ${(failure as CelError).message}`,
    );
  }
}

/** Kept as it was written if that is a valid encoding, else escaped. */
function escapedPath(path: string): string {
  if (/^[A-Za-z0-9\-_.~!$&'()*+,;=:@%/[\]]*$/.test(path)) {
    return path;
  }
  return decode(path).replace(/[^A-Za-z0-9\-_.~$&+,/:;=@]/gu, character =>
    Array.from(
      Buffer.from(character, 'utf8'),
      byte => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`,
    ).join(''),
  );
}

function splitPort(host: string): [host: string, port: string] {
  const port = /:(\d*)$/.exec(host);
  const name = port ? host.slice(0, port.index) : host;
  const literal = /^\[(.*)\]$/.exec(name);
  return [literal ? literal[1] : name, port?.[1] ?? ''];
}

const hasBrokenEscape = (text: string) => /%(?![0-9a-fA-F]{2})/.test(text);

/** What can't be read is left out, as Go does. */
function queryOf({ parts }: Url): CelMap {
  const query: CelMap = new Map();
  for (const pair of parts.query.split('&')) {
    const [, key, value = ''] = /^([^=]*)(?:=(.*))?$/s.exec(pair) ?? [];
    if (pair === '' || pair.includes(';') || hasBrokenEscape(pair)) {
      continue;
    }
    const name = decode(key.replace(/\+/g, ' '));
    const values = (query.get(name) as string[] | undefined) ?? [];
    query.set(name, [...values, decode(value.replace(/\+/g, ' '))]);
  }
  return query;
}

const TYPE = 'kubernetes.URL';
const PARSING = { cost: (text: string) => Math.ceil(text.length * 0.1) };

export const url = [
  global(`url(string): ${TYPE}`, parseUrl, PARSING),
  global('isURL(string): bool', (text: string) => parses(checkUri, text)),
  method(`getScheme(${TYPE}): string`, ({ parts }: Url) => parts.scheme),
  method(`getHost(${TYPE}): string`, ({ parts }: Url) => parts.host),
  method(
    `getHostname(${TYPE}): string`,
    ({ parts }: Url) => splitPort(parts.host)[0],
  ),
  method(
    `getPort(${TYPE}): string`,
    ({ parts }: Url) => splitPort(parts.host)[1],
  ),
  method(`getEscapedPath(${TYPE}): string`, ({ parts }: Url) =>
    escapedPath(parts.path),
  ),
  method(`getQuery(${TYPE}): map(string, list(string))`, queryOf),
];
