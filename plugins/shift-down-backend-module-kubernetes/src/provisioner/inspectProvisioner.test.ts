import { mockServices } from '@backstage/backend-test-utils';
import {
  FakeConnection,
  type FakeAnswer,
} from '../writer/__testUtils__/FakeConnection';
import { LiveClusterProvisioner } from './LiveClusterProvisioner';

const ACCESS = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
const SELF = '/apis/authentication.k8s.io/v1/selfsubjectreviews';

type Attributes = Record<string, string>;

function server(username: string, may: (of: Attributes) => boolean) {
  return new FakeConnection(({ path, body }): FakeAnswer | undefined => {
    switch (path) {
      case ACCESS:
        return {
          status: 201,
          body: { status: { allowed: may(body.spec.resourceAttributes) } },
        };
      case SELF:
        return { status: 201, body: { status: { userInfo: { username } } } };
      case '/api/v1/namespaces/kube-system':
        return { status: 200, body: { metadata: { uid: 'cluster-1' } } };
      case '/apis':
        return {
          status: 200,
          body: {
            kind: 'APIGroupDiscoveryList',
            items: [
              {
                metadata: { name: 'policies.kyverno.io' },
                versions: ['v1alpha1', 'v1'].map(version => ({
                  version,
                  resources: [{ resource: 'generatingpolicies' }],
                })),
              },
            ],
          },
        };
      default:
        return undefined;
    }
  });
}

/** As of `examples/kubernetes/provisioner.yaml`. */
const provisioner = ({ verb, resource, subresource }: Attributes) =>
  subresource === undefined &&
  ['get', 'create', 'patch'].includes(verb) &&
  [
    ...['namespaces', 'resourcequotas', 'limitranges', 'serviceaccounts'],
    ...['networkpolicies', 'rolebindings'],
  ].includes(resource);

const inspect = (
  may: (of: Attributes) => boolean,
  prober?: (of: Attributes) => boolean,
) =>
  new LiveClusterProvisioner({
    cluster: 'prod',
    provisioner: server('the-provisioner', may),
    prober: prober && server('the-prober', prober),
  }).inspect({
    signal: new AbortController().signal,
    logger: mockServices.logger.mock(),
  });

it('tells which cluster it is, who writes and who asks', async () => {
  expect(await inspect(provisioner, () => false)).toEqual({
    uid: 'cluster-1',
    provisioner: 'the-provisioner',
    prober: 'the-prober',
    generatingPolicyVersion: 'policies.kyverno.io/v1',
    warnings: [],
  });
  expect(await inspect(provisioner)).not.toHaveProperty('prober');
});

it('asks for rights once a minute, and each time which cluster it is', async () => {
  const asked: string[] = [];
  const connection = server('the-provisioner', ({ resource }) => {
    asked.push(resource);
    return true;
  });
  const provisioning = new LiveClusterProvisioner({
    cluster: 'prod',
    provisioner: connection,
  });
  const options = {
    signal: new AbortController().signal,
    logger: mockServices.logger.mock(),
  };
  const first = await provisioning.inspect(options);
  const before = asked.length;
  expect(before).toBeGreaterThan(20);
  expect(await provisioning.inspect(options)).toEqual(first);
  expect(asked).toHaveLength(before);
});

it('names missing rights', async () => {
  const { warnings } = await inspect(
    of => provisioner(of) && of.resource !== 'networkpolicies',
  );
  expect(warnings).toEqual([
    'The provisioner may not get networkpolicies.networking.k8s.io, create networkpolicies.networking.k8s.io, patch networkpolicies.networking.k8s.io. Grant it the rights of examples/kubernetes/provisioner.yaml.',
  ]);
});

it.each<[Attributes, string]>([
  [{ verb: 'get', resource: 'secrets' }, 'get secrets'],
  [{ verb: 'delete', resource: 'namespaces' }, 'delete namespaces'],
  [{ verb: 'escalate', resource: 'clusterroles' }, 'escalate clusterroles'],
  [{ verb: 'impersonate', resource: 'users' }, 'impersonate users'],
  [
    { verb: 'bind', resource: 'clusterroles', name: 'cluster-admin' },
    'bind clusterroles.rbac.authorization.k8s.io "cluster-admin"',
  ],
  [
    { verb: 'create', resource: 'clusterrolebindings' },
    'create clusterrolebindings',
  ],
])('warns of a credential that may %j', async (excess, words) => {
  const { warnings } = await inspect(
    of =>
      provisioner(of) ||
      Object.entries(excess).every(([key, value]) => of[key] === value),
  );
  expect(warnings).toEqual([
    expect.stringContaining(`The credential of the provisioner may ${words}`),
  ]);
});

it('warns of a prober that could change namespaces', async () => {
  const { warnings } = await inspect(provisioner, () => true);
  expect(warnings).toEqual([
    expect.stringMatching(/of the prober may get secrets, .* patch namespaces/),
  ]);
});
