import fc from 'fast-check';
import { boundText, redact, redactKnown } from './redact';

/** Put together here, so that no scanner takes this file for a leak. */
const joined = (...parts: string[]) => parts.join('');
const PEM = joined(
  '-----BEGIN RSA PRIV',
  'ATE KEY-----\nMIIEow\nIBAAKC\n-----END RSA PRIV',
  'ATE KEY-----',
);
const JWT = joined(
  'eyJhbGciOiJIUzI1NiJ9',
  '.eyJzdWIiOiIxMjM0NTY3ODkwIn0',
  '.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U',
);

describe('redact takes out', () => {
  it.each<[string, string, string]>([
    [
      'an AWS access key',
      joined('key AK', 'IAIOSFODNN7EXAMPLE used'),
      'IAIOSFODNN7',
    ],
    [
      'a GitHub token',
      joined('gh', 'p_16C7e42F292c6912E7710c838347Ae178B4a'),
      '16C7e42F',
    ],
    [
      'a fine-grained GitHub token',
      joined('github', '_pat_11ABCDEFG0abcdefghij_KLMNOPQRSTUVWXYZ'),
      '11ABCDEFG0',
    ],
    ['a GitLab token', joined('gl', 'pat-abcdefGHIJKL12345678'), 'abcdefGHIJ'],
    [
      'a Slack token',
      joined('xo', 'xb-123456789012-abcdefghijkl'),
      '123456789012',
    ],
    [
      'a Slack webhook',
      joined('https://hooks.slack', '.com/services/T000/B000/XXXX1234'),
      'XXXX1234',
    ],
    [
      'an npm token',
      joined('np', 'm_abcdefghijklmnopqrstuvwxyz0123456789'),
      'abcdefghijkl',
    ],
    [
      'a Google key',
      joined('AI', 'zaSyA1234567890abcdefghijklmnopqrstuvw'),
      'SyA12345',
    ],
    ['a Stripe key', joined('sk', '_live_4eC39HqLyjWDarjtT1zdp7dc'), '4eC39H'],
    ['a Vault token', joined('hv', 's.CAESIJlwXyz0123456789abcd'), 'CAESIJ'],
    ['a JSON Web Token', `sent ${JWT} along`, 'eyJ'],
    ['a private key', `found ${PEM} in layer`, 'MIIEow'],
    ['a private key cut off', PEM.slice(0, 45), 'MIIE'],
    ['a bearer token', 'Bearer abc123def456ghi', 'abc123'],
    [
      'an authorization header',
      'Authorization: Token s3cr3t and more',
      's3cr3t',
    ],
    [
      'basic authentication',
      'used Basic dXNlcjpodW50ZXIy to log in',
      'dXNlcjpodW50ZXIy',
    ],
    ['a cookie', 'Cookie: sid=abc; theme=dark', 'abc'],
    ['credentials of a URL', 'postgres://shop:hunter2@db:5432/shop', 'hunter2'],
    ['digits as the password of a URL', 'https://shop:12345@db/', '12345'],
    ['a token in a URL', 'https://s3cr3t@git.example/repo', 's3cr3t'],
    ['an env assignment', 'DB_PASSWORD=hunter2', 'hunter2'],
    ['an exported one', 'export DB_PASSWORD=hunter2', 'hunter2'],
    ['one among others', 'got A=1 DB_PASSWORD=hunter2 B=2', 'hunter2'],
    ['quotes within a value', 'PASSWORD=hun"ter2"', 'ter2'],
    ['a quoted value with spaces', 'password="correct horse" x', 'horse'],
    ['an unclosed quote', 'password="correct horse', 'horse'],
    ['escaped quotes', 'password="cor\\"rect horse" x', 'horse'],
    ['JSON', '{"user":"a","password":"hunter2"}', 'hunter2'],
    ['nested JSON', '{"a":{"b":{"clientSecret":"hunter2"}}}', 'hunter2'],
    ['JSON within JSON', '"{\\"password\\":\\"hunter2\\"}"', 'hunter2'],
    ['a number', '{"pin":1,"password":12345678}', '12345678'],
    ['YAML', 'user: a\npassword: hunter2\n', 'hunter2'],
    [
      'YAML with spaces in the value',
      'password: correct horse battery',
      'horse',
    ],
    ['a block of YAML', 'a: b\npassword: |\n  correct\n  horse\nc: d', 'horse'],
    [
      'a block of YAML within another',
      'x: |\n  password: >-\n    horse\n  c: d',
      'horse',
    ],
    ['an item of a YAML list', '- apiKey: hunter2', 'hunter2'],
    [
      'an entry of env in YAML',
      '- name: DB_PASSWORD\n  value: hunter2',
      'hunter2',
    ],
    [
      'an entry of env in JSON',
      '{"name":"DB_PASSWORD","value":"hunter2"}',
      'hunter2',
    ],
    ['a flag', 'run --password hunter2 now', 'hunter2'],
    ['a flag with =', 'run --api-key=hunter2 now', 'hunter2'],
    ['items of args', '["--token","hunter2"]', 'hunter2'],
    ['an option within an option', '--set auth.password=hunter2', 'hunter2'],
    ['a connection string', 'Server=db;User=a;Pwd=hunter2;', 'hunter2'],
    ['a header of one’s own', 'X-Api-Key: hunter2', 'hunter2'],
    ['camel case', 'dbPass: hunter2', 'hunter2'],
    ['a query', 'GET /?access_token=hunter2&x=1', 'hunter2'],
    [
      'a long random string',
      'found q8Zt3LxP0vYw7RmK2sNd5HcB in layer',
      'q8Zt3L',
    ],
    ['Base64', 'found wJalrXUtnFEMI/K7MDENG/bPxRfiCYzEXAMPLEKEY here', 'wJalr'],
    [
      'bare hexadecimal',
      'found 0123456789abcdef0123456789abcdef',
      '0123456789',
    ],
  ])('%s', (_, text, secret) => {
    const redacted = redact(text);
    expect(redacted).not.toContain(secret);
    expect(redacted).toContain('[redacted]');
  });
});

describe('redact keeps', () => {
  const hex = '3fa85f64b7c14e0c9d2e1a0b5c6d7e8f'.repeat(2);

  it.each([
    ['a digest', `sha256:${hex}`],
    [
      'an image with a digest',
      `registry.example:5000/shop/web:1.2@sha256:${hex}`,
    ],
    [
      'an image with a commit as its tag',
      `ghcr.io/org/app:${hex.slice(0, 40)}`,
    ],
    ['an OCI reference', `oci://registry.example:5000/shop/web@sha256:${hex}`],
    ['a UUID', 'uid 7f3c1a52-90ab-4cde-8f01-23456789abcd'],
    ['an advisory', 'CVE-2024-12345 and GHSA-jfh8-c2jp-5v3q'],
    [
      'a package URL',
      'pkg:golang/golang.org/x/net@v0.0.0-20220127200216-cd36cc0744dd?type=module',
    ],
    ['a Pod', 'Pod payments-api-7d9f8b6c5d-x2k9q'],
    ['a long name', 'payments-reconciliation-nightly-export-28473920-abcde'],
    [
      'a field path',
      'spec.template.spec.containers[0].securityContext.allowPrivilegeEscalation',
    ],
    ['a field and its value', 'spec.automountServiceAccountToken: true'],
    [
      'a JSON pointer',
      '/spec/template/spec/containers/0/securityContext/runAsNonRoot/',
    ],
    ['a constraint’s kind', 'K8sPSPAllowPrivilegeEscalationContainer'],
    ['a check', 'AVD-KSV-0001 (KSV001)'],
    ['a file', '/usr/lib/x86_64-linux-gnu/libcrypto.so.3'],
    ['a URL', 'https://avd.example/nvd/cve-2024-12345?from=report'],
    ['a host with a port', 'http://web.shop.svc.cluster.local:8080/healthz'],
    [
      'a message',
      'validation error: Auto-mounting of Service Account tokens is not allowed. rule validate-automountServiceAccountToken failed at path /spec/automountServiceAccountToken/',
    ],
    [
      'prose about secrets',
      'Secrets must be mounted as volumes, not as environment variables.',
    ],
    [
      'prose about tokens',
      'The bearer token of the default service account is not needed',
    ],
    ['prose about basic authentication', 'Basic authentication is switched on'],
    ['the name of a Secret', 'secretName: web-tls'],
    ['counts of results', 'pass: 3, fail: 2, skip: 1'],
    ['an empty password', 'password: ""'],
    ['a label', 'app.kubernetes.io/managed-by: kyverno'],
    ['a moment', '2026-06-01T12:00:00.000Z'],
    ['a version', 'openssl 3.0.11-1~deb12u2 → 3.0.13-1~deb12u1'],
  ])('%s', (_, text) => {
    expect(redact(text)).toBe(text);
  });

  it('what stands around a secret', () => {
    expect(redact('container app: DB_PASSWORD=hunter2 is set')).toBe(
      'container app: DB_PASSWORD=[redacted] is set',
    );
    expect(redact('postgres://shop:hunter2@db:5432/shop')).toBe(
      'postgres://[redacted]@db:5432/shop',
    );
  });
});

describe('redact', () => {
  it('bounds the length, after redaction', () => {
    const text = `${'word '.repeat(399)}abc password=hunter2hunter2`;
    const redacted = redact(text);
    expect(redacted).toHaveLength(2_000);
    expect(redacted.endsWith('…')).toBe(true);
    expect(redacted).not.toContain('hunter2');
  });

  it('changes nothing the second time', () => {
    const pieces = fc.constantFrom(
      'password',
      'token',
      '=',
      ':',
      ' ',
      '"',
      "'",
      '\n',
      '  ',
      '|',
      '--',
      '\\',
      'Bearer ',
      'https://',
      '@',
      '/',
      'hunter2',
      'aB3dE6gH9jK2mN5pQ8sT1v',
      'name',
      'value',
      'eyJabcdef.',
      '[redacted]',
      '-',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), parts => {
        const once = redact(parts.join(''));
        expect(redact(once)).toBe(once);
      }),
      { numRuns: 2_000 },
    );
  });

  it('takes any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), text => {
        expect(redact(text).length).toBeLessThanOrEqual(2_000);
      }),
    );
  });

  it.each<[string, string]>([
    ['one long word', 'a'],
    ['starts of tokens', 'eyJ-'],
    ['ends of tokens', 'eyJabcde.'],
    ['keys without end', '-----BEGIN PRIVATE KEY-----'],
    ['names', 'password'],
    ['assignments', 'password='],
    ['quotes', 'password="'],
    ['escaped quotes', 'password=\\"'],
    ['backslashes', '\\'],
    ['names and spaces', 'password \t'],
    ['schemes', 'https://a:'],
    ['user names', 'https://'],
    ['spaces', ' '],
    ['lines', '\n  '],
    ['blocks', 'password: |\n  '],
    ['entries', 'name: password '],
    ['flags', '--password '],
    ['bearers', 'Bearer '],
    ['dots', 'a.'],
    ['hyphens', 'a-'],
    ['slashes', 'ab1/'],
    ['colons', 'sha256:'],
    ['digests', 'sha256:abcdef'],
    ['pipes', '|'],
    ['mixed', 'aB3+'],
  ])('stays linear on 200 KB of %s', (_, piece) => {
    const text = piece.repeat(Math.ceil(200_000 / piece.length));
    const start = performance.now();
    redact(text);
    redact(`${text}\\`);
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});

describe('redactKnown', () => {
  it.each([
    ['as it is', 'value is s3cret-value!', 'value is [redacted]'],
    ['in Base64', `got ${btoa('s3cret-value!')}`, 'got [redacted]'],
    ['within a word', 'xs3cret-value!x', 'x[redacted]x'],
  ])('replaces a value %s', (_, text, expected) => {
    expect(redactKnown(text, ['s3cret-value!'])).toBe(expected);
  });

  it('replaces the longer of two values first', () => {
    expect(redactKnown('abcdefgh-ijkl', ['abcdefgh', 'abcdefgh-ijkl'])).toBe(
      '[redacted]',
    );
  });

  it('replaces short values as words only', () => {
    expect(redactKnown('prod and production', ['prod'])).toBe(
      '[redacted] and production',
    );
  });

  it.each(['', 'on', 'true', 'FALSE', '8080'])('leaves %j alone', value => {
    const text = 'on port 8080: true, FALSE';
    expect(redactKnown(text, [value])).toBe(text);
  });

  it('takes values with special characters', () => {
    expect(redactKnown('a.b$ (x', ['a.b$', '(x$&y'])).toBe('[redacted] (x');
    expect(redactKnown('\ud800lonely', ['\ud800lonely'])).toBe('[redacted]');
  });
});

describe('boundText', () => {
  it.each([
    ['abc', 3, 'abc'],
    ['abcd', 3, 'ab…'],
  ])('cuts %s to %s', (text, length, expected) => {
    expect(boundText(text, length)).toBe(expected);
  });
});
