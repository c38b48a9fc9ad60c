import type { ObjectDrift } from '@shift-down/plugin-shift-down-common';
import { APPLIED, observedWith } from '../__testUtils__/managed';
import type { ObservedObject } from '../types';
import { driftOf, type DriftInput } from './driftOf';
import { rbacOf } from './rbacOf';

function drift(
  observed: readonly ObservedObject[],
  overrides: Partial<DriftInput> = {},
): ObjectDrift[] {
  return driftOf({
    applied: APPLIED,
    observed,
    unknown: {},
    namespaceUid: 'uid-0',
    ...overrides,
  });
}

const told = (drifts: ObjectDrift[]) =>
  drifts.map(({ type, kind, name, message }) => [type, kind, name, message]);

const policy = (name: string, spec: string) => `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: ${name}, namespace: payments-web }
spec: ${spec}
`;

const binding = (
  kind: string,
  name: string,
  role: string,
  subject: string,
  rest = ', namespace: payments-web',
) => `
apiVersion: rbac.authorization.k8s.io/v1
kind: ${kind}
metadata: { name: ${name}${rest} }
roleRef: { kind: ${role.split(' ')[0]}, name: ${role.split(' ')[1]} }
subjects: [${subject}]
`;

const clusterRole = (name: string, rule: string) => `
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: ${name} }
rules: [${rule}]
`;

const ADA = '{ kind: User, name: ada }';

describe('driftOf', () => {
  it('finds nothing where all is as it was applied', () => {
    expect(drift(observedWith())).toEqual([]);
  });

  it('sees a NetworkPolicy that was deleted', () => {
    expect(
      told(drift(observedWith({ 'NetworkPolicy/default-deny': null }))),
    ).toEqual([
      ['missing', 'NetworkPolicy', 'default-deny', 'It is not there'],
    ]);
  });

  it('sees a quota that was raised', () => {
    const [found, ...more] = drift(
      observedWith({
        'ResourceQuota/quota': it => {
          it.spec.hard['limits.cpu'] = '800';
        },
      }),
    );
    expect(more).toEqual([]);
    expect(found).toMatchObject({
      type: 'changed',
      namespace: 'payments-web',
      message: 'spec.hard["limits.cpu"]: 8 applied, 800 there',
      differences: [
        { path: 'spec.hard["limits.cpu"]', applied: '"8"', found: '"800"' },
      ],
    });
  });

  it('takes an object that was made anew for another one', () => {
    const observed = observedWith().map(it =>
      it.kind === 'ResourceQuota' ? { ...it, uid: 'other' } : it,
    );
    expect(told(drift(observed))).toEqual([
      [
        'missing',
        'ResourceQuota',
        'quota',
        'Ours is not there; another one has its name',
      ],
    ]);
  });

  it('says no more than that where the Namespace is another one', () => {
    expect(
      told(drift(observedWith(), { namespaceUid: 'ours-before' })),
    ).toEqual([
      [
        'missing',
        'Namespace',
        'payments-web',
        'Ours is not there; another one has its name',
      ],
    ]);
  });

  describe('network policies beside ours', () => {
    it.each([
      [
        'everybody in',
        '{ podSelector: {}, ingress: [{}] }',
        'Allows traffic from every Pod, every IPv4 address and every IPv6 address, beside the default-deny of the baseline',
      ],
      [
        'every namespace',
        '{ podSelector: { matchLabels: { app: web } }, policyTypes: [Ingress], ingress: [{ from: [{ namespaceSelector: {} }] }] }',
        'Allows traffic from every Pod, beside the default-deny of the baseline',
      ],
      [
        'every address',
        '{ podSelector: {}, policyTypes: [Egress], egress: [{ to: [{ ipBlock: { cidr: 0.0.0.0/0 } }] }] }',
        'Allows traffic to every IPv4 address, beside the default-deny of the baseline',
      ],
    ])('that allow %s', (...[, spec, message]) => {
      expect(told(drift(observedWith({}, policy('added', spec))))).toEqual([
        ['added', 'NetworkPolicy', 'added', message],
      ]);
    });

    it('that allow everything together', () => {
      const half = (name: string, cidr: string) =>
        policy(
          name,
          `{ podSelector: {}, policyTypes: [Egress], egress: [{ to: [{ ipBlock: { cidr: ${cidr} } }] }] }`,
        );
      expect(
        told(
          drift(
            observedWith(
              {},
              `${half('low', '0.0.0.0/1')}---${half('high', '128.0.0.0/1')}`,
            ),
          ),
        ).map(([type, , name]) => [type, name]),
      ).toEqual([
        ['added', 'low'],
        ['added', 'high'],
      ]);
    });

    it.each([
      '{ podSelector: {}, ingress: [{ from: [{ podSelector: { matchLabels: { app: web } } }] }] }',
      '{ podSelector: {}, policyTypes: [Ingress], ingress: [{ from: [{ namespaceSelector: { matchLabels: { team: a } } }] }] }',
      '{ podSelector: {} }',
    ])('are no drift where they allow some: %s', spec => {
      expect(drift(observedWith({}, policy('added', spec)))).toEqual([]);
    });

    it('are unknown where they can not be read', () => {
      expect(
        told(drift(observedWith({}, policy('odd', '{ ingress: 7 }')))),
      ).toEqual([
        [
          'unknown',
          'NetworkPolicy',
          'odd',
          'It is not ours, and what it allows could not be read',
        ],
      ]);
    });
  });

  describe('bindings beside ours', () => {
    it.each([
      [
        'cluster-admin',
        binding('RoleBinding', 'added', 'ClusterRole cluster-admin', ADA),
        'Lets user:ada in payments-web do everything, by ClusterRole cluster-admin; the baseline lets nobody',
        ['cluster-admin-binding'],
      ],
      [
        'reading Secrets',
        `${binding(
          'RoleBinding',
          'added',
          'ClusterRole reader',
          ADA,
        )}---${clusterRole(
          'reader',
          "{ apiGroups: [''], resources: [secrets], verbs: [list] }",
        )}`,
        'Lets user:ada in payments-web read Secrets, by ClusterRole reader; the baseline lets nobody',
        ['rbac-secrets'],
      ],
      [
        'changing quotas and network policies',
        `${binding(
          'RoleBinding',
          'added',
          'ClusterRole changer',
          ADA,
        )}---${clusterRole(
          'changer',
          "{ apiGroups: ['', networking.k8s.io], resources: [resourcequotas, networkpolicies], verbs: [patch] }",
        )}`,
        'Lets user:ada in payments-web write network policies and write quotas and limits, by ClusterRole changer; the baseline lets nobody',
        ['network-policy', 'resource-quota'],
      ],
      [
        'cluster-admin in all of the cluster, to the programs of the namespace',
        binding(
          'ClusterRoleBinding',
          'added',
          'ClusterRole cluster-admin',
          '{ kind: ServiceAccount, name: web, namespace: payments-web }',
          '',
        ),
        'Lets serviceaccount:payments-web:web in every namespace do everything, by ClusterRole cluster-admin; the baseline lets nobody',
        ['cluster-admin-binding'],
      ],
      [
        'cluster-admin in all of the cluster, to the team',
        binding(
          'ClusterRoleBinding',
          'added',
          'ClusterRole cluster-admin',
          '{ kind: Group, name: payments-developers }',
          '',
        ),
        'Lets group:payments-developers in every namespace do everything, by ClusterRole cluster-admin; the baseline lets nobody',
        ['cluster-admin-binding'],
      ],
    ])('that give %s', (_, added, message, controls) => {
      const [found, ...more] = drift(observedWith({}, added));
      expect(more).toEqual([]);
      expect(found).toMatchObject({
        type: 'added',
        name: 'added',
        message,
        controls,
      });
    });

    it.each([
      ['view alone', binding('RoleBinding', 'added', 'ClusterRole view', ADA)],
      [
        'cluster-admin to the platform',
        binding(
          'RoleBinding',
          'added',
          'ClusterRole cluster-admin',
          '{ kind: Group, name: system:masters }',
        ),
      ],
      [
        'cluster-admin in all of the cluster, to programs elsewhere',
        binding(
          'ClusterRoleBinding',
          'added',
          'ClusterRole cluster-admin',
          '{ kind: ServiceAccount, name: delivery, namespace: delivery }',
          '',
        ),
      ],
      [
        'some Secrets by name',
        `${binding(
          'RoleBinding',
          'added',
          'ClusterRole one',
          ADA,
        )}---${clusterRole(
          'one',
          "{ apiGroups: [''], resources: [secrets], resourceNames: [tls], verbs: [get] }",
        )}`,
      ],
    ])('are no drift where they give %s', (_, added) => {
      expect(drift(observedWith({}, added))).toEqual([]);
    });

    it('are no drift where config trusts whom they bind', () => {
      const added = binding(
        'RoleBinding',
        'added',
        'ClusterRole cluster-admin',
        ADA,
      );
      expect(drift(observedWith({}, added), { trusted: ['user:ada'] })).toEqual(
        [],
      );
    });

    it('are the same by roles of the cluster that are read once', () => {
      const added = observedWith(
        {},
        binding('RoleBinding', 'added', 'ClusterRole cluster-admin', ADA),
      );
      expect(
        drift(
          added.filter(
            it => !it.kind.endsWith('Binding') || it.uid !== 'added',
          ),
          { rbac: rbacOf(added) },
        ),
      ).toHaveLength(1);
    });

    it('are unknown where they can not be read', () => {
      const added = binding('RoleBinding', 'odd', 'Role x', '7');
      expect(told(drift(observedWith({}, added)))).toEqual([
        [
          'unknown',
          'RoleBinding',
          'odd',
          'It is not ours, and could not be read',
        ],
      ]);
    });
  });

  it('minds no quota of others, which only makes it stricter', () => {
    expect(
      drift(
        observedWith(
          {},
          `
apiVersion: v1
kind: ResourceQuota
metadata: { name: another, namespace: payments-web }
spec: { hard: { pods: '1' } }
`,
        ),
      ),
    ).toEqual([]);
  });

  describe('what is not known', () => {
    it('is never as it was applied', () => {
      const unknown = { NetworkPolicy: 'stale since yesterday' };
      expect(
        told(
          drift(
            observedWith(
              {},
              policy('open', '{ podSelector: {}, ingress: [{}] }'),
            ),
            { unknown },
          ),
        ),
      ).toEqual([
        [
          'unknown',
          'NetworkPolicy',
          'default-deny',
          'Not known: stale since yesterday',
        ],
        [
          'unknown',
          'NetworkPolicy',
          'allow-dns',
          'Not known: stale since yesterday',
        ],
      ]);
    });

    it.each(['ClusterRole', 'ClusterRoleBinding'])(
      'may be an addition of kind %s',
      kind => {
        expect(
          told(drift(observedWith(), { unknown: { [kind]: 'forbidden' } })),
        ).toEqual([
          [
            'unknown',
            kind,
            '',
            'Whether others were added is not known: forbidden',
          ],
        ]);
      },
    );

    it('is an object of a kind that nobody watches', () => {
      const [namespace] = APPLIED;
      const manifest = {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'settings', namespace: 'payments-web' },
      };
      expect(
        told(
          drift(observedWith(), {
            applied: [namespace, { id: 'settings', controls: [], manifest }],
          }),
        ),
      ).toContainEqual([
        'unknown',
        'ConfigMap',
        'settings',
        'The portal does not watch objects of kind ConfigMap',
      ]);
    });

    it('never hides what is', () => {
      expect(
        told(
          drift(observedWith({ 'ResourceQuota/quota': null }), {
            unknown: { RoleBinding: 'forbidden' },
          }),
        ).map(([type, kind]) => [type, kind]),
      ).toEqual([
        ['missing', 'ResourceQuota'],
        ['unknown', 'RoleBinding'],
      ]);
    });
  });
});
