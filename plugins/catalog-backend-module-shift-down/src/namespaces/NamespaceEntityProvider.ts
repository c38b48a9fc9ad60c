/** Managed namespaces as entities: told of one by one, and read in full for the truth. */
import type {
  LoggerService,
  SchedulerServiceTaskRunner,
} from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import type {
  DeferredEntity,
  EntityProvider,
  EntityProviderConnection,
} from '@backstage/plugin-catalog-node';
import type { EventsService } from '@backstage/plugin-events-node';
import { NAMESPACE_EVENT_TOPIC } from '@shift-down/plugin-shift-down-common';
import type {
  CatalogNamespace,
  CatalogNamespaceList,
} from '@shift-down/plugin-shift-down-common/client';
import { toNamespaceEntity } from './toNamespaceEntity';

const NAME = 'shift-down-namespaces';
/** A rollout changes many; they are asked for together. */
const GATHER_MILLISECONDS = 200;
const FIRST_RETRY_MILLISECONDS = 1_000;
const LAST_RETRY_MILLISECONDS = 60_000;

interface ProviderOptions {
  logger: LoggerService;
  events: EventsService;
  runner: SchedulerServiceTaskRunner;
  /** All managed namespaces, as they are now. */
  list(): Promise<CatalogNamespaceList>;
  /** Those of them that others have put into the catalog. */
  describedByOthers(
    namespaces: readonly CatalogNamespace[],
  ): Promise<ReadonlySet<CatalogNamespace>>;
}

/**
 * An event makes one namespace appear, change or vanish at once. A full round at the start
 * and every ten minutes makes good what events missed; it removes nothing while the list
 * is not known to be complete, and nothing at all happens while it can't be had.
 */
export class NamespaceEntityProvider implements EntityProvider {
  readonly #options: ProviderOptions;
  /** Entities by id of the namespace, to remove what the list holds no more. */
  #known = new Map<string, DeferredEntity>();
  #told = new Set<string>();
  #retry: NodeJS.Timeout | undefined;
  /** One mutation after the other: an older list must not undo a newer one. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(options: ProviderOptions) {
    this.#options = options;
  }

  getProviderName(): string {
    return NAME;
  }

  async connect(connection: EntityProviderConnection): Promise<void> {
    await this.#options.events.subscribe({
      id: NAME,
      topics: [NAMESPACE_EVENT_TOPIC],
      onEvent: async ({ eventPayload }) => this.#hear(connection, eventPayload),
    });
    await this.#options.runner.run({
      id: NAME,
      fn: () => this.#readAll(connection),
    });
  }

  /** The portal starts its parts together: the first that asks may find nobody. */
  async #readAll(
    connection: EntityProviderConnection,
    pause = FIRST_RETRY_MILLISECONDS,
  ): Promise<void> {
    clearTimeout(this.#retry);
    try {
      await this.#inTurn(() => this.#replaceAll(connection));
    } catch (error) {
      this.#options.logger.warn(
        `Managed namespaces could not be read, their entities stay as they are: ${error}`,
      );
      clearTimeout(this.#retry);
      this.#retry = setTimeout(
        () =>
          this.#readAll(
            connection,
            Math.min(2 * pause, LAST_RETRY_MILLISECONDS),
          ),
        pause,
      ).unref();
    }
  }

  async #replaceAll(connection: EntityProviderConnection) {
    const { isComplete, items } = await this.#options.list();
    const described = await this.#options.describedByOthers(items);
    const emitted = items.filter(it => !described.has(it));
    const entities = emitted.map(deferred);
    if (!isComplete) {
      this.#options.logger.warn(
        'Managed namespaces are not known in full; none is removed from the catalog',
      );
      await connection.applyMutation({
        type: 'delta',
        added: entities,
        removed: [],
      });
      emitted.forEach((it, index) => this.#known.set(it.id, entities[index]));
      return;
    }
    await connection.applyMutation({ type: 'full', entities });
    this.#known = new Map(emitted.map((it, index) => [it.id, entities[index]]));
  }

  #hear(connection: EntityProviderConnection, payload: unknown) {
    const id = idOf(payload);
    if (id === undefined) {
      return;
    }
    const isFirst = this.#told.size === 0;
    this.#told.add(id);
    if (!isFirst) {
      return;
    }
    setTimeout(() => {
      this.#inTurn(() => this.#replaceTold(connection)).catch(error =>
        this.#options.logger.warn(
          `A change of a managed namespace could not be read; the next full round tells it: ${error}`,
        ),
      );
    }, GATHER_MILLISECONDS).unref();
  }

  async #replaceTold(connection: EntityProviderConnection) {
    const told = this.#told;
    this.#told = new Set();
    const { isComplete, items } = await this.#options.list();
    const changed = items.filter(({ id }) => told.has(id));
    const described = await this.#options.describedByOthers(changed);
    const emitted = changed.filter(it => !described.has(it));
    const added = emitted.map(deferred);
    // Another record may have the name by now.
    const stay = new Set(
      items.filter(it => !described.has(it)).map(it => refOf(deferred(it))),
    );
    const removed = isComplete
      ? [...told].flatMap(id => {
          const before = this.#known.get(id);
          return before && !stay.has(refOf(before)) ? [before] : [];
        })
      : [];
    if (added.length + removed.length > 0) {
      await connection.applyMutation({ type: 'delta', added, removed });
    }
    if (isComplete) {
      told.forEach(id => this.#known.delete(id));
    }
    emitted.forEach((it, index) => this.#known.set(it.id, added[index]));
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#queue.then(work);
    this.#queue = turn.catch(() => undefined);
    return turn;
  }
}

function deferred(namespace: CatalogNamespace): DeferredEntity {
  return { entity: toNamespaceEntity(namespace), locationKey: NAME };
}

function refOf({ entity }: DeferredEntity): string {
  return stringifyEntityRef(entity);
}

function idOf(payload: unknown): string | undefined {
  const id =
    typeof payload === 'object' && payload !== null && 'id' in payload
      ? payload.id
      : undefined;
  return typeof id === 'string' ? id : undefined;
}
