import { bindingOf, policyOf } from '../../admission/__testUtils__/policies';
import type { JsonObject, KubernetesObject } from '../../evaluation';
import {
  aRequest,
  exampleBaseline,
  renderInput,
  RULES,
} from '../__testUtils__/namespaces';
import { renderBaseline } from '../baseline/renderBaseline';
import { manifestYaml } from '../baseline/manifestYaml';
import type { PlannedObject } from '../types';
import { judgePlanned, type JudgePlannedOptions } from './judgePlanned';

const DENIED =
  "ValidatingAdmissionPolicy 'rule' with binding 'everywhere' denied request: ";

const OBJECTS = renderBaseline(exampleBaseline('1.1.0'), renderInput());

function options(
  policies: KubernetesObject[] = [],
  changes: Partial<JudgePlannedOptions> = {},
): JudgePlannedOptions {
  const stored = (object: KubernetesObject) => ({ object, labels: {} });
  return {
    minorVersion: 36,
    podSecurityVersion: 'v1.36',
    policies: policies.map(stored),
    clusterRoles: RULES.roles.map(({ clusterRole }) =>
      stored({
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'ClusterRole',
        metadata: { name: clusterRole },
        rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }],
      }),
    ),
    networkPolicyProvider: 'cilium',
    ...changes,
  };
}

/** A policy about one kind of object. */
function about(resource: string, expression: string, more: JsonObject = {}) {
  return [
    policyOf({
      matchConstraints: {
        resourceRules: [
          {
            apiGroups: ['*'],
            apiVersions: ['*'],
            operations: ['CREATE'],
            resources: [resource],
          },
        ],
      },
      validations: [{ expression, message: 'Not so' }],
      ...more,
    }),
    bindingOf(),
  ];
}

function judge(
  id: string,
  given = options(),
  objects: readonly PlannedObject[] = OBJECTS,
) {
  return judgePlanned(objects, given)
    .find(object => object.id === id)!
    .verdicts.map(
      ({ policy, rule, result, message, reason }) =>
        `${policy} ${rule}: ${result}${message && ` (${message})`}${
          reason && ` (${reason})`
        }`,
    );
}

it('shows every object as it would be applied', () => {
  const previews = judgePlanned(OBJECTS, options());
  expect(previews.map(({ id }) => id)).toEqual(OBJECTS.map(({ id }) => id));
  expect(previews[1].yaml).toBe(manifestYaml(OBJECTS[1].manifest));
});

it('passes every check of ours with a shipped baseline', () => {
  const verdicts = judgePlanned(OBJECTS, options()).flatMap(it => it.verdicts);
  expect(verdicts.filter(({ result }) => result !== 'pass')).toEqual([]);
  expect(verdicts.map(({ rule }) => rule)).toEqual(
    expect.arrayContaining(['network-ingress', 'service-quota', 'secrets']),
  );
});

it('fails our checks where the baseline leaves something out', () => {
  expect(
    judge(
      'namespace',
      options(),
      OBJECTS.filter(({ id }) => id !== 'quota'),
    ),
  ).toContainEqual(
    expect.stringContaining('namespace-baseline resource-quota: fail'),
  );
});

describe('policies of the cluster', () => {
  it.each([
    ['1 == 1', 'rule 0: pass'],
    ['1 == 2', `rule 0: fail (${DENIED}Not so)`],
    ["object.spec.hard['pods'] == '20'", 'rule 0: pass'],
    [
      "namespaceObject.metadata.labels['shift-down.io/environment'] == 'test'",
      `rule 0: fail (${DENIED}Not so)`,
    ],
  ])('judge an object by %s', (expression, verdict) => {
    expect(
      judge('quota', options(about('resourcequotas', expression))),
    ).toEqual([verdict]);
  });

  it('are unknown where they look at who asks', () => {
    const given = options(
      about('resourcequotas', "request.userInfo.username == 'ada'"),
    );
    expect(judge('quota', given)).toEqual([
      expect.stringMatching(/^rule : unknown \(.+\)$/),
    ]);
  });

  it('are told once for all that is unknown for one reason', () => {
    const expression = "request.userInfo.username == 'ada'";
    const given = options(
      about('resourcequotas', '1 == 1', {
        validations: [{ expression }, { expression }, { expression: '1 == 1' }],
      }),
    );
    expect(judge('quota', given)).toEqual([
      expect.stringMatching(/^rule : unknown \(.+\)$/),
      'rule 2: pass',
    ]);
  });

  it('leave out what our own accounts are held to', () => {
    const [policy, binding] = about(
      'resourcequotas',
      "request.userInfo.username == 'shift-down.io/a'",
    );
    const named = [
      { ...policy, metadata: { name: 'portal-writes' } },
      {
        ...binding,
        spec: { ...(binding.spec as JsonObject), policyName: 'portal-writes' },
      },
    ];
    expect(judge('quota', options(named))).toEqual([]);
  });

  it('say nothing of what they are not about', () => {
    const given = options(about('pods', '1 == 2'));
    expect(judge('quota', given)).toEqual([]);
  });

  it('are unknown where they can’t be read, and where nobody could read them', () => {
    const broken = about('resourcequotas', 'object.spec.(');
    expect(judge('quota', options(broken)).join('\n')).toContain('unknown');
    expect(
      judge('quota', options([], { policiesUnknown: 'Forbidden' })),
    ).toEqual([' : unknown (Forbidden)']);
  });
});

it('does not call access harmless whose roles nobody could read', () => {
  const given = options([], {
    clusterRoles: [],
    clusterRolesUnknown: 'Forbidden',
  });
  const verdicts = judgePlanned(OBJECTS, given).flatMap(it => it.verdicts);
  expect(
    verdicts.filter(
      ({ policy, result }) => policy === 'access' && result === 'pass',
    ),
  ).toEqual([]);
});

it('judges Pods that a platform team adds by the level of the namespace', () => {
  const pod: PlannedObject = {
    id: 'agent',
    title: 'An agent',
    controls: [],
    madeByCluster: false,
    manifest: {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'agent', namespace: aRequest().name },
      spec: {
        hostNetwork: true,
        containers: [{ name: 'a', image: 'registry.example.com/a:1' }],
      },
    },
  };
  expect(judge('agent', options(), [...OBJECTS, pod])).toContainEqual(
    expect.stringMatching(/^pod-security hostNamespaces: fail/),
  );
});

it('says what any API server would refuse', () => {
  const quota = OBJECTS.find(({ id }) => id === 'quota')!;
  const wrong: PlannedObject = {
    ...quota,
    manifest: { ...quota.manifest, spec: { hard: 'much' } },
  };
  expect(judge('quota', options(), [OBJECTS[0], wrong])).toEqual([
    expect.stringMatching(/^ : fail \(The API server would refuse it: /),
  ]);
});
