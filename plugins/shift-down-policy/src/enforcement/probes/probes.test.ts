import { compileCel } from '../../cel';
import { WITHHELD } from '../../evaluation/withheld';
import { request, witness } from '../__testUtils__/requests';
import { planEnforcement } from '../planEnforcement';
import { namesPolicy, renderProbe, renderProbes } from '.';

const APIS: Record<string, string> = {
  CronJob: 'batch/v1',
  Job: 'batch/v1',
  Pod: 'v1',
};

function planFor(kind: string, change = {}) {
  return planEnforcement(
    request({
      witnesses: [
        witness({
          reportedBy: 'KyvernoValidatingPolicy',
          workloads: [{ namespace: 'shop', kind, name: 'web' }],
          ...change,
        }),
      ],
    }),
  )[0];
}

function workload(kind: string, spec: object = {}) {
  const pod = {
    containers: [{ name: 'app', image: 'web:latest' }],
    ...spec,
  };
  const template = { metadata: { labels: { app: 'web' } }, spec: pod };
  const specs: Record<string, object> = {
    Pod: pod,
    CronJob: { schedule: '@daily', jobTemplate: { spec: { template } } },
  };
  return {
    namespace: 'shop',
    kind,
    name: 'web',
    apiVersion: APIS[kind] ?? 'apps/v1',
    fields: {
      kind,
      metadata: { name: 'web' },
      spec: specs[kind] ?? { template },
    },
  };
}

it.each(['Deployment', 'CronJob', 'StatefulSet', 'DaemonSet', 'Job', 'Pod'])(
  'makes a Pod that belongs to its %s, and the %s itself',
  kind => {
    const plan = planFor(kind);
    const [{ expression }] = (
      plan.object?.spec as { matchConditions: { expression: string }[] }
    ).matchConditions;
    const condition = compileCel(expression, { variables: ['object'] });
    const probes = renderProbes(workload(kind), plan);
    expect(probes.map(probe => probe.kind)).toEqual(
      kind === 'Pod' ? ['Pod'] : ['Pod', kind],
    );
    for (const object of probes) {
      expect(
        condition.type === 'program' &&
          condition.program.evaluate({ object }, { remaining: 1_000_000 }),
      ).toEqual({ type: 'value', value: true });
    }
  },
);

it('fills in what was left out, and keeps what is judged', () => {
  const probe = renderProbe(
    workload('Deployment', {
      hostNetwork: true,
      nodeName: WITHHELD,
      volumes: [
        { name: 'a', hostPath: { path: '/' } },
        { name: 'b', secret: WITHHELD },
      ],
      containers: [
        {
          name: 'app',
          image: 'web:latest',
          env: WITHHELD,
          readinessProbe: { exec: { command: WITHHELD }, periodSeconds: 5 },
          livenessProbe: { httpGet: { port: 80, httpHeaders: WITHHELD } },
        },
      ],
    }),
    planFor('Deployment'),
  );
  expect(probe?.spec).toEqual({
    hostNetwork: true,
    volumes: [
      { name: 'a', hostPath: { path: '/' } },
      { name: 'b', emptyDir: {} },
    ],
    containers: [
      {
        name: 'app',
        image: 'web:latest',
        readinessProbe: { periodSeconds: 5, exec: { command: ['true'] } },
        livenessProbe: { httpGet: { port: 80 } },
      },
    ],
  });
});

it('makes none of a workload that the plan does not reach, or that has no Pods', () => {
  const plan = planFor('Deployment');
  expect(
    renderProbe({ ...workload('Deployment'), name: 'web-admin' }, plan),
  ).toBeUndefined();
  expect(
    renderProbe({ ...workload('Deployment'), namespace: 'other' }, plan),
  ).toBeUndefined();
  expect(
    renderProbe({ ...workload('Deployment'), fields: {} }, plan),
  ).toBeUndefined();
});

const KYVERNO =
  'admission webhook "validate.kyverno.svc-fail" denied the request: ';
const LISTED = `${KYVERNO}\n\nresource Pod/shop/web was blocked due to the following policies \n\nno-latest:\n  check: no\n`;
const VAP =
  "ValidatingAdmissionPolicy 'no-latest' with binding 'no-latest' denied request: ";
const kyverno = planFor('Deployment');
const guardrail = { ...kyverno, target: 'guardrail' as const };

it.each([
  ['a list of rules', LISTED, kyverno, true],
  [
    'a list of rules of another',
    LISTED.replace('no-latest:', 'no-latest-tag:'),
    kyverno,
    false,
  ],
  ['a sentence', `${KYVERNO}Policy no-latest failed: no`, kyverno, true],
  [
    'a sentence of another',
    `${KYVERNO}Policy x-no-latest failed: no`,
    kyverno,
    false,
  ],
  [
    'the same words from another webhook',
    'admission webhook "x.example.com" denied the request: Policy no-latest failed: no',
    kyverno,
    false,
  ],
  [
    'the policy that Kyverno generates',
    VAP.replaceAll('no-latest', 'vpol-no-latest'),
    kyverno,
    true,
  ],
  [
    'a webhook that is away',
    'failed calling webhook "validate.kyverno.svc-fail": no-latest',
    kyverno,
    false,
  ],
  ['a guardrail', `${VAP}Images must`, guardrail, true],
  [
    'another guardrail',
    `${VAP.replace("'no-latest'", "'no-latest-tag'")}Images must`,
    guardrail,
    false,
  ],
  [
    'a guardrail without its object',
    `${VAP}no params found for policy binding with \`Deny\` parameterNotFoundAction`,
    guardrail,
    false,
  ],
  [
    'a guardrail that cannot be run',
    `${VAP}failed to configure policy: x`,
    guardrail,
    false,
  ],
  [
    'a quota',
    'pods "no-latest" is forbidden: exceeded quota',
    guardrail,
    false,
  ],
])('reads %s', (_, message, plan, expected) => {
  expect(namesPolicy(message, plan)).toBe(expected);
});
