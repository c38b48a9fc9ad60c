/**
 * `PolicyException` of `kyverno.io`, for policies made of rules. Kyverno's cleanup controller
 * deletes it by its label, if it may: should the portal be away at the end, that is one more
 * that thinks of it.
 * https://kyverno.io/docs/policy-types/cleanup-policy/#cleanup-label
 */
import { namespacesOf, type PlanContext } from '../PlanContext';
import { kindsUnder } from '../subjects/chains';
import { ownershipInJmesPath } from '../subjects/ownershipInJmesPath';
import type { RenderedObject } from '../types';
import { exceptionMetadata } from './exceptionMetadata';

export function renderRuleException(
  context: PlanContext,
  apiVersion: string,
  ruleNames: string[],
): RenderedObject {
  const { content, witness, workloads } = context;
  const metadata = exceptionMetadata(context, 'kyverno.io');
  const kinds = workloads.flatMap(({ kind }) => kindsUnder(kind));
  return {
    apiVersion,
    kind: 'PolicyException',
    metadata: {
      ...metadata,
      labels: {
        ...metadata.labels,
        'cleanup.kyverno.io/ttl': asLabel(content.until),
      },
    },
    spec: {
      exceptions: [{ policyName: witness.policy, ruleNames }],
      match: {
        any: [
          {
            resources: {
              kinds: [...new Set(kinds)],
              namespaces: namespacesOf(workloads),
            },
          },
        ],
      },
      conditions: {
        any: workloads.map(workload => ({
          key: `{{ ${ownershipInJmesPath(workload)} }}`,
          operator: 'Equals',
          value: true,
        })),
      },
    },
  };
}

/** `2026-12-01T120000Z`: labels take no colons. */
function asLabel(instant: string): string {
  return `${new Date(instant)
    .toISOString()
    .slice(0, 'yyyy-MM-ddTHH:mm:ss'.length)
    .replaceAll(':', '')}Z`;
}
