/**
 * The entries of one exception in the object of a guardrail. The object belongs to whoever
 * installed the policy, which refuses everything without it: it is never deleted. What is
 * ours are the entries; those of others stay as they are, since the list is a map to the
 * API server and we name only our own.
 */
import {
  manifestHash,
  renderGuardrailExceptions,
  type GuardrailEntry,
  type RenderedObject,
} from '@shift-down/plugin-shift-down-policy';
import type {
  ApplyOutcome,
  ClusterObject,
  RemoveOutcome,
} from '@shift-down/plugin-shift-down-node';
import {
  versionOf,
  type EngineObject,
  type EngineObjectOptions,
  type NoteIntent,
} from './EngineObject';
import { entriesOf } from './entriesOf';
import type { Observation } from './types';

/** @internal */
export interface GuardrailEntriesOptions extends EngineObjectOptions {
  /** Entries that other exceptions have in the same object, as they are ordered now. */
  others(): Promise<GuardrailEntry[]>;
}

/** @internal */
export class GuardrailEntries implements EngineObject {
  readonly #options: GuardrailEntriesOptions;
  readonly #planned: RenderedObject;
  #found: ClusterObject | undefined;

  constructor(planned: RenderedObject, options: GuardrailEntriesOptions) {
    this.#planned = planned;
    this.#options = options;
  }

  async observe(): Promise<Observation> {
    const { order, request, writer } = this.#options;
    const { apiVersion, kind, metadata } = this.#planned;
    const found = await writer.read(
      { apiVersion, kind, namespace: '', name: metadata.name },
      request(),
    );
    this.#found = found;
    const ours = this.#own();
    const there = entriesOf(found?.manifest).filter(it =>
      ours.some(({ exception }) => it.exception === exception),
    );
    if (!found || there.length === 0) {
      return { there: 'nothing' };
    }
    return {
      there: 'object',
      version: { uid: found.uid, resourceVersion: found.resourceVersion },
      isOurs: order.row.object_hash !== null,
      isAsWritten:
        there.length === ours.length &&
        ours.every(entry => there.some(it => isSame(it, entry))),
    };
  }

  async write(note: NoteIntent): Promise<ApplyOutcome> {
    const { others, request, writer } = this.#options;
    const manifest = renderGuardrailExceptions(this.#planned.metadata.name, [
      ...(await others()),
      ...this.#own(),
    ]);
    await note({ nonce: null, object_hash: manifestHash(this.#planned) });
    return await writer.apply(manifest, versionOf(this.#found), request());
  }

  async remove(): Promise<RemoveOutcome> {
    const { others, request, writer } = this.#options;
    if (!this.#found) {
      return { outcome: 'absent' };
    }
    const written = await writer.apply(
      renderGuardrailExceptions(this.#planned.metadata.name, await others()),
      versionOf(this.#found),
      request(),
    );
    return written.outcome === 'conflict' || written.outcome === 'refused'
      ? { outcome: 'conflict', reason: written.reason }
      : this.#isStillThere(written.object);
  }

  /** Fields that others have as well stay when we let go of them. */
  #isStillThere(object: ClusterObject): RemoveOutcome {
    const ours = this.#own();
    const left = entriesOf(object.manifest).some(it =>
      ours.some(({ exception }) => it.exception === exception),
    );
    return left
      ? {
          outcome: 'conflict',
          reason: `Somebody else has the same entries in ${object.manifest.kind} ${object.manifest.metadata.name}. Remove them by hand`,
        }
      : { outcome: 'removed' };
  }

  #own(): GuardrailEntry[] {
    return this.#options.order.plan.entries ?? [];
  }
}

function isSame(
  there: Partial<GuardrailEntry>,
  entry: GuardrailEntry,
): boolean {
  return (Object.keys(entry) as (keyof GuardrailEntry)[]).every(
    field => (there[field] ?? '') === entry[field],
  );
}
