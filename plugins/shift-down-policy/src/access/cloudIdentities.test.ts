import { binding, clusterBinding, role, rule } from '../__testUtils__/rbac';
import type {
  NamespaceState,
  ServiceAccountState,
} from '../namespaceBaseline/types';
import { cloudAccess, cloudIdentitiesOf } from './cloudIdentities';

const ROLE = 'arn:aws:iam::123456789012:role/api';
const CLIENT = '00000000-0000-4000-8000-000000000000';
const TEAM = { kind: 'Group', namespace: '', name: 'team' };

const ACCOUNTS: ServiceAccountState[] = [
  { name: 'api', annotations: { 'eks.amazonaws.com/role-arn': ROLE } },
  {
    name: 'jobs',
    annotations: {
      'iam.gke.io/gcp-service-account': 'jobs@shop.iam.gserviceaccount.com',
    },
  },
  {
    name: 'mail',
    annotations: { 'azure.workload.identity/client-id': CLIENT },
  },
  { name: 'plain', annotations: {} },
];

describe('cloudIdentitiesOf', () => {
  it.each([
    ['api', {}, [{ provider: 'aws', identity: ROLE, serviceAccount: 'api' }]],
    [
      'jobs',
      {},
      [
        {
          provider: 'google-cloud',
          identity: 'jobs@shop.iam.gserviceaccount.com',
          serviceAccount: 'jobs',
        },
      ],
    ],
    // Azure’s webhook asks for a label on the Pod as well.
    ['mail', {}, []],
    ['mail', { 'azure.workload.identity/use': 'false' }, []],
    [
      'mail',
      { 'azure.workload.identity/use': 'true' },
      [{ provider: 'azure', identity: CLIENT, serviceAccount: 'mail' }],
    ],
    ['plain', {}, []],
    ['unknown', {}, []],
  ])(
    'finds those of account %s with labels %j',
    (name, podLabels, expected) => {
      expect(
        cloudIdentitiesOf({ serviceAccountName: name, podLabels }, ACCOUNTS),
      ).toEqual(expected);
    },
  );
});

describe('cloudAccess', () => {
  const state: NamespaceState = {
    name: 'shop',
    labels: {},
    workloads: [
      {
        object: { namespace: 'shop', kind: 'Deployment', name: 'api' },
        podLabels: {},
        serviceAccountName: 'api',
        hostNetwork: false,
      },
    ],
    networkPolicies: [],
    resourceQuotas: [],
    limitRanges: [],
    serviceAccounts: ACCOUNTS,
    services: [],
    rbac: {
      roles: [
        role('shop', 'deployer', [rule('apps', 'deployments', 'patch')]),
        role('shop', 'tokens', [
          rule('', 'serviceaccounts/token', 'create', 'mail'),
        ]),
        role('shop', 'reader', [rule('', 'secrets', 'get')]),
      ],
      bindings: [
        binding('shop', 'deployers', 'Role deployer', TEAM),
        binding('shop', 'mailers', 'Role tokens', {
          ...TEAM,
          name: 'mailers',
        }),
        binding('shop', 'readers', 'Role reader', { ...TEAM, name: 'readers' }),
        clusterBinding('admins', 'cluster-admin', {
          ...TEAM,
          name: 'platform',
        }),
      ],
    },
    incomplete: {},
  };
  const found = cloudAccess(state);

  it('joins identities with the workloads that have them', () => {
    expect(
      found.map(({ identity, workloads }) => [identity, workloads]),
    ).toEqual([
      [ROLE, [{ namespace: 'shop', kind: 'Deployment', name: 'api' }]],
      ['jobs@shop.iam.gserviceaccount.com', []],
      [CLIENT, []],
    ]);
  });

  it('tells who else can assume them, those first that are not the platform', () => {
    expect(
      found.map(({ serviceAccount, assumableBy }) => [
        serviceAccount,
        assumableBy.map(({ who, trusted }) => `${trusted ? '' : '!'}${who}`),
      ]),
    ).toEqual([
      ['api', ['!group:team', 'group:platform']],
      ['jobs', ['!group:team', 'group:platform']],
      ['mail', ['!group:mailers', '!group:team', 'group:platform']],
    ]);
    expect(found[0].assumableBy[0].paths).toEqual([
      {
        binding: { namespace: 'shop', kind: 'RoleBinding', name: 'deployers' },
        role: { namespace: 'shop', kind: 'Role', name: 'deployer' },
        names: [],
      },
    ]);
  });
});
