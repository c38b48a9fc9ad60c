import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  CompactSign,
  exportJWK,
  exportSPKI,
  generateKeyPair,
  type CompactJWSHeaderParameters,
} from 'jose';
import { deployment, workspace } from '../__testUtils__/shiftDown';

const cli = workspace();

type Keys = Awaited<ReturnType<typeof generateKeyPair>>;
let keys: Record<'EdDSA' | 'ES256', Keys>;
let stranger: Keys;

beforeAll(async () => {
  const pair = (algorithm: string) =>
    generateKeyPair(algorithm, { extractable: true });
  keys = { EdDSA: await pair('EdDSA'), ES256: await pair('ES256') };
  stranger = await pair('EdDSA');
});

const EXPORT = {
  format: 'shift-down-exceptions/v1',
  issuer: 'https://portal.example.com',
  issued: '2026-03-01T11:00:00Z',
  expires: '2026-03-02T11:00:00Z',
  exceptions: [
    {
      id: 'e-1',
      expectation: { control: 'privileged-containers' },
      subject: { namespace: 'shop', kind: 'Deployment', name: 'web' },
      from: '2026-02-01T00:00:00Z',
      until: '2026-04-01T00:00:00Z',
      approvers: ['user:default/ada'],
    },
  ],
};

function sign(
  payload: object,
  { privateKey }: Keys,
  header: Partial<CompactJWSHeaderParameters> = {},
) {
  return new CompactSign(new TextEncoder().encode(JSON.stringify(payload)))
    .setProtectedHeader({
      alg: 'EdDSA',
      kid: 'portal-1',
      typ: 'shift-down-exceptions+jws',
      ...header,
    })
    .sign(privateKey);
}

async function jwks() {
  const listed = await Promise.all(
    (['EdDSA', 'ES256'] as const).map(async alg => ({
      ...(await exportJWK(keys[alg].publicKey)),
      kid: alg === 'EdDSA' ? 'portal-1' : 'portal-2',
      alg,
    })),
  );
  return JSON.stringify({ keys: listed });
}

const COMMAND = [
  'web.yaml',
  '--pod-security',
  'baseline',
  '--exceptions',
  'exceptions.jws',
  '--exceptions-key',
  'portal.jwks',
];

async function checkWith(token: string, key?: string) {
  cli.write('web.yaml', deployment('web', { privileged: true }));
  cli.write('exceptions.jws', token);
  cli.write('portal.jwks', key ?? (await jwks()));
  return cli.check(...COMMAND);
}

async function refusalOf(token: string) {
  cli.write('web.yaml', deployment('web', { privileged: true }));
  cli.write('exceptions.jws', token);
  cli.write('portal.jwks', await jwks());
  return cli.shiftDown('check', ...COMMAND);
}

describe('an exempt finding', () => {
  it('keeps its real result and does not count', async () => {
    const { code, findings, summary } = await checkWith(
      await sign(EXPORT, keys.EdDSA),
    );
    expect(findings).toEqual([
      expect.objectContaining({
        control: 'privileged',
        result: 'fail',
        counts: false,
        exempt: {
          id: 'e-1',
          until: '2026-04-01T00:00:00Z',
          approvers: ['user:default/ada'],
        },
      }),
    ]);
    expect(summary).toMatchObject({
      conclusion: 'tolerated',
      exempt: 1,
      checks: expect.objectContaining({ fail: 1 }),
    });
    expect(code).toBe(0);
    const { out } = await cli.shiftDown('check', ...COMMAND);
    expect(out).toContain('fail, exempt until 2026-04-01T00:00:00Z');
    expect(out).not.toMatch(/clean/i);
  });

  it('counts again from the moment at which the exception ends', async () => {
    const longer = { ...EXPORT, expires: '2027-01-01T00:00:00Z' };
    cli.now = new Date('2026-04-01T00:00:00Z');
    const { code, findings } = await checkWith(await sign(longer, keys.EdDSA));
    expect(findings[0].exempt).toBeUndefined();
    expect(code).toBe(1);
    cli.now = new Date('2026-03-01T12:00:00Z');
  });

  it('is the one that was excepted, and no other', async () => {
    cli.write('other.yaml', deployment('other', { privileged: true }));
    const { code } = await checkWith(await sign(EXPORT, keys.EdDSA));
    expect(code).toBe(0);
    const { code: ofBoth } = await cli.check('other.yaml', ...COMMAND);
    expect(ofBoth).toBe(1);
  });
});

describe('the signature', () => {
  it('may be of either algorithm, with keys as JWK set', async () => {
    const token = await sign(EXPORT, keys.ES256, {
      alg: 'ES256',
      kid: 'portal-2',
    });
    expect((await checkWith(token)).code).toBe(0);
  });

  it('is verified with a PEM too', async () => {
    const { code } = await checkWith(
      await sign(EXPORT, keys.EdDSA),
      await exportSPKI(keys.EdDSA.publicKey),
    );
    expect(code).toBe(0);
  });

  it.each<[string, () => Promise<string> | string, string]>([
    ['by a stranger', () => sign(EXPORT, stranger), 'signature'],
    ['missing', () => JSON.stringify(EXPORT), 'not signed'],
    [
      'of nobody',
      () =>
        `${Buffer.from(
          '{"alg":"none","typ":"shift-down-exceptions+jws"}',
        ).toString('base64url')}.${Buffer.from(JSON.stringify(EXPORT)).toString(
          'base64url',
        )}.`,
      'not signed',
    ],
    [
      'over something else',
      async () => {
        const [header, , signature] = (await sign(EXPORT, keys.EdDSA)).split(
          '.',
        );
        const edited = {
          ...EXPORT,
          exceptions: [
            { ...EXPORT.exceptions[0], until: '2030-01-01T00:00:00Z' },
          ],
        };
        return [
          header,
          Buffer.from(JSON.stringify(edited)).toString('base64url'),
          signature,
        ].join('.');
      },
      'signature',
    ],
    [
      'of another sort of token',
      () => sign(EXPORT, keys.EdDSA, { typ: 'JWT' }),
      'JWT',
    ],
    [
      'of an export that has expired',
      () => sign({ ...EXPORT, expires: '2026-03-01T12:00:00Z' }, keys.EdDSA),
      'expired',
    ],
    ['over what is no export', () => sign({ a: 1 }, keys.EdDSA), 'no export'],
  ])('%s is refused', async (_, token, word) => {
    const { code, error, out } = await refusalOf(await token());
    expect(error).toContain(word);
    expect(code).toBe(2);
    expect(out).toBe('');
  });

  it('needs a key', async () => {
    cli.write('exceptions.jws', await sign(EXPORT, keys.EdDSA));
    const { code, error } = await cli.shiftDown(
      'check',
      '--exceptions',
      'exceptions.jws',
    );
    expect(error).toContain('--exceptions-key');
    expect(code).toBe(2);
  });
});

describe('a portal', () => {
  let server: Server;
  let address: string;
  let answers: Record<string, string>;
  let asked: string[];

  beforeEach(async () => {
    asked = [];
    answers = {};
    server = createServer((request, response) => {
      asked.push(`${request.url} ${request.headers.authorization}`);
      const answer = answers[request.url!];
      response.statusCode = answer === undefined ? 404 : 200;
      response.end(answer);
    });
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    cli.write('web.yaml', deployment('web', { privileged: true }));
    cli.environment.SHIFT_DOWN_TOKEN = 'token-of-the-pipeline';
  });

  afterEach(() => {
    server.close();
  });

  it('is asked for exceptions and keys', async () => {
    answers['/api/shift-down/exceptions/export?cluster=production'] =
      await sign(EXPORT, keys.EdDSA);
    answers['/api/shift-down/exceptions/keys'] = await jwks();
    const { code } = await cli.check(
      'web.yaml',
      ...['--pod-security', 'baseline', '--exceptions', 'portal'],
      ...['--portal', address, '--cluster', 'production'],
    );
    expect(code).toBe(0);
    expect(asked).toEqual([
      '/api/shift-down/exceptions/export?cluster=production Bearer token-of-the-pipeline',
      '/api/shift-down/exceptions/keys Bearer token-of-the-pipeline',
    ]);
  });

  it('is asked for the policies of a cluster', async () => {
    answers['/api/shift-down/policies?cluster=production'] = JSON.stringify({
      cluster: 'production',
      kubernetesVersion: 'v1.34',
      freshness: 'fresh',
      objects: [
        {
          apiVersion: 'admissionregistration.k8s.io/v1',
          kind: 'ValidatingAdmissionPolicy',
          metadata: { name: 'never' },
          spec: {
            matchConstraints: {
              resourceRules: [
                {
                  apiGroups: ['apps'],
                  apiVersions: ['*'],
                  operations: ['*'],
                  resources: ['*'],
                },
              ],
            },
            validations: [{ expression: 'false', message: 'Never' }],
          },
        },
        {
          apiVersion: 'admissionregistration.k8s.io/v1',
          kind: 'ValidatingAdmissionPolicyBinding',
          metadata: { name: 'never' },
          spec: { policyName: 'never', validationActions: ['Deny'] },
        },
      ],
      problems: [{ policy: 'masked', reason: 'something in it was masked' }],
    });
    const { code, findings, notEvaluated, assumptions } = await cli.check(
      'web.yaml',
      ...['--policies', address, '--cluster', 'production'],
    );
    expect(findings).toEqual([
      expect.objectContaining({ control: 'never', result: 'fail' }),
    ]);
    expect(notEvaluated).toEqual([
      expect.objectContaining({
        resource: 'ValidatingAdmissionPolicy/masked',
      }),
    ]);
    expect(assumptions).toContain('an API server of Kubernetes 1.34');
    expect(code).toBe(1);
  });

  it('that has lost sight of its cluster leaves the run unevaluated', async () => {
    answers['/api/shift-down/policies?cluster=production'] = JSON.stringify({
      cluster: 'production',
      freshness: 'stale',
      freshSince: '2026-02-01T00:00:00Z',
      objects: [],
      problems: [],
    });
    const { code, problems } = await cli.check(
      'web.yaml',
      ...['--policies', address, '--cluster', 'production'],
    );
    expect(problems[0].message).toContain('stale since 2026-02-01');
    expect(code).toBe(2);
  });

  it('that refuses is told in words, without the token', async () => {
    const { code, error } = await cli.shiftDown(
      'check',
      ...['--policies', address, '--cluster', 'production'],
    );
    expect(error).toContain('404');
    expect(error).not.toContain('token-of-the-pipeline');
    expect(code).toBe(2);
  });
});
