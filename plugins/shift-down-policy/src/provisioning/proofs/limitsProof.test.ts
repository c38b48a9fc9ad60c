import type { DryRunAnswer } from '../types';
import { limitsProbe, limitsProof } from './limitsProof';

const OPTIONS = {
  namespace: 'payments-web',
  owner: 'team-payments',
  level: 'restricted',
  serviceAccount: 'web',
  image: 'registry.example.com/web:1.0.0',
} as const;
const DEFAULTS = {
  default: { cpu: '1', memory: '256Mi' },
  defaultRequest: { cpu: '50m' },
};

const probeOf = (limits: 'default' | 'strict') =>
  limitsProbe({ ...OPTIONS, limits }, DEFAULTS);

const admittedWith = (resources?: object): DryRunAnswer => ({
  outcome: 'admitted',
  object: {
    spec: {
      containers: [
        { name: 'injected', resources: {} },
        { name: 'proof', ...(resources && { resources }) },
      ] as never,
    },
  },
});
const refused = (message: string): DryRunAnswer => ({
  outcome: 'refused',
  message,
  reason: 'Forbidden',
});
const UNAVAILABLE: DryRunAnswer = { outcome: 'unavailable', message: 'away' };

it('asks with a Pod that names none, and with its twin that does', () => {
  const { without, with: twin } = probeOf('default');
  const resourcesOf = (pod: typeof without) =>
    (pod.spec as { containers: { resources: object }[] }).containers[0]
      .resources;
  expect(resourcesOf(without)).toEqual({});
  expect(resourcesOf(twin)).toHaveProperty('limits.memory');
});

describe('with the preset default', () => {
  const judge = (answer: DryRunAnswer) =>
    limitsProof(probeOf('default'), answer, admittedWith());

  it('is proved by what comes back', () => {
    expect(
      judge(
        admittedWith({
          limits: { cpu: '1000m', memory: '256Mi' },
          requests: { cpu: '0.05', memory: '256Mi' },
        }),
      ),
    ).toMatchObject({
      outcome: 'proved',
      expected:
        'Admitted with limits of cpu 1, memory 256Mi and requests of cpu 50m',
    });
  });

  it.each<[string, DryRunAnswer, string]>([
    [
      'other limits',
      admittedWith({
        limits: { cpu: '8', memory: '256Mi' },
        requests: { cpu: '50m' },
      }),
      'It was admitted without them: limits.cpu is 8, not 1',
    ],
    [
      'no limits',
      admittedWith({}),
      'It was admitted without them: limits.cpu is not set, not 1, limits.memory is not set, not 256Mi, requests.cpu is not set, not 50m',
    ],
    [
      'no resources',
      admittedWith(),
      'It was admitted without them: limits.cpu is not set, not 1, limits.memory is not set, not 256Mi, requests.cpu is not set, not 50m',
    ],
    ['a refusal', refused('no'), 'It was refused: no'],
    ['nobody', UNAVAILABLE, 'Nobody could be asked: away'],
  ])('is not proved by %s', (_, answer, reason) => {
    expect(judge(answer)).toMatchObject({ outcome: 'not-proved', reason });
  });
});

describe('with the preset strict', () => {
  const judge = (answer: DryRunAnswer, twin = admittedWith()) =>
    limitsProof(probeOf('strict'), answer, twin);
  const POLICY = refused(
    "pods \"x\" is forbidden: ValidatingAdmissionPolicy 'strict-limits' with binding 'strict-limits' denied request: Containers must have limits",
  );
  const QUOTA = refused(
    'pods "x" is forbidden: failed quota: baseline-quota: must specify limits.cpu for: proof; limits.memory for: proof',
  );

  it.each([
    ['the policy', POLICY],
    ['a quota that must know', QUOTA],
  ])('is proved by a refusal by %s', (_, answer) => {
    expect(judge(answer)).toMatchObject({ outcome: 'proved' });
  });

  it.each<[string, DryRunAnswer, DryRunAnswer | undefined]>([
    ['another policy', refused('something else'), undefined],
    ['a twin that is refused', POLICY, refused('something else')],
    ['a twin that the quota refuses', QUOTA, refused('something else')],
    ['nobody', UNAVAILABLE, undefined],
  ])('is not proved by %s', (_, answer, twin) => {
    expect(judge(answer, twin)).toMatchObject({ outcome: 'not-proved' });
  });

  it('has failed where the Pod is admitted', () => {
    expect(judge(admittedWith())).toMatchObject({ outcome: 'failed' });
  });
});
