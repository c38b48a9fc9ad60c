import * as fc from 'fast-check';
import {
  fieldsOf,
  podWith,
  podWithSecurity,
  verdictOf,
} from '../__testUtils__/podSecurity';
import {
  WITHHELD,
  type JsonObject,
  type JsonValue,
  type KubernetesObject,
} from '../evaluation';
import { evaluatePodSecurity } from './evaluatePodSecurity';
import type { PodSecurityVersion } from './levels';

const spec = {
  containers: [{ name: 'a', securityContext: { privileged: true } }],
};
const template = { metadata: {}, spec };

const BEARERS: [
  apiVersion: string,
  kind: string,
  rest: object,
  path: string,
][] = [
  ['v1', 'Pod', { spec }, ''],
  ['v1', 'PodTemplate', { template }, 'template.'],
  ['v1', 'ReplicationController', { spec: { template } }, 'spec.template.'],
  ['apps/v1', 'ReplicaSet', { spec: { template } }, 'spec.template.'],
  ['apps/v1', 'Deployment', { spec: { template } }, 'spec.template.'],
  ['apps/v1', 'StatefulSet', { spec: { template } }, 'spec.template.'],
  ['apps/v1', 'DaemonSet', { spec: { template } }, 'spec.template.'],
  ['batch/v1', 'Job', { spec: { template } }, 'spec.template.'],
  [
    'batch/v1',
    'CronJob',
    { spec: { jobTemplate: { spec: { template } } } },
    'spec.jobTemplate.spec.template.',
  ],
];

describe('evaluatePodSecurity', () => {
  it.each(BEARERS)('reads %s %s', (apiVersion, kind, rest, path) => {
    const verdict = verdictOf('privileged', { apiVersion, kind, ...rest });
    expect(verdict).toMatchObject({
      result: 'fail',
      effect: kind === 'Pod' ? 'deny' : 'advice',
    });
    expect(fieldsOf(verdict)).toEqual([
      `${path}spec.containers[0].securityContext.privileged`,
    ]);
    expect(verdict?.violations).toMatchObject([
      {
        component: 'a',
        message: 'Container "a": securityContext.privileged must not be true',
      },
    ]);
  });

  it.each([
    ['v1', 'Service'],
    ['example.com/v1', 'Pod'],
    ['example.com/v1', 'Deployment'],
    ['constructor/v1', 'Pod'],
    ['v1', 'toString'],
  ])('says nothing of %s %s', (apiVersion, kind) => {
    expect(
      evaluatePodSecurity({
        object: { apiVersion, kind, spec },
        level: 'restricted',
        version: 'latest',
      }),
    ).toEqual([]);
  });

  it('says nothing at the privileged level', () => {
    expect(
      evaluatePodSecurity({
        object: podWith(spec),
        level: 'privileged',
        version: 'latest',
      }),
    ).toEqual([]);
  });

  it.each([
    ['v1.99', 'v1.37'],
    ['latest', 'v1.37'],
  ] as const)('judges by %s as by %s', (version, same) => {
    const judge = (it: PodSecurityVersion) =>
      evaluatePodSecurity({
        object: podWith(spec),
        level: 'restricted',
        version: it,
      });
    expect(judge(version)).toEqual(judge(same));
  });

  it('judges by nothing newer than the server', () => {
    const object = podWith({
      securityContext: { sysctls: [{ name: 'net.ipv4.tcp_rmem' }] },
      containers: [{ name: 'a' }],
    });
    const result = (serverMinorVersion: number) =>
      evaluatePodSecurity({
        object,
        level: 'baseline',
        version: 'latest',
        serverMinorVersion,
      }).find(({ rule }) => rule === 'sysctls')?.result;
    expect([result(31), result(32)]).toEqual(['fail', 'pass']);
  });

  it.each<[check: string, securityContext: JsonValue, reason: string]>([
    [
      'privileged',
      { privileged: 'yes' },
      'spec.containers[0].securityContext.privileged is text where true or false is expected: an API server refuses the object',
    ],
    [
      'runAsUser',
      { runAsUser: 0.5 },
      'spec.containers[0].securityContext.runAsUser is the number 0.5 where a whole number is expected: an API server refuses the object',
    ],
    [
      'capabilities_restricted',
      { capabilities: { drop: 'ALL' } },
      'spec.containers[0].securityContext.capabilities.drop is text where a list is expected: an API server refuses the object',
    ],
    [
      'seccompProfile_restricted',
      [],
      'spec.containers[0].securityContext is a list where a map is expected: an API server refuses the object',
    ],
    [
      'allowPrivilegeEscalation',
      WITHHELD,
      'spec.containers[0].securityContext is not kept here',
    ],
    [
      'allowPrivilegeEscalation',
      { [WITHHELD]: WITHHELD },
      'spec.containers[0].securityContext.allowPrivilegeEscalation is not kept here',
    ],
    [
      'capabilities_baseline',
      { capabilities: { add: [WITHHELD] } },
      'spec.containers[0].securityContext.capabilities.add[0] is not kept here',
    ],
  ])('does not know %s of %j', (check, securityContext, reason) => {
    const pod = podWith({ containers: [{ name: 'a', securityContext }] });
    expect(verdictOf(check, pod)).toMatchObject({
      result: 'unknown',
      reason,
      message: '',
      violations: [],
    });
    expect(verdictOf('hostNamespaces', pod)).toMatchObject({ result: 'pass' });
  });

  it.each<[spec: JsonValue | undefined]>([[undefined], [null], ['x'], [[]]])(
    'knows nothing of a Pod whose specification is %j',
    it => {
      const object = { apiVersion: 'v1', kind: 'Pod', spec: it };
      const verdicts = evaluatePodSecurity({
        object: object as KubernetesObject,
        level: 'restricted',
        version: 'latest',
      });
      expect(verdicts.length).toBeGreaterThan(10);
      expect(new Set(verdicts.map(({ result }) => result))).toEqual(
        new Set(['unknown']),
      );
    },
  );

  it('judges volumes by their types, whatever of them is withheld', () => {
    const pod = (...volumes: JsonObject[]) =>
      podWith({ containers: [{ name: 'a' }], volumes });
    const results = (object: KubernetesObject) =>
      ['hostPathVolumes', 'restrictedVolumes'].map(
        check => verdictOf(check, object)?.result,
      );
    expect(results(pod({ name: 'v', secret: WITHHELD }))).toEqual([
      'pass',
      'pass',
    ]);
    expect(results(pod({ name: 'v', hostPath: WITHHELD }))).toEqual([
      'fail',
      'fail',
    ]);
    expect(results(pod({ name: 'v', [WITHHELD]: WITHHELD }))).toEqual([
      'unknown',
      'unknown',
    ]);
  });

  it('passes a Pod whose other annotations are withheld', () => {
    const pod = podWith(
      { containers: [{ name: 'a' }] },
      { [WITHHELD]: WITHHELD },
    );
    expect(verdictOf('appArmorProfile', pod)?.result).toBe('pass');
    expect(
      verdictOf('seccompProfile_baseline', pod, 'v1.10', 'baseline')?.result,
    ).toBe('pass');
  });

  it('answers, whatever stands in a field', () => {
    const fields = [
      'containers',
      'volumes',
      'securityContext',
      'hostUsers',
      'os',
    ];
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.constantFrom(...fields),
        (value, field) => {
          const pod = {
            containers: [{ name: 'a' }],
            [field]: value as JsonValue,
          };
          expect(
            evaluatePodSecurity({
              object: podWith(pod),
              level: 'restricted',
              version: 'v1.35',
            }),
          ).toHaveLength(19);
        },
      ),
    );
  });

  it('never passes what it could not read', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.integer(),
          fc.boolean(),
          fc.array(fc.string()),
        ),
        seccompProfile => {
          const pod = podWithSecurity({ seccompProfile });
          expect(verdictOf('seccompProfile_restricted', pod)?.result).toBe(
            'unknown',
          );
        },
      ),
    );
  });

  it('does not know a Pod without containers', () => {
    expect(verdictOf('privileged', podWith({ containers: [] }))).toMatchObject({
      result: 'unknown',
      reason: 'spec.containers is empty: an API server refuses the object',
    });
  });

  it('hands out passes that nobody can change', () => {
    const pass = verdictOf('hostNamespaces', podWith({ containers: [] }));
    expect(Object.isFrozen(pass)).toBe(true);
    expect(Object.isFrozen(pass?.violations)).toBe(true);
  });
});
