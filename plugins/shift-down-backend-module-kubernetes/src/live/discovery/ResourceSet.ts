/**
 * The lists that a cluster has at the moment. What appears is listed; what goes is
 * cleared, but only once the server itself says that it isn't there.
 */
import type { SourceKind } from '@shift-down/plugin-shift-down-common';
import { AnswerError } from '../listwatch/AnswerError';
import type { ResourceWatch } from '../listwatch/ResourceWatch';
import { targetsOf, type WatchTarget } from '../listwatch/target';
import { isBuiltIn, RESOURCES, type CollectedResource } from '../resources';
import { choose, type Choice } from './choose';
import type { ServedGroups } from './discover';

/** A list, and how to end it. @internal */
export interface RunningWatch {
  watch: ResourceWatch;
  stop(): void;
}

/** What is known of a resource; `unknown` until it was found out. @internal */
export type Availability = Choice['type'] | 'unknown';

interface Held {
  resource: CollectedResource;
  availability: Availability;
  error: string;
  /** So often in a row discovery did not name it. */
  unseen: number;
  running: Map<string, RunningWatch>;
  /** Of versions that are no longer listed; cleared once the next one is. */
  retired: ResourceWatch[];
}

/** @internal */
export class ResourceSet {
  readonly #held: Held[] = RESOURCES.map(resource => ({
    resource,
    availability: 'unknown',
    error: '',
    unseen: 0,
    running: new Map(),
    retired: [],
  }));

  constructor(
    private readonly options: {
      namespaces: string[] | undefined;
      start(target: WatchTarget): RunningWatch;
      /** Asks for a path; rejects with an AnswerError of the status it got. */
      probe(path: string): Promise<void>;
      onInstalled(resource: CollectedResource): void;
      /** @param before - What was known of it until now. */
      onGone(resource: CollectedResource, before: Availability): void;
      onChange(): void;
    },
  ) {}

  /** Brings the lists in line with what is served. */
  async reconcile(served: ServedGroups): Promise<void> {
    for (const held of this.#held) {
      const choice = choose(held.resource, served);
      if (choice.type === 'absent') {
        held.unseen += 1;
        if (held.availability !== 'absent' && (await this.#isGone(held))) {
          this.#clear(held);
        }
      } else {
        held.unseen = 0;
      }
      if (choice.type === 'failed' && held.running.size === 0) {
        held.availability = 'failed';
        held.error = choice.error;
        this.options.onChange();
      } else if (choice.type === 'served') {
        await this.#keep(held, choice);
      }
    }
  }

  /** The resources of a kind and how their lists are doing. */
  of(kind: SourceKind): {
    resource: CollectedResource;
    availability: Availability;
    error: string;
    watches: ResourceWatch[];
  }[] {
    return this.#held
      .filter(({ resource }) => resource.sourceKind === kind)
      .map(({ running, ...held }) => ({
        ...held,
        watches: [...running.values()].map(({ watch }) => watch),
      }));
  }

  /** Called when a list was completed. */
  onListed(target: WatchTarget): void {
    const held = this.#held.find(({ running }) => running.has(target.id));
    held?.retired.splice(0).forEach(({ store }) => store.clear());
  }

  async #keep(
    held: Held,
    choice: Extract<Choice, { type: 'served' }>,
  ): Promise<void> {
    const { namespaces, start, onInstalled, onChange } = this.options;
    const targets = choice.resources.flatMap(it =>
      targetsOf(held.resource, it, namespaces),
    );
    const wanted = new Set(targets.map(({ id }) => id));
    for (const [id, { watch, stop }] of held.running) {
      const { kind, path } = watch.target;
      const elsewhere = choice.resources.some(it => it.kind === kind);
      if (!wanted.has(id) && (elsewhere || (await this.#answers404(path)))) {
        stop();
        held.running.delete(id);
        held.retired.push(watch);
        if (!elsewhere) {
          watch.store.clear();
          onChange();
        }
      }
    }
    for (const target of targets) {
      if (!held.running.has(target.id)) {
        held.running.set(target.id, start(target));
      }
    }
    if (held.availability !== 'served') {
      if (held.availability === 'absent') {
        onInstalled(held.resource);
      }
      held.availability = 'served';
      held.error = '';
      onChange();
    }
  }

  /**
   * A server that has just started may not know all of its resources yet, so that
   * discovery alone is not believed.
   */
  async #isGone({ resource, unseen }: Held): Promise<boolean> {
    const { group, versions } = resource;
    if (isBuiltIn(resource)) {
      return false;
    }
    const [target] = targetsOf(
      resource,
      { ...resource, version: versions[0] },
      this.options.namespaces,
    );
    const status = await this.#statusOf(
      resource.resource === '*' ? `/apis/${group}` : `${target.path}?limit=1`,
    );
    return (
      status === 404 ||
      // Who may not list it isn't told whether it is there.
      (status === 403 && unseen > 1) ||
      // A group may well be there with nothing in it.
      (status === 200 && resource.resource === '*' && unseen > 1)
    );
  }

  async #answers404(path: string): Promise<boolean> {
    return (await this.#statusOf(`${path}?limit=1`)) === 404;
  }

  /** 0 if there is no answer at all. */
  async #statusOf(path: string): Promise<number> {
    try {
      await this.options.probe(path);
      return 200;
    } catch (error) {
      return error instanceof AnswerError ? error.status : 0;
    }
  }

  #clear(held: Held): void {
    for (const { watch, stop } of held.running.values()) {
      stop();
      held.retired.push(watch);
    }
    held.running.clear();
    held.retired.splice(0).forEach(({ store }) => store.clear());
    const before = held.availability;
    held.availability = 'absent';
    this.options.onGone(held.resource, before);
    this.options.onChange();
  }
}
