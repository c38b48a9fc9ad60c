import { ConflictError } from '@backstage/errors';
import type {
  AdoptionPlan,
  BaselineList,
  CatalogNamespaceList,
  ListManagedNamespacesQuery,
  ManagedNamespace,
  ManagedNamespaceAction,
  ManagedNamespacePage,
  NamespaceOptions,
  NamespacePlace,
  NamespacePreview,
  NamespaceRequest,
  PlanRolloutRequest,
  Rollout,
  RolloutAction,
  RolloutList,
} from '@shift-down/plugin-shift-down-common/client';
import { findManagedNamespace } from '../../database/operations/provisioning/read/findManagedNamespace';
import { forgetManagedNamespace } from '../../database/operations/provisioning/read/forgetManagedNamespace';
import type { NamedNamespaceRow } from '../../database/operations/provisioning/read/readableNamespaces';
import { managedNamespaceNotFound } from '../request/notFound';
import { ProvisionerStates } from './ProvisionerStates';
import type {
  ProvisioningCatalog,
  ProvisioningReader,
} from './ProvisioningCatalog';
import type { ProvisioningContext } from './ProvisioningContext';
import {
  actionsOf,
  loadReadableNamespace,
  toManagedNamespace,
} from './read/getManagedNamespace';
import { getOptions } from './read/getOptions';
import { listBaselines } from './read/listBaselines';
import { listForCatalog } from './read/listForCatalog';
import { listManagedNamespaces } from './read/listManagedNamespaces';
import { previewAdoption } from './read/previewAdoption';
import { getRollout, listRollouts } from './read/rollouts';
import { toPreview } from './read/toPlanned';
import { toRequest } from './toRequest';
import { toRequester } from './toRequester';

/** @internal */
export class DefaultProvisioningCatalog
  implements ProvisioningCatalog<ProvisioningReader>
{
  readonly #context: ProvisioningContext;
  readonly #states: ProvisionerStates;

  constructor(context: ProvisioningContext) {
    this.#context = context;
    this.#states = new ProvisionerStates({
      ...context,
      provisioners: context.provisioning.provisioners,
    });
  }

  async getOptions(reader: ProvisioningReader): Promise<NamespaceOptions> {
    return await getOptions(this.#context, this.#states, reader);
  }

  async previewNamespace(
    request: NamespaceRequest,
    reader: ProvisioningReader,
  ): Promise<NamespacePreview> {
    const { provisioning } = this.#context.provisioning;
    return toPreview(
      await provisioning.preview(toRequest(request), toRequester(reader)),
    );
  }

  async provisionNamespace(
    request: NamespaceRequest,
    reader: ProvisioningReader,
  ): Promise<ManagedNamespace> {
    const { provisioning } = this.#context.provisioning;
    const id = await provisioning.provision(
      toRequest(request),
      toRequester(reader),
    );
    return await this.#tell(id, reader);
  }

  async listNamespaces(
    query: ListManagedNamespacesQuery,
    reader: ProvisioningReader,
  ): Promise<ManagedNamespacePage> {
    return await listManagedNamespaces(this.#context, query, reader);
  }

  async getNamespace(
    place: NamespacePlace,
    reader: ProvisioningReader,
  ): Promise<ManagedNamespace> {
    const row = await loadReadableNamespace(this.#context, place, reader);
    return await toManagedNamespace(this.#context, row, reader);
  }

  async changeNamespace(
    place: NamespacePlace,
    action: ManagedNamespaceAction,
    reader: ProvisioningReader,
  ): Promise<ManagedNamespace> {
    const row = await loadReadableNamespace(this.#context, place, reader);
    const { current } = await this.#context.provisioning.baselines.current();
    if (!actionsOf(row, current?.version, reader).includes(action)) {
      throw new ConflictError(whyNot(action, row));
    }
    await this.#change(row, action);
    return action === 'forget'
      ? await toManagedNamespace(
          this.#context,
          { ...row, forgotten_at: this.#now() },
          reader,
        )
      : await this.#tell(row.id, reader);
  }

  async previewAdoption(
    request: NamespaceRequest,
    reader: ProvisioningReader,
  ): Promise<AdoptionPlan> {
    return await previewAdoption(this.#context, toRequest(request), reader);
  }

  async adoptNamespace(
    request: NamespaceRequest,
    reader: ProvisioningReader,
  ): Promise<ManagedNamespace> {
    const { provisioning } = this.#context.provisioning;
    const id = await provisioning.adopt(
      toRequest(request),
      toRequester(reader),
    );
    return await this.#tell(id, reader);
  }

  async listBaselines(reader: ProvisioningReader): Promise<BaselineList> {
    return await listBaselines(this.#context, reader);
  }

  async listRollouts(reader: ProvisioningReader): Promise<RolloutList> {
    return await listRollouts(this.#context, reader);
  }

  async planRollout(
    request: PlanRolloutRequest,
    reader: ProvisioningReader,
  ): Promise<Rollout> {
    const { rollouts } = this.#context.provisioning;
    const id = await rollouts.plan(request, reader.userRef);
    return await getRollout(this.#context, id, reader);
  }

  async getRollout(id: string, reader: ProvisioningReader): Promise<Rollout> {
    return await getRollout(this.#context, id, reader);
  }

  async changeRollout(
    id: string,
    action: RolloutAction,
    reader: ProvisioningReader,
  ): Promise<Rollout> {
    const { rollouts } = this.#context.provisioning;
    await rollouts.change(id, action, reader.userRef);
    return await getRollout(this.#context, id, reader);
  }

  async listForCatalog(): Promise<CatalogNamespaceList> {
    return await listForCatalog(this.#context);
  }

  async #change(
    { id }: NamedNamespaceRow,
    action: ManagedNamespaceAction,
  ): Promise<void> {
    const { onChanged, proofs, provisioning } = this.#context.provisioning;
    switch (action) {
      case 'verify':
        await proofs.verify(id);
        break;
      case 'repair':
        await provisioning.repair(id);
        break;
      case 'upgrade':
        await provisioning.upgrade(id);
        break;
      case 'register':
        onChanged(id);
        break;
      default:
        if (
          !(await forgetManagedNamespace(
            this.#context.database,
            id,
            this.#now(),
          ))
        ) {
          throw new ConflictError(
            'Somebody else has ended the record meanwhile. Look at the list',
          );
        }
        onChanged(id);
    }
  }

  async #tell(
    id: string,
    reader: ProvisioningReader,
  ): Promise<ManagedNamespace> {
    const { database } = this.#context;
    const row = await findManagedNamespace(database, reader.namespaces, { id });
    if (!row) {
      throw managedNamespaceNotFound({ cluster: '', namespace: id });
    }
    return await toManagedNamespace(this.#context, row, reader);
  }

  #now(): string {
    return this.#context.clock.now().toISOString();
  }
}

function whyNot(
  action: ManagedNamespaceAction,
  { name, state }: NamedNamespaceRow,
): string {
  if (action === 'forget') {
    return `${name} is ${state}; only the record of a namespace that is gone can be ended`;
  }
  if (state === 'gone') {
    return `${name} is gone; ask for it anew, or end its record`;
  }
  return action === 'upgrade'
    ? `${name} has the current baseline already, or that can't be read now`
    : `${name} is ${state} and was not seen in its cluster yet. Try again once it is there`;
}
