/**
 * What a group of the catalog is called by the identity provider, and so in RoleBindings.
 * The platform team said it, or the identity provider itself when the catalog took the
 * group over from it; never an annotation that a team can write.
 */
import type { AuthService } from '@backstage/backend-plugin-api';
import {
  ANNOTATION_ORIGIN_LOCATION,
  type Entity,
} from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { whyNoClusterGroup } from '@shift-down/plugin-shift-down-policy';
import { describeError } from '../collection/describeError';
import { groupRef } from '../correlation/namespaceOwner';
import type { ClusterGroupRules } from './config';

/** @internal */
export type GroupName = { name: string } | { problem: string };

/** @internal */
export interface ClusterGroupsOptions {
  rules: ClusterGroupRules;
  catalog: Pick<CatalogService, 'getEntityByRef'>;
  auth: Pick<AuthService, 'getOwnServiceCredentials'>;
}

/** @internal */
export class ClusterGroups {
  readonly #options: ClusterGroupsOptions;

  constructor(options: ClusterGroupsOptions) {
    this.#options = options;
  }

  /** Never rejects: what can't be found out has a problem that says why. */
  async nameOf(ref: string): Promise<GroupName> {
    let entityRef: string;
    try {
      entityRef = groupRef(ref);
    } catch {
      return { problem: `'${ref}' is not the ref of a group` };
    }
    if (!entityRef.startsWith('group:')) {
      return { problem: `${entityRef} is not a group` };
    }
    const named = this.#options.rules.named.get(entityRef);
    const found =
      named === undefined ? await this.#ingested(entityRef) : { name: named };
    return 'problem' in found ? found : checkName(entityRef, found.name);
  }

  async #ingested(entityRef: string): Promise<GroupName> {
    const { auth, catalog, rules } = this.#options;
    const unnamed = {
      problem: `Nobody said what ${entityRef} is called by the identity provider. Ask the platform team to name it in shiftDown.provisioning.groups`,
    };
    if (!rules.ingested) {
      return unnamed;
    }
    let entity: Entity | undefined;
    try {
      entity = await catalog.getEntityByRef(entityRef, {
        credentials: await auth.getOwnServiceCredentials(),
      });
    } catch (error) {
      return {
        problem: `The catalog could not be asked about ${entityRef}: ${describeError(
          error,
        )}. Try again`,
      };
    }
    if (!entity) {
      return { problem: `The catalog has no ${entityRef}` };
    }
    const { originLocation, prefix } = rules.ingested;
    // The catalog writes this annotation itself, over whatever a file said.
    const origin = entity.metadata.annotations?.[ANNOTATION_ORIGIN_LOCATION];
    return origin?.startsWith(originLocation)
      ? { name: `${prefix}${entity.metadata.name}` }
      : unnamed;
  }
}

function checkName(entityRef: string, name: string): GroupName {
  const why = whyNoClusterGroup(name);
  return why === undefined
    ? { name }
    : {
        problem: `${why}. Ask the platform team to correct what ${entityRef} is called in shiftDown.provisioning.groups`,
      };
}
