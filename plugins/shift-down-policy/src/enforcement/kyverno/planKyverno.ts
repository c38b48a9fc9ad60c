/** What Kyverno is told: an exception of the kind that its policy asks for. */
import {
  claimedOwners,
  effectiveScopeOf,
  portalOnly,
  rulesAsked,
} from '../PlanContext';
import type { PlanContext } from '../PlanContext';
import { whyUnnameable } from '../subjects/names';
import type { PlannedEnforcement } from '../types';
import { renderCelException } from './renderCelException';
import { renderRuleException } from './renderRuleException';
import { exceptedRuleNames } from './ruleNames';

const RULE_VERSIONS = ['kyverno.io/v2', 'kyverno.io/v2beta1'];
const CEL_VERSIONS = [
  'policies.kyverno.io/v1',
  'policies.kyverno.io/v1beta1',
  'policies.kyverno.io/v1alpha1',
];

/** Reports say `Kyverno` and the kind, without the word for "in a namespace". */
const CEL_KINDS: Readonly<Record<string, string>> = {
  KyvernoValidatingPolicy: 'ValidatingPolicy',
  KyvernoNamespacedValidatingPolicy: 'ValidatingPolicy',
  KyvernoImageValidatingPolicy: 'ImageValidatingPolicy',
  KyvernoNamespacedImageValidatingPolicy: 'ImageValidatingPolicy',
};

export function planKyverno(context: PlanContext): PlannedEnforcement {
  const refused = whyNot(context);
  if (refused) {
    return portalOnly(context, 'kyverno', refused);
  }
  const { reportedBy } = context.witness;
  if (Object.hasOwn(CEL_KINDS, reportedBy)) {
    return planCel(context, CEL_KINDS[reportedBy]);
  }
  return reportedBy.toLowerCase() === 'kyverno'
    ? planRules(context)
    : portalOnly(
        context,
        'kyverno',
        `Policies that Kyverno reports as ${reportedBy} refuse nothing, so that there is nothing to except.`,
      );
}

function whyNot({ content, capabilities, workloads }: PlanContext): string {
  if (content.scope.repository) {
    return 'Kyverno can except a workload, not an image repository in it.';
  }
  if (capabilities.exceptionNamespace === '') {
    return 'No namespace for exceptions is configured for this cluster.';
  }
  return workloads.map(whyUnnameable).find(reason => reason !== '') ?? '';
}

function planCel(context: PlanContext, kind: string): PlannedEnforcement {
  const { content, capabilities, witness, workloads } = context;
  const version = CEL_VERSIONS.find(it =>
    capabilities.exceptionVersions.includes(it),
  );
  if (!version) {
    return portalOnly(context, 'kyverno', notServed('policies.kyverno.io'));
  }
  const [name, namespace] = witness.policy.split('/').reverse();
  if (
    namespace !== undefined &&
    workloads.some(workload => workload.namespace !== namespace)
  ) {
    return portalOnly(
      context,
      'kyverno',
      `Policy ${witness.policy} is one of another namespace than the workload, and exceptions name policies without their namespace.`,
    );
  }
  return {
    cluster: witness.cluster,
    target: 'kyverno',
    effectiveScope: effectiveScopeOf(
      context,
      'kyverno',
      [],
      [
        `All of policy ${witness.policy} is off for them: policies of its kind have no rules that could be excepted one by one.`,
        ...(namespace === undefined
          ? []
          : [
              `Kyverno may notice the end of an exception for ${witness.policy}, a policy of one namespace, only when that policy changes or Kyverno starts anew.`,
            ]),
        ...ofContainer(content.scope.container),
        ...claimedOwners(workloads),
      ],
    ),
    object: renderCelException(context, version, {
      kind: namespace === undefined ? kind : `Namespaced${kind}`,
      name,
    }),
    policies: [witness.policy],
  };
}

function planRules(context: PlanContext): PlannedEnforcement {
  const { content, capabilities, witness, workloads } = context;
  const version = RULE_VERSIONS.find(it =>
    capabilities.exceptionVersions.includes(it),
  );
  if (!version) {
    return portalOnly(context, 'kyverno', notServed('kyverno.io'));
  }
  const rules = rulesAsked(context);
  const { names, wider } = exceptedRuleNames(rules);
  return {
    cluster: witness.cluster,
    target: 'kyverno',
    effectiveScope: effectiveScopeOf(context, 'kyverno', rules, [
      ...wider.map(it => `${it} of policy ${witness.policy}.`),
      ...(witness.checks.length > 0
        ? [
            `Rules of Pod Security in policy ${witness.policy} are off as a whole, with every check that is in them.`,
          ]
        : []),
      ...ofContainer(content.scope.container),
      ...claimedOwners(workloads),
    ]),
    object: renderRuleException(context, version, names),
    policies: [witness.policy],
  };
}

function ofContainer(container: string | undefined): string[] {
  return container === undefined
    ? []
    : [
        `All containers are let through, not ${container} alone: Kyverno excepts whole objects.`,
      ];
}

function notServed(group: string): string {
  return `This cluster serves no PolicyException of ${group} that could be written. Install the definitions that come with Kyverno.`;
}
