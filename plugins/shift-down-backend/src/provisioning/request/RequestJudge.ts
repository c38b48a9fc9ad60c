/** What a request is judged by, gathered anew whenever something is to be made of it. */
import type { AuthService } from '@backstage/backend-plugin-api';
import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { ConflictError, InputError, NotAllowedError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  judgeRequest,
  type NamespaceRequest,
  type RequestFacts,
  type RequestProblem,
} from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import { describeError } from '../../collection/describeError';
import { loadOtherRequests } from '../../database/operations/provisioning/loadOtherRequests';
import { selectKnownEntities } from '../../database/operations/provisioning/selectKnownEntities';
import type { BaselineReader } from '../BaselineReader';
import type { ClusterGroups, GroupName } from '../ClusterGroups';
import type { ProvisioningConfig } from '../config';
import type { ProvisioningRequester } from '../requester';

/** @internal */
export interface RequestJudgeOptions {
  database: Knex;
  config: ProvisioningConfig;
  baselines: Pick<BaselineReader, 'current'>;
  groups: Pick<ClusterGroups, 'nameOf'>;
  catalog: Pick<CatalogService, 'getEntityByRef'>;
  auth: Pick<AuthService, 'getOwnServiceCredentials'>;
}

/** @internal */
export interface JudgedRequest {
  problems: RequestProblem[];
  facts: RequestFacts;
}

/** @internal */
export class RequestJudge {
  readonly #options: RequestJudgeOptions;

  constructor(options: RequestJudgeOptions) {
    this.#options = options;
  }

  /**
   * @param clusterUid - Unset while it is not known which cluster it is.
   * @param isTaken - In words, why the name is not free.
   */
  async judge(
    request: NamespaceRequest,
    requester: ProvisioningRequester,
    context: { clusterUid?: string; isTaken?: string },
  ): Promise<JudgedRequest> {
    const { baselines, config, database } = this.#options;
    const { clusterUid, isTaken } = context;
    const known = await baselines.current();
    const versions =
      request.baselineVersion === undefined && !known.current
        ? []
        : known.baselines.map(it => it.version);
    const others =
      clusterUid === undefined
        ? []
        : await loadOtherRequests(database, {
            clusterUid,
            ownerRef: request.ownerRef,
            except: request.name,
          });
    const facts: RequestFacts = {
      rules: config,
      ownGroups: requester.ownershipRefs.filter(ref =>
        ref.startsWith('group:'),
      ),
      isManager: requester.mayManage,
      clusterGroup: await this.#clusterGroup(request, requester),
      knownSystems: await this.#knownSystems(request),
      baselineVersions: versions,
      others: others.map(it => JSON.parse(it)),
      ...(isTaken !== undefined && { isTaken }),
    };
    return { facts, problems: judgeRequest(request, facts) };
  }

  /** Of others' groups nothing is found out, and so nothing told. */
  async #clusterGroup(
    { ownerRef }: NamespaceRequest,
    { mayManage, ownershipRefs }: ProvisioningRequester,
  ): Promise<GroupName> {
    if (!mayManage && !ownershipRefs.includes(ownerRef)) {
      return { problem: `You are not in ${ownerRef}` };
    }
    const problem = await this.#whyUnknown(ownerRef);
    return problem === undefined
      ? await this.#options.groups.nameOf(ownerRef)
      : { problem };
  }

  async #knownSystems({ systemRef }: NamespaceRequest): Promise<Set<string>> {
    return systemRef !== undefined &&
      (await this.#whyUnknown(systemRef)) === undefined
      ? new Set([systemRef])
      : new Set();
  }

  /** The mirror may not have seen it yet. */
  async #whyUnknown(ref: string): Promise<string | undefined> {
    const { auth, catalog, database } = this.#options;
    if ((await selectKnownEntities(database, [ref])).has(ref)) {
      return undefined;
    }
    try {
      const entity = await catalog.getEntityByRef(ref, {
        credentials: await auth.getOwnServiceCredentials(),
      });
      return entity ? undefined : `The catalog has no ${ref}`;
    } catch (error) {
      return `The catalog could not be asked about ${ref}: ${describeError(
        error,
      )}`;
    }
  }
}

/** With refs as the catalog writes them; what is none stays, to be judged. @internal */
export function normalized(request: NamespaceRequest): NamespaceRequest {
  const { dependencyOf, ownerRef, systemRef } = request;
  return {
    ...request,
    ownerRef: canonical(ownerRef),
    dependencyOf: dependencyOf.map(canonical),
    ...(systemRef !== undefined && { systemRef: canonical(systemRef) }),
  };
}

function canonical(ref: string): string {
  try {
    return stringifyEntityRef(parseEntityRef(ref));
  } catch {
    return ref;
  }
}

/** The error that a request with problems is answered with. @internal */
export function errorOf(problems: readonly RequestProblem[]): Error {
  const message = problems.map(it => it.message).join('. ');
  const has = (...codes: RequestProblem['code'][]) =>
    problems.some(it => codes.includes(it.code));
  // The code goes with it, for clients; the message is for people.
  if (has('owner')) {
    return Object.assign(new NotAllowedError(message), { code: 'owner' });
  }
  return has('taken')
    ? Object.assign(new ConflictError(message), { code: 'taken' })
    : Object.assign(new InputError(message), { code: problems[0]?.code });
}
