import {
  planEnforcement,
  type DecisionBasis,
  type EngineCapabilities,
  type ExceptionContent,
  type PlannedEnforcement,
  type PolicyWitness,
} from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import { loadWitnesses } from './loadWitnesses';
import { hashPolicies } from './hashPolicies';
import { selectReached, type Reached } from './selectReached';

/** What each engine of each of these clusters (UIDs) can be told. @internal */
export interface CapabilitiesOfClusters {
  capabilitiesOf(
    clusters: readonly string[],
  ): Promise<ReadonlyMap<string, EngineCapabilities>>;
}

/** What a decision would bind now, and what it was made of. @internal */
export interface LoadedBasis {
  basis: DecisionBasis;
  plans: PlannedEnforcement[];
  reached: Reached;
  witnesses: PolicyWitness[];
}

/**
 * What an exception comes to at this moment.
 * @param exception - its id and content, stored or not
 * @internal
 */
export async function loadBasis(
  knex: Knex,
  exception: { id: string; content: ExceptionContent },
  capabilities: CapabilitiesOfClusters,
): Promise<LoadedBasis> {
  const { content } = exception;
  const reached = await selectReached(knex, content);
  const witnesses = await loadWitnesses(knex, reached.items, content);
  const clusters = [...new Set(witnesses.map(({ cluster }) => cluster))];
  const plans = planEnforcement({
    exceptionId: exception.id,
    content,
    witnesses,
    capabilities: await capabilities.capabilitiesOf(clusters),
  });
  return {
    basis: {
      content,
      effectiveScope: plans.map(({ effectiveScope }) => effectiveScope),
      policyHash: await hashPolicies(knex, witnesses),
      reaches: reached.items.map(({ entityRef, findingId }) => ({
        findingId,
        entityRef,
      })),
    },
    plans,
    reached,
    witnesses,
  };
}
