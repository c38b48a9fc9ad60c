/** An exception for the Deployment web in shop, and who might be mistaken for it. */
import type { ExceptionContent } from '../../exceptions/types';
import type { EnforcementRequest } from '../planEnforcement';
import type { EngineCapabilities, PolicyWitness } from '../types';

export const ID = '0190b2c4-7d1e-7aaa-8bbb-000000000001';
export const UNTIL = '2026-12-01T12:00:00.000Z';

export const CONTENT: ExceptionContent = {
  type: 'accepted-risk',
  expectation: { type: 'control', control: 'no-latest' },
  scope: { entityRef: 'component:default/web' },
  from: '2026-11-01T00:00:00.000Z',
  until: UNTIL,
  category: 'migration',
  justification: 'The new image comes in November.',
  compensatingControls: '',
  ticket: '',
};

export const CAPABILITIES: EngineCapabilities = {
  exceptionVersions: [
    'policies.kyverno.io/v1',
    'policies.kyverno.io/v1beta1',
    'kyverno.io/v2',
    'kyverno.io/v2beta1',
    'guardrails.shift-down.io/v1',
  ],
  hasExpiresAt: true,
  exceptionNamespace: 'shift-down-exceptions',
  guardrails: ['no-latest-tag'],
};

export function witness(change: Partial<PolicyWitness> = {}): PolicyWitness {
  return {
    cluster: 'uid-1',
    engine: 'kyverno',
    reportedBy: 'kyverno',
    policy: 'no-latest',
    rules: ['check'],
    checks: [],
    workloads: [{ namespace: 'shop', kind: 'Deployment', name: 'web' }],
    ...change,
  };
}

export function request({
  witnesses = [witness()],
  content = {},
  capabilities = {},
}: {
  witnesses?: PolicyWitness[];
  content?: Partial<ExceptionContent>;
  capabilities?: Partial<EngineCapabilities>;
}): EnforcementRequest {
  return {
    exceptionId: ID,
    content: { ...CONTENT, ...content },
    witnesses,
    capabilities: new Map([['uid-1', { ...CAPABILITIES, ...capabilities }]]),
  };
}

/** An object as the API server asks about it. */
export function object(
  kind: string,
  name: string,
  {
    owner,
    namespace = 'shop',
    labels,
    isController = true,
  }: {
    /** `Kind/name`. */
    owner?: string;
    namespace?: string;
    labels?: Record<string, string>;
    isController?: boolean;
  } = {},
) {
  const [ownerKind, ownerName] = owner?.split('/') ?? [];
  return {
    apiVersion: 'v1',
    kind,
    metadata: {
      name,
      namespace,
      ...(labels && { labels }),
      ...(owner && {
        ownerReferences: [
          {
            apiVersion: 'apps/v1',
            kind: ownerKind,
            name: ownerName,
            uid: 'u',
            ...(isController && { controller: true }),
          },
        ],
      }),
    },
    spec: {},
  };
}

const hashed = (hash: string) => ({ labels: { 'pod-template-hash': hash } });
const of = (owner: string) => ({ owner });

/** What belongs to a root owner, each beside what looks like it. */
export const KINSHIP: {
  root: { kind: string; name: string };
  own: ReturnType<typeof object>[];
  others: ReturnType<typeof object>[];
}[] = [
  {
    root: { kind: 'Deployment', name: 'web' },
    own: [
      object('Deployment', 'web'),
      object('ReplicaSet', 'web-6f7b5', of('Deployment/web')),
      object('Pod', 'web-6f7b5-x', {
        ...of('ReplicaSet/web-6f7b5'),
        ...hashed('6f7b5'),
      }),
    ],
    others: [
      object('Deployment', 'web', { namespace: 'other' }),
      object('Deployment', 'web-admin'),
      object('Deployment', 'we'),
      object('StatefulSet', 'web'),
      object('ReplicaSet', 'web-admin-6f7b5', of('Deployment/web-admin')),
      object('ReplicaSet', 'web-6f7b5'),
      object('Pod', 'web'),
      object('Pod', 'web-6f7b5-x', {
        ...of('ReplicaSet/web-6f7b5'),
        ...hashed('6f7b5'),
        namespace: 'other',
      }),
      object('Pod', 'web-admin-6f7b5-x', {
        ...of('ReplicaSet/web-admin-6f7b5'),
        ...hashed('6f7b5'),
      }),
      object('Pod', 'web-admin-6f7b5-x', {
        ...of('ReplicaSet/web-admin-6f7b5'),
        ...hashed('admin-6f7b5'),
      }),
      object('Pod', 'web-bcd', of('ReplicaSet/web-bcd')),
      object('Pod', 'web-6f7b5-x', {
        ...of('ReplicaSet/web-6f7b5'),
        ...hashed('6f7b5'),
        isController: false,
      }),
      object('Pod', 'web-6f7b5-x', hashed('6f7b5')),
      object('Pod', 'web-6f7b5-x', {
        ...of('StatefulSet/web-6f7b5'),
        ...hashed('6f7b5'),
      }),
    ],
  },
  {
    root: { kind: 'CronJob', name: 'web.v1' },
    own: [
      object('CronJob', 'web.v1'),
      object('Job', 'web.v1-29012345', of('CronJob/web.v1')),
      object('Pod', 'web.v1-29012345-x', of('Job/web.v1-29012345')),
    ],
    others: [
      object('CronJob', 'webbv1'),
      object('Job', 'web.v1-29012345'),
      object('Job', 'web.v1-29012345', of('CronJob/web')),
      object('Pod', 'x', of('Job/webbv1-29012345')),
      object('Pod', 'x', of('Job/web.v1-admin-29012345')),
      object('Pod', 'x', of('Job/web.v1-')),
      object('Pod', 'x', of('Job/web.v1')),
    ],
  },
  {
    root: { kind: 'StatefulSet', name: 'web' },
    own: [
      object('StatefulSet', 'web'),
      object('Pod', 'web-0', of('StatefulSet/web')),
    ],
    others: [
      object('Deployment', 'web'),
      object('Pod', 'web-0', of('StatefulSet/web-admin')),
      object('Pod', 'web-admin-0', of('StatefulSet/web-admin')),
      object('Pod', 'web-admin-0', of('StatefulSet/web')),
      object('Pod', 'web-0'),
      object('Pod', 'web-0', of('DaemonSet/web')),
    ],
  },
  {
    root: { kind: 'DaemonSet', name: 'web' },
    own: [
      object('DaemonSet', 'web'),
      object('Pod', 'web-x', of('DaemonSet/web')),
    ],
    others: [
      object('Pod', 'web-x', of('DaemonSet/web-admin')),
      object('Pod', 'web-x', of('StatefulSet/web')),
    ],
  },
  {
    root: { kind: 'Job', name: 'web' },
    own: [object('Job', 'web'), object('Pod', 'web-x', of('Job/web'))],
    others: [object('Job', 'web-1'), object('Pod', 'web-1-x', of('Job/web-1'))],
  },
  {
    root: { kind: 'Pod', name: 'web' },
    own: [object('Pod', 'web')],
    others: [
      object('Pod', 'web-0'),
      object('Pod', 'web', of('StatefulSet/web')),
      object('Pod', 'web', { namespace: 'other' }),
    ],
  },
  {
    root: { kind: 'Service', name: 'web' },
    own: [object('Service', 'web')],
    others: [object('Service', 'web-admin'), object('Pod', 'web')],
  },
];
