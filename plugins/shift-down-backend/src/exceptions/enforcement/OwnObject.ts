/** An object that is one exception's alone: we create it, and we delete it. */
import {
  manifestHash,
  sameManifest,
  type RenderedObject,
} from '@shift-down/plugin-shift-down-policy';
import type {
  ApplyOutcome,
  ClusterObject,
  RemoveOutcome,
} from '@shift-down/plugin-shift-down-node';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  versionOf,
  type EngineObject,
  type EngineObjectOptions,
  type NoteIntent,
} from './EngineObject';
import type { Observation } from './types';

/**
 * Says which of our writings made the object. By it we know it again if we died before we
 * learned its UID; nobody else has seen it before the object is there.
 * @internal
 */
export const NONCE_ANNOTATION = 'shift-down.io/written-as';

/** In CEL. */
const NEVER = 'false';
/** Until an engine has read a change. */
const UNTIL_READ_MILLISECONDS = 1_000;

/** @internal */
export class OwnObject implements EngineObject {
  readonly #options: EngineObjectOptions;
  readonly #planned: RenderedObject;
  #found: ClusterObject | undefined;

  constructor(planned: RenderedObject, options: EngineObjectOptions) {
    this.#planned = planned;
    this.#options = options;
  }

  async observe(): Promise<Observation> {
    const { order, request, writer } = this.#options;
    const { row } = order;
    const found = await writer.read(
      {
        apiVersion: this.#planned.apiVersion,
        kind: this.#planned.kind,
        namespace: this.#planned.metadata.namespace ?? '',
        name: this.#planned.metadata.name,
      },
      request(),
    );
    this.#found = found;
    if (!found) {
      return { there: 'nothing' };
    }
    const nonce = found.manifest.metadata.annotations?.[NONCE_ANNOTATION];
    return {
      there: 'object',
      version: { uid: found.uid, resourceVersion: found.resourceVersion },
      isOurs:
        row.object_uid === null
          ? row.nonce !== null && nonce === row.nonce
          : found.uid === row.object_uid,
      isAsWritten:
        row.nonce !== null &&
        sameManifest(found.manifest, this.#manifest(row.nonce)),
    };
  }

  async write(note: NoteIntent): Promise<ApplyOutcome> {
    const found = this.#found;
    if (!found) {
      return await this.#create(note);
    }
    const { order, request, writer } = this.#options;
    const nonce = order.row.nonce ?? randomUUID();
    const manifest = this.#manifest(nonce);
    await note({ nonce, object_hash: manifestHash(manifest) });
    const written = await writer.apply(manifest, versionOf(found), request());
    if (written.outcome !== 'conflict') {
      return written;
    }
    // Others have fields of it: it is ours as a whole, and is made anew instead.
    const removed = await this.remove();
    return removed.outcome === 'conflict' ? written : await this.#create(note);
  }

  async remove(): Promise<RemoveOutcome> {
    const found = this.#found;
    if (!found) {
      return { outcome: 'absent' };
    }
    const { writer, request } = this.#options;
    const { apiVersion, kind, metadata } = this.#planned;
    const emptied = await this.#empty(found);
    return await writer.remove(
      {
        apiVersion,
        kind,
        namespace: metadata.namespace ?? '',
        name: metadata.name,
      },
      versionOf(emptied),
      request(),
    );
  }

  /**
   * Has it let nothing through before it goes. Kyverno compiles a CEL policy anew when an
   * exception is deleted, and may do so with what it remembers of it (seen in 1.19); an
   * exception that was changed is read as it is.
   */
  async #empty(found: ClusterObject): Promise<ClusterObject> {
    const { order, request, writer } = this.#options;
    const { apiVersion, spec } = this.#planned;
    const conditions = conditionsOf(found.manifest);
    if (
      !apiVersion.startsWith('policies.kyverno.io/') ||
      conditions.every(({ expression }) => expression === NEVER)
    ) {
      return found;
    }
    const emptied = await writer.apply(
      {
        ...this.#manifest(order.row.nonce ?? ''),
        spec: {
          ...(spec as object),
          matchConditions: conditions.map(({ name }) => ({
            name,
            expression: NEVER,
          })),
        },
      },
      versionOf(found),
      request(),
    );
    if (emptied.outcome === 'conflict' || emptied.outcome === 'refused') {
      return found;
    }
    await sleep(UNTIL_READ_MILLISECONDS);
    return emptied.object;
  }

  async #create(note: NoteIntent): Promise<ApplyOutcome> {
    const { order, request, writer } = this.#options;
    const { nonce: former, object_uid: uid } = order.row;
    // What was asked for before may still come to pass, and is then to be known again.
    const nonce = uid === null && former !== null ? former : randomUUID();
    const manifest = this.#manifest(nonce);
    await note({
      nonce,
      object_hash: manifestHash(manifest),
      object_uid: null,
      object_version: null,
    });
    return await writer.apply(manifest, undefined, request());
  }

  #manifest(nonce: string): RenderedObject {
    const { metadata } = this.#planned;
    return {
      ...this.#planned,
      metadata: {
        ...metadata,
        annotations: { ...metadata.annotations, [NONCE_ANNOTATION]: nonce },
      },
    };
  }
}

function conditionsOf({
  spec,
}: ClusterObject['manifest']): { name: string; expression?: string }[] {
  const { matchConditions } = { ...(spec as object) } as {
    matchConditions?: { name: string; expression?: string }[];
  };
  return Array.isArray(matchConditions) ? matchConditions : [];
}
