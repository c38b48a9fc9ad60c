/**
 * What Kyverno derives from a policy about Pods for the controllers that make Pods, so
 * that a Deployment is refused rather than its Pods.
 * https://kyverno.io/docs/policy-types/validating-policy/#autogen
 */
import type { PolicySource } from '../parse/compileExpressions';
import type { MatchResources } from '../schema/matchResources';
import type { ParsedKyvernoPolicy } from '../schema/kyvernoValidatingPolicy';

type Spec = ParsedKyvernoPolicy['spec'];

interface Derivation {
  controllers: readonly { group: string; resource: string }[];
  /** Where the Pod stands in the controller. */
  template: string;
}

const DERIVATIONS: readonly Derivation[] = [
  {
    template: 'spec.template',
    controllers: [
      { group: 'apps', resource: 'daemonsets' },
      { group: 'apps', resource: 'deployments' },
      { group: 'apps', resource: 'replicasets' },
      { group: 'apps', resource: 'statefulsets' },
      { group: 'batch', resource: 'jobs' },
    ],
  },
  {
    template: 'spec.jobTemplate.spec.template',
    controllers: [{ group: 'batch', resource: 'cronjobs' }],
  },
];

/** A policy rewritten for some controllers. @internal */
export interface DerivedPolicy extends PolicySource {
  matchConstraints: MatchResources;
}

/** @internal */
export function deriveForControllers(spec: Spec): DerivedPolicy[] {
  if (!isAboutPodsOnly(spec.matchConstraints)) {
    return [];
  }
  const wanted = spec.autogen?.podControllers?.controllers ?? undefined;
  const [rule] = spec.matchConstraints.resourceRules;
  return DERIVATIONS.flatMap(({ template, controllers }) => {
    const resourceRules = controllers
      .filter(({ resource }) => wanted?.includes(resource) ?? true)
      .map(({ group, resource }) => ({
        operations: rule.operations,
        apiGroups: [group],
        apiVersions: ['v1'],
        resources: [resource],
      }));
    if (resourceRules.length === 0) {
      return [];
    }
    const rewrite = (text: string) => moveToTemplate(text, template);
    return {
      matchConstraints: {
        resourceRules,
        namespaceSelector: spec.matchConstraints?.namespaceSelector,
      },
      matchConditions: (spec.matchConditions ?? []).map(condition => ({
        name: condition.name,
        expression: rewrite(condition.expression),
      })),
      variables: (spec.variables ?? []).map(variable => ({
        name: variable.name,
        expression: rewrite(variable.expression),
      })),
      validations: spec.validations.map(validation => ({
        expression: rewrite(validation.expression),
        message: validation.message && rewrite(validation.message),
        messageExpression:
          validation.messageExpression && rewrite(validation.messageExpression),
        reason: validation.reason,
      })),
      auditAnnotations: (spec.auditAnnotations ?? []).map(annotation => ({
        key: annotation.key,
        valueExpression: rewrite(annotation.valueExpression),
      })),
    };
  });
}

function isAboutPodsOnly(
  match: Spec['matchConstraints'],
): match is MatchResources & {
  resourceRules: NonNullable<MatchResources['resourceRules']>;
} {
  const rules = match?.resourceRules ?? [];
  const { matchLabels, matchExpressions } = match?.objectSelector ?? {};
  return (
    Object.keys(matchLabels ?? {}).length === 0 &&
    (matchExpressions ?? []).length === 0 &&
    (match?.excludeResourceRules ?? []).length === 0 &&
    rules.length === 1 &&
    (rules[0].resourceNames ?? []).length === 0 &&
    isOnly(rules[0].apiGroups, '') &&
    isOnly(rules[0].apiVersions, 'v1') &&
    isOnly(rules[0].resources, 'pods')
  );
}

function isOnly(items: readonly string[], wanted: string) {
  return items.length === 1 && items[0] === wanted;
}

/** The namespace of a Pod is that of its controller; its template has none. */
function moveToTemplate(text: string, template: string) {
  return text
    .replace(
      /(object|oldObject)\.spec(?!\.namespace(?!\w))/g,
      `$1.${template}.spec`,
    )
    .replace(
      /(object|oldObject)\.metadata(?!\.namespace(?!\w))/g,
      `$1.${template}.metadata`,
    );
}
