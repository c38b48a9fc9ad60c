/** A sink that remembers what a backend would store. */
import type {
  CollectedObject,
  Evidence,
  ObjectKey,
  SourceKind,
} from '@shift-down/plugin-shift-down-common';
import type {
  ClusterIdentity,
  EvidenceSink,
  SourceEvent,
  SourceReport,
} from '@shift-down/plugin-shift-down-node';
import { idOf } from '../inventory/entry';

export class FakeSink implements EvidenceSink {
  readonly identities: ClusterIdentity[] = [];
  readonly objects = new Map<
    string,
    CollectedObject & { source: SourceKind }
  >();
  readonly reports = new Map<SourceKind, SourceReport>();
  readonly events: SourceEvent[] = [];
  /** Every call, in order, with all that was said. */
  readonly calls: unknown[][] = [];
  answer: 'collect' | 'duplicate' = 'collect';

  async identify(identity: ClusterIdentity) {
    this.calls.push(['identify', identity]);
    this.identities.push(identity);
    return this.answer;
  }

  async apply(
    kind: SourceKind,
    change: { upserts: CollectedObject[]; deletes: ObjectKey[] },
  ) {
    this.calls.push(['apply', kind, change]);
    for (const object of change.upserts) {
      const id = idOf(object.key);
      // As a backend does: what can't be read keeps its last evidence.
      const evidence =
        object.unreadable === undefined
          ? object.evidence
          : this.objects.get(id)?.evidence ?? [];
      this.objects.set(id, { ...object, evidence, source: kind });
    }
    change.deletes.forEach(key => this.objects.delete(idOf(key)));
  }

  async complete(kind: SourceKind, keys: ObjectKey[]) {
    this.calls.push(['complete', kind, keys]);
    const kept = new Set(keys.map(idOf));
    for (const [id, { source }] of this.objects) {
      if (source === kind && !kept.has(id)) {
        this.objects.delete(id);
      }
    }
  }

  async report(kind: SourceKind, report: SourceReport) {
    if (this.identities.length === 0) {
      throw new Error('not identified yet');
    }
    this.calls.push(['report', kind, report]);
    this.reports.set(kind, report);
  }

  async note(event: SourceEvent) {
    this.calls.push(['note', event]);
    this.events.push(event);
  }

  /** Names of the stored objects of a kind. */
  names(source: SourceKind): string[] {
    return this.#of(source)
      .map(({ key }) =>
        [key.namespace, key.name].filter(part => part).join('/'),
      )
      .sort();
  }

  object(source: SourceKind, name: string): CollectedObject {
    const object = this.#of(source).find(({ key }) => key.name === name);
    if (!object) {
      throw new Error(`no ${source} ${name} among ${this.names(source)}`);
    }
    return object;
  }

  evidence<T extends Evidence['type']>(
    type: T,
  ): Extract<Evidence, { type: T }>[] {
    return [...this.objects.values()]
      .flatMap(({ evidence }) => evidence)
      .filter((it): it is Extract<Evidence, { type: T }> => it.type === type);
  }

  /** Calls since the last time, without heartbeats of what stays as it was. */
  takeCalls(): unknown[][] {
    return this.calls.splice(0);
  }

  #of(source: SourceKind) {
    return [...this.objects.values()].filter(it => it.source === source);
  }
}
