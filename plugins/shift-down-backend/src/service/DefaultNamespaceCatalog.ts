import type {
  ListNamespacesQuery,
  NamespaceDetail,
  NamespacePage,
  PolicyExport,
} from '@shift-down/plugin-shift-down-common/client';
import type {
  NamespaceCatalog,
  NamespaceReader,
  PolicyReader,
} from './NamespaceCatalog';
import { getNamespace } from './read/getNamespace';
import { listNamespaces } from './read/listNamespaces';
import { listPolicies } from './read/listPolicies';
import type { ServeContext } from './ServeContext';

/** Answers from the database what it is told may be read. @internal */
export class DefaultNamespaceCatalog
  implements NamespaceCatalog<NamespaceReader, PolicyReader>
{
  readonly #context: ServeContext;

  constructor(context: ServeContext) {
    this.#context = context;
  }

  async listNamespaces(
    query: ListNamespacesQuery,
    reader: NamespaceReader,
  ): Promise<NamespacePage> {
    return await listNamespaces(this.#context, query, reader);
  }

  async getNamespace(
    place: { cluster: string; namespace: string },
    reader: NamespaceReader,
  ): Promise<NamespaceDetail> {
    return await getNamespace(this.#context, place, reader);
  }

  async listPolicies(
    cluster: string,
    reader: PolicyReader,
  ): Promise<PolicyExport> {
    return await listPolicies(this.#context, cluster, reader);
  }
}
