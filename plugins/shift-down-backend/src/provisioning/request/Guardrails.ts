/** What the guardrails of a cluster would say of objects, as far as they were collected. */
import {
  judgePlanned,
  type ClusterSurroundings,
  type ObjectPreview,
  type PlannedObject,
} from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import { loadIncomplete } from '../../database/operations/evaluation/loadIncomplete';
import { loadSurroundings } from '../../database/operations/evaluation/loadSurroundings';
import { loadCollectedCluster } from '../../database/operations/provisioning/loadCollectedCluster';
import { surroundingsText } from '../../evaluation/inputs';
import { minorOf } from '../../evaluation/prepareCluster';

const POLICIES = [
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
] as const;
const ROLES = ['ClusterRole', 'ClusterRoleBinding'] as const;

/** @internal */
export interface GuardrailsOptions {
  database: Knex;
  /** What enforces network policies, by name of the cluster, where config says so. */
  networkPolicyProviders?: ReadonlyMap<string, string | undefined>;
}

/** @internal */
export class Guardrails {
  readonly #options: GuardrailsOptions;

  constructor(options: GuardrailsOptions) {
    this.#options = options;
  }

  async judge(
    objects: readonly PlannedObject[],
    clusterUid: string,
  ): Promise<{ objects: ObjectPreview[]; unknown?: string }> {
    const { database, networkPolicyProviders } = this.#options;
    const cluster = await loadCollectedCluster(database, { uid: clusterUid });
    const incomplete: Partial<Record<string, string>> = cluster
      ? await loadIncomplete(database, cluster.name, [...POLICIES, ...ROLES])
      : { [POLICIES[0]]: 'The cluster has not been collected yet' };
    const stored = await loadSurroundings(database, clusterUid);
    const minorVersion = minorOf(cluster?.kubernetesVersion ?? null);
    const provider = networkPolicyProviders?.get(cluster?.name ?? '');
    const surroundings: ClusterSurroundings = JSON.parse(
      surroundingsText(stored, {
        minorVersion,
        podSecurityVersion: `v1.${minorVersion}`,
        ...(provider !== undefined && { networkPolicyProvider: provider }),
        trusted: [],
      }),
    );
    const whyNot = (kinds: readonly string[]) =>
      kinds
        .map(kind =>
          stored.unreadable.has(kind)
            ? `Some ${kind} could not be read`
            : incomplete[kind],
        )
        .filter(it => it !== undefined)
        .join('. ') || undefined;
    const policiesUnknown = whyNot(POLICIES);
    const clusterRolesUnknown = whyNot(ROLES);
    return {
      objects: judgePlanned(objects, {
        ...surroundings,
        ...(policiesUnknown !== undefined && { policiesUnknown }),
        ...(clusterRolesUnknown !== undefined && { clusterRolesUnknown }),
      }),
      ...(policiesUnknown !== undefined && { unknown: policiesUnknown }),
    };
  }
}
