import type { ClusterConnection } from '../connection/ClusterConnection';
import { ConnectionError } from '../connection/ConnectionError';
import { RESOURCES } from '../resources';
import { checkCredential } from './checkCredential';
import type { AccessAttributes } from './reviews';

const READ = ['get', 'list', 'watch'];

interface FakeServer {
  allowed?(attributes: AccessAttributes): boolean;
  groups?: string[];
  answers?: Record<string, { status: number; body: unknown } | Error>;
  tls?: 'verified' | 'unverified' | 'none';
  served?: (group: string) => boolean;
}

/** Built from what a collector asks, so that whatever else it asks has no answer. */
function connect(server: FakeServer): ClusterConnection & { asked: string[] } {
  const asked: string[] = [];
  const answer = (path: string, body: unknown) => {
    const fixed = server.answers?.[path];
    if (fixed) {
      return fixed;
    }
    switch (path) {
      case '/version':
        return { status: 200, body: { gitVersion: 'v1.36.4' } };
      case '/apis':
        return { status: 200, body: discovery(server.served) };
      case '/api/v1/namespaces/kube-system':
        return { status: 200, body: { metadata: { uid: 'uid-1' } } };
      case '/apis/authentication.k8s.io/v1/selfsubjectreviews':
        return {
          status: 201,
          body: {
            status: {
              userInfo: {
                username: 'system:serviceaccount:shift-down:collector',
                groups: server.groups,
              },
            },
          },
        };
      case '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews': {
        const { spec } = body as {
          spec: { resourceAttributes: AccessAttributes };
        };
        const allowed = (server.allowed ?? collector)(spec.resourceAttributes);
        return { status: 201, body: { status: { allowed } } };
      }
      default:
        return { status: 500, body: { message: `unexpected ${path}` } };
    }
  };
  return {
    asked,
    request: async (path, { body }) => {
      asked.push(path);
      const found = answer(path, body);
      if (found instanceof Error) {
        throw found;
      }
      return {
        status: found.status,
        headers: {},
        body: {
          async *[Symbol.asyncIterator]() {
            yield Buffer.from(JSON.stringify(found.body));
          },
          destroy: () => {},
        },
      };
    },
    describe: async () => ({
      server: 'api.example:6443',
      tls: server.tls ?? 'verified',
      trust: 'the authority in /ca.crt',
    }),
    close: async () => {},
  };
}

function discovery(served = (_group: string) => true) {
  const groups = [...new Set(RESOURCES.map(({ group }) => group))];
  return {
    kind: 'APIGroupDiscoveryList',
    items: groups.filter(served).map(name => ({
      metadata: { name },
      versions: RESOURCES.filter(({ group }) => group === name).map(
        ({ versions, resource, kind }) => ({
          version: versions[0],
          resources: [
            {
              resource: resource === '*' ? 'k8srequiredlabels' : resource,
              responseKind: { kind },
              verbs: READ,
            },
          ],
        }),
      ),
    })),
  };
}

/** The rights of the shipped manifest, cluster-wide. */
function collector({ verb, group, resource, subresource }: AccessAttributes) {
  return (
    READ.includes(verb) &&
    subresource === undefined &&
    RESOURCES.some(
      known =>
        known.group === group &&
        (known.resource === resource || known.resource === '*'),
    )
  );
}

const check = async (
  server: FakeServer,
  namespaces?: string[],
): Promise<Map<string, { outcome: string; message: string }>> => {
  const { checks } = await checkCredential(connect(server), {
    signal: new AbortController().signal,
    namespaces,
  });
  return new Map(checks.map(({ name, ...rest }) => [name, rest]));
};

const outcomes = (checks: Map<string, { outcome: string }>) =>
  new Set([...checks.values()].map(({ outcome }) => outcome));

describe('the test of a credential', () => {
  it('passes with the rights of the manifest', async () => {
    const checks = await check({ groups: ['system:authenticated'] });
    expect(outcomes(checks)).toEqual(new Set(['passed']));
    expect(checks.get('reach the API server')?.message).toBe(
      'Kubernetes v1.36.4.',
    );
    expect(checks.get('TLS')?.message).toContain('/ca.crt');
    expect(checks.get('who the credential is')?.message).toContain(
      'system:serviceaccount:shift-down:collector, of system:authenticated',
    );
    expect(checks.get('which cluster it is')?.message).toContain('uid-1');
    for (const { group, resource } of RESOURCES) {
      expect([...checks.keys()]).toContain(
        `list and watch ${group ? `${resource}.${group}` : resource}`,
      );
    }
  });

  it('names what is not allowed and what to grant', async () => {
    const checks = await check({
      allowed: attributes =>
        collector(attributes) &&
        !(attributes.verb === 'watch' && attributes.resource === 'pods'),
    });
    expect(checks.get('list and watch pods')).toEqual({
      outcome: 'failed',
      message:
        'The credential may not watch pods. Grant get, list and watch on pods in apiGroups [""].',
    });
    expect(checks.get('list and watch deployments.apps')?.outcome).toBe(
      'passed',
    );
  });

  it('skips what is not installed', async () => {
    const checks = await check({
      served: group => group !== 'wgpolicyk8s.io',
      allowed: ({ group, ...rest }) =>
        group !== 'wgpolicyk8s.io' && collector({ group, ...rest }),
    });
    expect(
      checks.get('list and watch policyreports.wgpolicyk8s.io')?.outcome,
    ).toBe('skipped');
  });

  it('asks in the namespaces that the credential is good for', async () => {
    const checks = await check(
      {
        allowed: attributes => {
          const { resource, name, namespace } = attributes;
          return (
            collector(attributes) &&
            (resource === 'namespaces'
              ? name === 'shop' || name === 'pay'
              : namespace === 'shop' ||
                (namespace === 'pay' && resource !== 'pods'))
          );
        },
      },
      ['shop', 'pay'],
    );
    expect(checks.get('list and watch namespaces')?.outcome).toBe('passed');
    expect(checks.get('list and watch deployments.apps')?.outcome).toBe(
      'passed',
    );
    expect(checks.get('list and watch pods')).toMatchObject({
      outcome: 'failed',
      message: expect.stringContaining('may not list and watch pods in pay.'),
    });
    expect(
      checks.get('list and watch clusterroles.rbac.authorization.k8s.io'),
    ).toMatchObject({
      outcome: 'warning',
      message: expect.stringContaining('or do without them'),
    });
  });

  it.each<[string, Partial<AccessAttributes>, string]>([
    [
      'no reading of Secrets',
      { verb: 'list', resource: 'secrets' },
      'list secrets',
    ],
    [
      'no reading of Secrets',
      { verb: 'patch', resource: 'secrets' },
      'patch secrets',
    ],
    [
      'no changing of workloads',
      { verb: 'create', resource: 'pods' },
      'create pods',
    ],
    [
      'no changing of workloads',
      { verb: 'create', resource: 'pods', subresource: 'exec' },
      'create pods/exec',
    ],
    [
      'no granting of rights',
      { verb: 'escalate' },
      'escalate roles.rbac.authorization.k8s.io',
    ],
    [
      'no granting of rights',
      { verb: 'bind', resource: 'clusterroles' },
      'bind clusterroles',
    ],
    ['no acting as others', { verb: 'impersonate' }, 'impersonate users'],
    [
      'no acting as others',
      { verb: 'create', resource: 'serviceaccounts', subresource: 'token' },
      'create serviceaccounts/token',
    ],
    [
      'no changing of namespaces and reports',
      { verb: 'delete', resource: 'policyreports' },
      'delete policyreports.wgpolicyk8s.io',
    ],
    [
      'no changing of admission',
      { verb: 'patch', resource: 'validatingwebhookconfigurations' },
      'patch validatingwebhookconfigurations',
    ],
  ])('warns under "%s" of %j', async (name, extra, message) => {
    const isExtra = (attributes: AccessAttributes) =>
      Object.entries({ subresource: undefined, ...extra }).every(
        ([key, value]) => attributes[key as keyof AccessAttributes] === value,
      );
    const checks = await check({
      allowed: attributes => collector(attributes) || isExtra(attributes),
    });
    expect(checks.get(name)).toMatchObject({
      outcome: 'warning',
      message: expect.stringContaining(message),
    });
    const others = [...checks].filter(([other]) => other !== name);
    expect(outcomes(new Map(others))).toEqual(new Set(['passed']));
  });

  it.each<[string, FakeServer]>([
    ['by rule', { allowed: () => true }],
    ['by group', { groups: ['system:masters'] }],
  ])('warns once of a credential that may do everything %s', async (_, it) => {
    const checks = await check(it);
    const warnings = [...checks].filter(
      ([, { outcome }]) => outcome === 'warning',
    );
    expect(warnings).toHaveLength(1);
    expect(warnings[0][1].message).toContain('may do everything');
  });

  it('asks nothing more when there is no answer', async () => {
    const connection = connect({
      answers: {
        '/version': new ConnectionError('tls', 'It is not trusted.'),
      },
    });
    const { checks } = await checkCredential(connection, {
      signal: new AbortController().signal,
    });
    expect(checks).toEqual([
      {
        name: 'reach the API server',
        outcome: 'failed',
        message: 'It is not trusted.',
      },
      expect.objectContaining({ name: 'TLS', outcome: 'skipped' }),
    ]);
    expect(connection.asked).toEqual(['/version']);
  });

  it.each([
    ['401', { status: 401, body: {} }, 'does not accept the credential'],
    ['500', { status: 500, body: { message: 'Overloaded' } }, 'Overloaded'],
    ['no version', { status: 200, body: {} }, 'not a Kubernetes API server'],
  ])('tells what else answers: %s', async (_, answer, message) => {
    const checks = await check({ answers: { '/version': answer } });
    expect(checks.get('reach the API server')).toMatchObject({
      outcome: 'failed',
      message: expect.stringContaining(message),
    });
  });

  it('goes on where an old API server does not tell', async () => {
    const checks = await check({
      answers: {
        '/apis/authentication.k8s.io/v1/selfsubjectreviews': {
          status: 404,
          body: {},
        },
      },
    });
    expect(checks.get('who the credential is')?.outcome).toBe('skipped');
    expect(checks.get('list and watch pods')?.outcome).toBe('passed');
  });

  it.each(['unverified', 'none'] as const)('warns of TLS %s', async tls => {
    const checks = await check({ tls });
    expect(checks.get('TLS')?.outcome).toBe('warning');
  });

  it('rejects when aborted, and only then', async () => {
    const aborted = new ConnectionError('aborted', 'The request was aborted.');
    await expect(
      checkCredential(connect({ answers: { '/version': aborted } }), {
        signal: AbortSignal.abort(),
      }),
    ).rejects.toThrow(/aborted/);
  });
});
