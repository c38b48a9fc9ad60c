import type { LoggerService } from '@backstage/backend-plugin-api';
import { ConflictError, NotFoundError } from '@backstage/errors';
import type { NamespaceProofs } from '@shift-down/plugin-shift-down-common/client';
import type {
  ClusterProvisioner,
  ProvisionerCapabilities,
} from '@shift-down/plugin-shift-down-node';
import {
  accessQuestions,
  declaredOnly,
  judgeAccess,
  judgeProof,
  limitsProbe,
  limitsProof,
  proofPairs,
  type JudgedAccess,
  type NamespaceRequest,
  type Proof,
} from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import { describeError } from '../../collection/describeError';
import type { Clock } from '../../database/DatabaseClock';
import { loadManagedNamespace } from '../../database/operations/provisioning/loadManagedNamespace';
import { loadManagedObjects } from '../../database/operations/provisioning/loadManagedObjects';
import { updateManagedNamespace } from '../../database/operations/provisioning/updateManagedNamespace';
import type {
  ManagedNamespaceRow,
  ManagedObjectRow,
} from '../../database/provisioningTables';
import type { ProvisioningConfig } from '../config';
import { ClusterQuestions, withinTime } from './ClusterQuestions';
import { judgeIsolation } from './judgeIsolation';
import { loadPoliciesThatAskWho } from './loadPoliciesThatAskWho';
import { mayDeploy } from './mayDeploy';

/** What proofs need of their surroundings. @internal */
export interface ProofServiceOptions {
  database: Knex;
  clock: Clock;
  config: Pick<ProvisioningConfig, 'roles' | 'sizes' | 'proofs'>;
  provisioners: readonly ClusterProvisioner[];
  /** Names of groups in clusters. */
  groups: {
    nameOf(groupRef: string): Promise<{ name: string } | { problem: string }>;
  };
  /** What enforces network policies, by the name of the cluster, where config says so. */
  networkPolicyProviders?: ReadonlyMap<string, string | undefined>;
  logger: LoggerService;
  /** For all questions together; half a minute by default. */
  limitMilliseconds?: number;
}

/** Every member of every group is one of these, too. */
const EVERYBODY = 'system:authenticated';

const LIMIT_MILLISECONDS = 30_000;

/** Public, and by digest; a platform with guardrails on registries names one of its own. */
const IMAGE =
  'registry.k8s.io/pause@sha256:ee6521f290b2168b6e0935a181d4cff9be1ac3f505666ef0e3c98fae8199917a';

const WITHOUT_PROVISIONER =
  'Nobody can ask this cluster. Give the portal a provisioner with a prober there: docs/provisioning.md says how';
const WITHOUT_PROBER =
  'Nobody can ask this cluster in dry runs. Give the provisioner of this cluster a prober: docs/provisioning.md says how';
const OTHER_CLUSTER =
  'The provisioner of this cluster reaches another one than the namespace was made in';
const OTHER_NAMESPACE =
  'The Namespace of this name is not the one that was made here any more';

/** Whom to ask, or in words why nobody. */
type Asked =
  | { questions: ClusterQuestions; askedAs: string }
  | { problem: string };

/**
 * Proves what is refused in a managed namespace. Nothing is ever created: all that is asked
 * are dry runs and reviews of access.
 * @internal
 */
export class ProofService {
  readonly #options: ProofServiceOptions;

  constructor(options: ProofServiceOptions) {
    this.#options = options;
  }

  /**
   * Asks anew, and keeps the answers with the namespace.
   * @throws NotFoundError if there is no such namespace, ConflictError if it is gone or was
   * not seen in its cluster yet.
   */
  async verify(id: string): Promise<NamespaceProofs> {
    const { clock, database } = this.#options;
    const row = await this.#load(id);
    const objects = (await loadManagedObjects(database, [id])).get(id) ?? [];
    const signal = AbortSignal.timeout(
      this.#options.limitMilliseconds ?? LIMIT_MILLISECONDS,
    );
    const asked = await this.#whomToAsk(row, signal);
    const networkPolicyProvider = this.#options.networkPolicyProviders?.get(
      row.cluster_name,
    );
    const group = await this.#options.groups.nameOf(row.owner_ref);
    const groups = 'name' in group ? [group.name, EVERYBODY] : [];
    const [items, access, isolation] = await Promise.all([
      this.#prove(row, objects, asked),
      this.#review(
        row,
        groups,
        'problem' in group ? { problem: group.problem } : asked,
      ),
      judgeIsolation(database, row, objects, { networkPolicyProvider }),
    ]);
    const proofs: NamespaceProofs = {
      provedAt: clock.now().toISOString(),
      ...('askedAs' in asked && { askedAs: asked.askedAs }),
      groups,
      items: [...items, isolation],
      access,
      declared: declaredOnly({
        ...(networkPolicyProvider !== undefined && { networkPolicyProvider }),
      }),
    };
    await updateManagedNamespace(database, id, {
      proofs: JSON.stringify(proofs),
      proved_at: proofs.provedAt,
    });
    return proofs;
  }

  async #load(id: string): Promise<ManagedNamespaceRow> {
    const row = await loadManagedNamespace(this.#options.database, { id });
    if (!row) {
      throw new NotFoundError(
        `There is no managed namespace ${id}. Look at the list of them`,
      );
    }
    if (row.state === 'gone' || row.gone_at !== null) {
      throw new ConflictError(`${row.name} is gone, so there is no one to ask`);
    }
    if (row.uid === '') {
      throw new ConflictError(
        `${row.name} was not seen in its cluster yet. Verify it once it is there`,
      );
    }
    return row;
  }

  /** Only the very cluster, and the very Namespace, that the record is about. */
  async #whomToAsk(
    row: ManagedNamespaceRow,
    signal: AbortSignal,
  ): Promise<Asked> {
    const { logger, provisioners } = this.#options;
    const provisioner = provisioners.find(
      it => it.cluster === row.cluster_name,
    );
    if (!provisioner) {
      return { problem: WITHOUT_PROVISIONER };
    }
    const options = { signal, logger };
    let capabilities: ProvisionerCapabilities;
    try {
      capabilities = await withinTime(provisioner.inspect(options), signal);
      if (capabilities.uid !== row.cluster_uid) {
        return { problem: OTHER_CLUSTER };
      }
      const namespace = await withinTime(
        provisioner.read(
          {
            apiVersion: 'v1',
            kind: 'Namespace',
            namespace: '',
            name: row.name,
          },
          options,
        ),
        signal,
      );
      if (namespace?.uid !== row.uid) {
        return { problem: OTHER_NAMESPACE };
      }
    } catch (error) {
      return { problem: describeError(error) };
    }
    return capabilities.prober === undefined
      ? { problem: WITHOUT_PROBER }
      : {
          questions: new ClusterQuestions(provisioner, options),
          askedAs: capabilities.prober,
        };
  }

  async #prove(
    row: ManagedNamespaceRow,
    objects: readonly ManagedObjectRow[],
    asked: Asked,
  ): Promise<Proof[]> {
    const { config, database } = this.#options;
    const request: NamespaceRequest = JSON.parse(row.request);
    const options = {
      namespace: row.name,
      owner: row.owner_ref.split('/')[1],
      level: row.applied_level,
      limits: request.limits,
      serviceAccount: workloadAccountIn(objects),
      image: config.proofs.image ?? IMAGE,
      policies: config.proofs.policies,
      labels: config.proofs.labels,
    };
    const context = {
      asksWho: await loadPoliciesThatAskWho(database, row.cluster_uid),
    };
    const dryRun = this.#dryRunOf(asked);
    const pairs = await Promise.all(
      proofPairs(options).map(async pair =>
        judgeProof(
          pair,
          await dryRun(pair.refused),
          await dryRun(pair.admitted),
          context,
        ),
      ),
    );
    const size = config.sizes.find(it => it.name === request.size);
    const probe = limitsProbe(
      options,
      size?.containerDefaults ?? { default: {}, defaultRequest: {} },
    );
    const limits = limitsProof(
      probe,
      await dryRun(probe.without),
      await dryRun(probe.with),
      context,
    );
    return [
      ...pairs,
      size || request.limits === 'strict'
        ? limits
        : {
            ...limits,
            outcome: 'not-proved',
            reason: `The size '${request.size}' is not in shiftDown.provisioning.sizes any more, so nobody knows which limits to expect`,
          },
    ];
  }

  #dryRunOf(asked: Asked): ClusterQuestions['dryRun'] {
    return 'problem' in asked
      ? async () => ({ outcome: 'unavailable', message: asked.problem })
      : async manifest => await asked.questions.dryRun(manifest);
  }

  async #review(
    row: ManagedNamespaceRow,
    groups: string[],
    asked: Asked,
  ): Promise<JudgedAccess[]> {
    const { config, database } = this.#options;
    const { roles }: NamespaceRequest = JSON.parse(row.request);
    const questions = accessQuestions({
      namespace: row.name,
      mayDeploy: await mayDeploy(
        database,
        row.cluster_uid,
        config.roles
          .filter(it => roles.includes(it.name))
          .map(it => it.clusterRole),
      ),
    });
    return await Promise.all(
      questions.map(async question => {
        const { group, name, resource, subresource, verb } = question;
        return judgeAccess(
          question,
          'problem' in asked
            ? { outcome: 'unavailable', reason: asked.problem }
            : await asked.questions.reviewAccess({
                groups,
                verb,
                group,
                resource,
                namespace: row.name,
                ...(subresource !== undefined && { subresource }),
                ...(name !== undefined && { name }),
              }),
        );
      }),
    );
  }
}

/** The one that the baseline made for workloads. */
function workloadAccountIn(objects: readonly ManagedObjectRow[]): string {
  return (
    objects.find(it => it.kind === 'ServiceAccount' && !it.made_by_cluster)
      ?.name ?? 'default'
  );
}
