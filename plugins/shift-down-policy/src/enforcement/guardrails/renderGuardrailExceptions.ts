/** The object that one of our own admission policies reads its exceptions from. */
import { InputError } from '@backstage/errors';
import type { GuardrailEntry, RenderedObject } from '../types';

/** Cluster-scoped; one per policy, named as it. @public */
export const GUARDRAIL_EXCEPTIONS = {
  apiVersion: 'guardrails.shift-down.io/v1',
  kind: 'GuardrailExceptions',
  plural: 'guardrailexceptions',
} as const;

/** The schema takes no more: admission looks through all of them each time. @public */
export const MAX_GUARDRAIL_ENTRIES = 100;

/**
 * The whole object of one policy, with the entries of all exceptions that are active for
 * it; none is an empty list, since a policy without its object refuses everything.
 *
 * @throws InputError where there are more than {@link MAX_GUARDRAIL_ENTRIES}.
 * @public
 */
export function renderGuardrailExceptions(
  policy: string,
  entries: readonly GuardrailEntry[],
): RenderedObject {
  const sorted = new Map(
    entries
      .map(entry => [keyOf(entry), entry] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  if (sorted.size > MAX_GUARDRAIL_ENTRIES) {
    throw new InputError(
      `Policy ${policy} takes ${MAX_GUARDRAIL_ENTRIES} exceptions, not ${sorted.size}; end some of them`,
    );
  }
  return {
    apiVersion: GUARDRAIL_EXCEPTIONS.apiVersion,
    kind: GUARDRAIL_EXCEPTIONS.kind,
    metadata: { name: policy },
    entries: [...sorted.values()].map(
      ({ exception, namespace, kind, name, container, until }) => ({
        exception,
        namespace,
        kind,
        name,
        container,
        until,
      }),
    ),
  };
}

function keyOf(entry: GuardrailEntry): string {
  const { exception, namespace, kind, name, container } = entry;
  return JSON.stringify([exception, namespace, kind, name, container]);
}
