/** Makes namespaces and takes them over; all that can be refused is refused beforehand. */
import type { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import {
  ConflictError,
  NotAllowedError,
  NotFoundError,
} from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { WishedPodSecurityLevel } from '@shift-down/plugin-shift-down-common';
import type {
  ClusterProvisioner,
  PullRequestProvider,
} from '@shift-down/plugin-shift-down-node';
import type {
  NamespaceRequest,
  PlannedObject,
} from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import type { Clock } from '../database/DatabaseClock';
import { storeManagedNamespace } from '../database/operations/provisioning/storeManagedNamespace';
import type { ManagedNamespaceRow } from '../database/provisioningTables';
import { NamespaceHold } from './apply/NamespaceHold';
import type { BaselineReader } from './BaselineReader';
import type { ClusterGroups } from './ClusterGroups';
import { ClusterPlaces, requireRule } from './ClusterPlaces';
import type { ProvisioningConfig } from './config';
import { PullRequestProposals } from './deliver/PullRequestProposals';
import { NamespaceUpkeep } from './NamespaceUpkeep';
import { MAKE, NamespaceWork } from './NamespaceWork';
import { newNamespaceRow } from './newNamespaceRow';
import { toObjectRows } from './objectRows';
import { Guardrails } from './request/Guardrails';
import {
  NamespacePreviewer,
  type NamespacePlan,
  type PreviewOptions,
} from './request/NamespacePreviewer';
import { NamespaceRenderer } from './request/NamespaceRenderer';
import { errorOf, normalized, RequestJudge } from './request/RequestJudge';
import { Standing } from './request/Standing';
import type { ProvisioningRequester } from './requester';

export type { NamespacePlan } from './request/NamespacePreviewer';

/** @internal */
export interface ProvisioningServiceOptions {
  database: Knex;
  clock: Clock;
  config: ProvisioningConfig;
  baselines: BaselineReader;
  groups: ClusterGroups;
  provisioners: readonly ClusterProvisioner[];
  pullRequests: readonly PullRequestProvider[];
  catalog: Pick<CatalogService, 'getEntityByRef'>;
  auth: Pick<AuthService, 'getOwnServiceCredentials'>;
  /** What enforces network policies, by name of the cluster, where config says so. */
  networkPolicyProviders?: ReadonlyMap<string, string | undefined>;
  logger: LoggerService;
  /** Something of a managed namespace has changed. */
  onChanged(id: string): void;
}

/** @internal */
export class ProvisioningService {
  readonly #options: ProvisioningServiceOptions;
  readonly #places: ClusterPlaces;
  readonly #judge: RequestJudge;
  readonly #renderer: NamespaceRenderer;
  readonly #previewer: NamespacePreviewer;
  readonly #standing: Standing;
  readonly #work: NamespaceWork;
  readonly #upkeep: NamespaceUpkeep;

  constructor(options: ProvisioningServiceOptions) {
    this.#options = options;
    this.#places = new ClusterPlaces(options);
    this.#judge = new RequestJudge(options);
    this.#renderer = new NamespaceRenderer(options);
    this.#standing = new Standing({ ...options, places: this.#places });
    this.#previewer = new NamespacePreviewer({
      places: this.#places,
      judge: this.#judge,
      renderer: this.#renderer,
      standing: this.#standing,
      guardrails: new Guardrails(options),
    });
    this.#work = new NamespaceWork({
      ...options,
      proposals: new PullRequestProposals(options),
    });
    this.#upkeep = new NamespaceUpkeep({
      ...options,
      places: this.#places,
      renderer: this.#renderer,
      work: this.#work,
    });
  }

  /**
   * What would be made; makes nothing. What speaks against it is told, not thrown.
   * @throws NotAllowedError where namespaces are not made at all.
   */
  async preview(
    request: NamespaceRequest,
    requester: ProvisioningRequester,
    options: PreviewOptions = {},
  ): Promise<NamespacePlan> {
    this.#places.requireEnabled();
    const wanted = normalized(request);
    return await this.#previewer.preview(wanted, requester, options);
  }

  /**
   * Makes a namespace, or goes on with one that was asked for by the same group. All that
   * can be refused is refused before anything is written.
   *
   * @returns id of the record, whose objects say what came of each
   * @throws NotAllowedError, InputError, ConflictError or ServiceUnavailableError with what
   * to do next.
   */
  async provision(
    request: NamespaceRequest,
    requester: ProvisioningRequester,
  ): Promise<string> {
    const { wanted, place, rule } = await this.#admit(request, requester);
    const standing = await this.#standing.of(wanted, place);
    await this.#check(wanted, requester, {
      clusterUid: place.uid,
      ...(standing.isTaken !== undefined && { isTaken: standing.isTaken }),
    });
    const { row } = standing;
    if (row) {
      await this.#goOn(row, wanted, requester);
      return row.id;
    }
    return await this.#begin(wanted, requester, {
      clusterUid: place.uid,
      delivery: rule.delivery,
      origin: 'provisioned',
      uid: '',
      ...(place.open && { provisioner: place.open.provisioner }),
    });
  }

  /**
   * Takes a namespace over that is there: makes what is missing, and leaves alone and tells
   * what is there and says something else.
   *
   * @returns id of the record
   * @throws as {@link ProvisioningService.provision}; NotFoundError if there is none.
   */
  async adopt(
    request: NamespaceRequest,
    requester: ProvisioningRequester,
  ): Promise<string> {
    if (!requester.mayManage) {
      throw new NotAllowedError(
        'Namespaces are adopted by the platform team. Ask it to adopt this one',
      );
    }
    const { wanted, place, rule } = await this.#admit(request, requester, [
      'prefix',
    ]);
    const { existing, isTaken } = await this.#standing.of(wanted, place, true);
    const context = {
      clusterUid: place.uid,
      ...(isTaken !== undefined && { isTaken }),
    };
    await this.#check(wanted, requester, context, ['prefix']);
    if (!existing) {
      throw new NotFoundError(
        `There is no namespace ${wanted.name} in ${wanted.cluster}. Ask for a new one instead`,
      );
    }
    return await this.#begin(wanted, requester, {
      clusterUid: place.uid,
      delivery: rule.delivery,
      origin: 'adopted',
      uid: existing.uid,
      ...(place.open && { provisioner: place.open.provisioner }),
    });
  }

  /** {@inheritDoc NamespaceUpkeep.repair} */
  async repair(id: string, signal?: AbortSignal): Promise<void> {
    await this.#upkeep.repair(id, signal);
  }

  /** {@inheritDoc NamespaceUpkeep.upgrade} */
  async upgrade(id: string, to?: string, signal?: AbortSignal): Promise<void> {
    await this.#upkeep.upgrade(id, to, signal);
  }

  /** {@inheritDoc NamespaceUpkeep.applyLevel} */
  async applyLevel(
    id: string,
    level: WishedPodSecurityLevel,
    exceptionId: string | null,
    signal?: AbortSignal,
  ): Promise<void> {
    await this.#upkeep.applyLevel(id, level, exceptionId, signal);
  }

  /** {@inheritDoc NamespaceUpkeep.fillMissing} */
  async fillMissing(id: string, signal?: AbortSignal): Promise<void> {
    await this.#upkeep.fillMissing(id, signal);
  }

  /** {@inheritDoc NamespaceUpkeep.planFor} */
  async planFor(
    row: ManagedNamespaceRow,
    version?: string,
  ): Promise<PlannedObject[]> {
    return await this.#upkeep.planFor(row, version);
  }

  /** Nobody's cluster is asked for what would be refused anyway. */
  async #admit(
    request: NamespaceRequest,
    requester: ProvisioningRequester,
    except: readonly string[] = [],
  ) {
    this.#places.requireEnabled();
    const wanted = normalized(request);
    await this.#check(wanted, requester, {}, except);
    const rule = requireRule(
      this.#places.ruleOf(wanted.cluster),
      wanted.cluster,
    );
    return { wanted, rule, place: await this.#places.identify(rule) };
  }

  async #check(
    request: NamespaceRequest,
    requester: ProvisioningRequester,
    context: { clusterUid?: string; isTaken?: string },
    except: readonly string[] = [],
  ): Promise<void> {
    const { problems } = await this.#judge.judge(request, requester, context);
    const against = problems.filter(({ code }) => !except.includes(code));
    if (against.length > 0) {
      throw errorOf(against);
    }
  }

  async #begin(
    request: NamespaceRequest,
    requester: ProvisioningRequester,
    of: Pick<ManagedNamespaceRow, 'delivery' | 'origin' | 'uid'> & {
      clusterUid: string;
      provisioner?: ClusterProvisioner;
    },
  ): Promise<string> {
    const { clock, database, onChanged } = this.#options;
    const id = randomUUID();
    const { baseline, objects: planned } = await this.#renderer.render(
      request,
      { id, podSecurity: 'restricted', version: request.baselineVersion },
    );
    const { columns, hold } = NamespaceHold.forNew(this.#options, id);
    const row = newNamespaceRow(request, {
      ...of,
      ...columns,
      id,
      version: baseline.version,
      createdBy: requester.userRef,
      now: clock.now().toISOString(),
    });
    const objects = toObjectRows(id, planned);
    if (!(await storeManagedNamespace(database, row, objects))) {
      throw new ConflictError(
        `A namespace ${request.name} in ${request.cluster} is being made already. Try again in a minute`,
      );
    }
    onChanged(id);
    await this.#work.begin(
      {
        row,
        objects,
        cluster: request.cluster,
        verb: of.origin === 'adopted' ? 'Adopt' : 'Make',
        manner: { creates: true, changes: of.origin !== 'adopted' },
        ...(of.provisioner && { provisioner: of.provisioner }),
      },
      hold,
    );
    return id;
  }

  /** The same group asks again: for the same, or for another size, egress or role. */
  async #goOn(
    row: ManagedNamespaceRow,
    request: NamespaceRequest,
    { mayManage }: ProvisioningRequester,
  ): Promise<void> {
    const version = request.baselineVersion ?? row.baseline_version;
    if (version !== row.baseline_version && !mayManage) {
      throw new ConflictError(
        `The namespace ${row.name} has baseline ${row.baseline_version}; the platform team moves it to another. Ask again without a version`,
      );
    }
    const podSecurity =
      request.podSecurity === 'restricted' ? 'restricted' : row.applied_level;
    const { objects } = await this.#renderer.render(request, {
      id: row.id,
      podSecurity,
      version,
    });
    await this.#work.goOn({
      ...(await this.#upkeep.placeOf(row)),
      verb: 'Make',
      manner:
        row.origin === 'provisioned' ? MAKE : { creates: true, changes: false },
      objects: toObjectRows(row.id, objects),
      change: {
        request: JSON.stringify(request),
        system_ref: request.systemRef ?? null,
        environment: request.environment,
        baseline_version: version,
        wished_level: request.podSecurity,
        applied_level: podSecurity,
        ...(podSecurity === 'restricted' && { exception_id: null }),
      },
    });
  }
}
