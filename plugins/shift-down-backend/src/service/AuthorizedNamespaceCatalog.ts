import type {
  BackstageCredentials,
  BackstageServicePrincipal,
  BackstageUserPrincipal,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import {
  shiftDownPoliciesReadPermission,
  shiftDownSourcesReadPermission,
} from '@shift-down/plugin-shift-down-common';
import type {
  ListNamespacesQuery,
  NamespaceDetail,
  NamespacePage,
  PolicyExport,
} from '@shift-down/plugin-shift-down-common/client';
import type { PipelineConfig } from '../config';
import {
  allowedTo,
  readableEntities,
  type PermissionOptions,
} from './authorize';
import type {
  NamespaceCatalog,
  NamespaceReader,
  PolicyReader,
} from './NamespaceCatalog';
import type { CredentialsReader } from './PostureCatalog';
import { namespaceNotFound, policiesNotFound } from './request/notFound';

/** Somebody who may read policies: a person or a pipeline. @internal */
export interface PolicyCredentials {
  credentials: BackstageCredentials<
    BackstageUserPrincipal | BackstageServicePrincipal
  >;
}

/** What this needs of its surroundings. @internal */
export interface AuthorizedNamespaceCatalogOptions extends PermissionOptions {
  userInfo: UserInfoService;
  /** Services that may read policies: the permission framework lets every service in. */
  pipelines: readonly PipelineConfig[];
}

/** Adds permissions to a {@link NamespaceCatalog}. @internal */
export class AuthorizedNamespaceCatalog
  implements NamespaceCatalog<CredentialsReader, PolicyCredentials>
{
  readonly #inner: NamespaceCatalog<NamespaceReader, PolicyReader>;
  readonly #options: AuthorizedNamespaceCatalogOptions;

  constructor(
    inner: NamespaceCatalog<NamespaceReader, PolicyReader>,
    options: AuthorizedNamespaceCatalogOptions,
  ) {
    this.#inner = inner;
    this.#options = options;
  }

  async listNamespaces(
    query: ListNamespacesQuery,
    reader: CredentialsReader,
  ): Promise<NamespacePage> {
    const authorized = await this.#authorize(reader);
    return authorized
      ? await this.#inner.listNamespaces(query, authorized)
      : { items: [], total: 0, totalIsLowerBound: false };
  }

  async getNamespace(
    place: { cluster: string; namespace: string },
    reader: CredentialsReader,
  ): Promise<NamespaceDetail> {
    const [authorized, { ownershipEntityRefs }] = await Promise.all([
      this.#authorize(reader),
      this.#options.userInfo.getUserInfo(reader.credentials),
    ]);
    if (!authorized) {
      throw namespaceNotFound(place);
    }
    return await this.#inner.getNamespace(place, {
      ...authorized,
      ownershipRefs: ownershipEntityRefs,
    });
  }

  async listPolicies(
    cluster: string,
    { credentials }: PolicyCredentials,
  ): Promise<PolicyExport> {
    const { principal } = credentials;
    if (principal.type === 'service') {
      const pipelines = this.#options.pipelines.filter(
        it => it.subject === principal.subject && it.clusters.includes(cluster),
      );
      if (pipelines.length === 0) {
        throw policiesNotFound(cluster);
      }
      return await this.#inner.listPolicies(cluster, {
        type: 'pipeline',
        namespaces: pipelines.flatMap(it => it.namespaces),
      });
    }
    const reader = { credentials };
    const [[mayRead], namespaces] = await Promise.all([
      allowedTo(this.#options, reader, shiftDownPoliciesReadPermission),
      this.#authorize(reader),
    ]);
    if (!mayRead) {
      throw policiesNotFound(cluster);
    }
    return await this.#inner.listPolicies(cluster, {
      type: 'user',
      namespaces,
    });
  }

  async #authorize(
    reader: CredentialsReader,
  ): Promise<NamespaceReader | undefined> {
    const [entities, [allSources]] = await Promise.all([
      readableEntities(this.#options, reader),
      allowedTo(this.#options, reader, shiftDownSourcesReadPermission),
    ]);
    return entities && { entities, allSources, ownershipRefs: [] };
  }
}
