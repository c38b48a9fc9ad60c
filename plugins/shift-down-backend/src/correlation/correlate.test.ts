import { correlate } from './correlate';
import { readClaim } from './readClaim';
import type { ClaimableSubject } from './types';

const ID = 'backstage.io/kubernetes-id';
const SELECTOR = 'backstage.io/kubernetes-label-selector';
const NAMESPACE = 'backstage.io/kubernetes-namespace';
const CLUSTER = 'backstage.io/kubernetes-cluster';

function subject(
  id: string,
  overrides: Partial<ClaimableSubject> = {},
): ClaimableSubject {
  return {
    id,
    clusterUid: 'uid-1',
    clusterName: 'one',
    namespace: 'payments',
    kind: 'Deployment',
    name: id,
    labels: { [ID]: 'api', app: 'api', tier: 'back' },
    ...overrides,
  };
}

const SUBJECTS = [
  subject('here'),
  subject('elsewhere', { namespace: 'other' }),
  subject('other-cluster', { clusterUid: 'uid-2', clusterName: 'two' }),
  subject('other-label', { labels: { [ID]: 'web', app: 'web' } }),
  subject('role', { kind: 'Role', labels: undefined }),
  subject('namespace', {
    kind: 'Namespace',
    namespace: '',
    name: 'payments',
    labels: { app: 'api' },
  }),
  subject('cluster-role', { kind: 'ClusterRole', namespace: '' }),
];

function entity(
  annotations: Record<string, string>,
  overrides: { kind?: string; type?: string; name?: string } = {},
) {
  return {
    ref: 'component:default/api',
    kind: 'component',
    name: 'api',
    type: undefined,
    annotations,
    ...overrides,
  };
}

const TEAM = 'group:default/team-a';

function correlated(
  claiming: ReturnType<typeof entity>,
  options: {
    trust?: 'namespace-owner' | 'annotations';
    owners?: Record<string, string>;
    groups?: string[];
  } = {},
) {
  const owners = options.owners ?? { payments: TEAM, other: TEAM };
  const { state, subjectIds, unconfirmedNamespaces } = correlate(
    options.trust ?? 'namespace-owner',
    {
      claim: readClaim(claiming),
      candidates: SUBJECTS,
      ownersAndAncestors: new Set(options.groups ?? [TEAM]),
      namespaceOwner: (_, namespace) => owners[namespace],
    },
  );
  return { state, subjects: subjectIds, unconfirmed: unconfirmedNamespaces };
}

describe('correlate', () => {
  it.each([
    ['no annotation', entity({}), []],
    ['an id', entity({ [ID]: 'api' }), ['here', 'elsewhere', 'other-cluster']],
    [
      'an id in a namespace',
      entity({ [ID]: 'api', [NAMESPACE]: 'payments' }),
      ['here', 'other-cluster'],
    ],
    [
      'an id in a cluster',
      entity({ [ID]: 'api', [CLUSTER]: 'two' }),
      ['other-cluster'],
    ],
    [
      'a selector, which replaces the id',
      entity({ [ID]: 'api', [SELECTOR]: 'app in (web)' }),
      ['other-label'],
    ],
    [
      'a selector of several requirements',
      entity({ [SELECTOR]: 'app=api,tier notin (front)', [CLUSTER]: 'one' }),
      ['here', 'elsewhere'],
    ],
    [
      'a selector by presence',
      entity({ [SELECTOR]: 'tier', [CLUSTER]: 'two' }),
      ['other-cluster'],
    ],
    ['a selector that only excludes', entity({ [SELECTOR]: 'app!=x' }), []],
    [
      'a selector that only excludes, in a namespace',
      entity({ [SELECTOR]: 'app!=api', [NAMESPACE]: 'payments' }),
      ['other-label'],
    ],
    ['a selector that is none', entity({ [SELECTOR]: 'a=b=c' }), []],
    ['a namespace alone', entity({ [NAMESPACE]: 'payments' }), []],
    [
      'a namespace as a resource',
      entity(
        { [CLUSTER]: 'one' },
        { kind: 'resource', type: 'kubernetes-namespace', name: 'payments' },
      ),
      ['here', 'other-label', 'role', 'namespace'],
    ],
    [
      'a namespace as a resource of another name',
      entity(
        { [NAMESPACE]: 'other' },
        { kind: 'resource', type: 'kubernetes-namespace', name: 'payments' },
      ),
      ['elsewhere'],
    ],
  ])('finds the subjects of %s', (_, claiming, expected) => {
    expect(correlated(claiming).subjects).toEqual(expected);
  });

  const claiming = entity({ [ID]: 'api', [CLUSTER]: 'one' });

  it.each([
    ['nobody claims', entity({}), {}, 'none', []],
    ['nothing matches', entity({ [ID]: 'x' }), {}, 'no-workloads', []],
    ['the owner owns the namespace', claiming, {}, 'confirmed', []],
    [
      'an ancestor of the owner owns the namespace',
      claiming,
      { groups: ['group:default/squad', TEAM] },
      'confirmed',
      [],
    ],
    [
      'another group owns the namespaces',
      claiming,
      { groups: ['group:default/team-b'] },
      'unconfirmed',
      ['one/other', 'one/payments'],
    ],
    [
      'nobody owns the namespaces',
      claiming,
      { owners: {} },
      'unconfirmed',
      ['one/other', 'one/payments'],
    ],
    [
      'one namespace of two confirms',
      claiming,
      { owners: { payments: TEAM } },
      'confirmed',
      ['one/other'],
    ],
    [
      'annotations are trusted',
      claiming,
      { trust: 'annotations', owners: {}, groups: [] },
      'confirmed',
      [],
    ],
  ] as const)('when %s, says so', (_, it, options, state, unconfirmed) => {
    expect(
      correlated(it, options as Parameters<typeof correlated>[1]),
    ).toMatchObject({ state, unconfirmed });
  });

  it('links no subject of a namespace that does not confirm', () => {
    expect(
      correlated(claiming, { owners: { payments: TEAM } }).subjects,
    ).toEqual(['here']);
  });
});
