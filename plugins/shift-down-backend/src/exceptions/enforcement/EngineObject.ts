/** The object that an enforcement is about, as the worker handles it. */
import type {
  ApplyOutcome,
  ClusterObjectVersion,
  ClusterWriter,
  ClusterWriterOptions,
  RemoveOutcome,
} from '@shift-down/plugin-shift-down-node';
import type { EnforcementRow } from '../../database/exceptionTables';
import type { EnforcementOrder, Observation } from './types';

/** @internal */
export interface EngineObject {
  /** Reads it; what follows is about what was read. */
  observe(): Promise<Observation>;
  /**
   * Writes it: as a new one where nothing was read, else over that one.
   * @param note - stores, before anything is written, how to know it again
   */
  write(note: NoteIntent): Promise<ApplyOutcome>;
  /** Removes what was read, if it is still that. */
  remove(): Promise<RemoveOutcome>;
}

/** @internal */
export type NoteIntent = (
  change: Pick<EnforcementRow, 'object_hash' | 'nonce'> &
    Partial<Pick<EnforcementRow, 'object_uid' | 'object_version'>>,
) => Promise<void>;

/** @internal */
export interface EngineObjectOptions {
  order: EnforcementOrder;
  writer: ClusterWriter;
  request: () => ClusterWriterOptions;
}

/** @internal */
export function versionOf(found: ClusterObjectVersion): ClusterObjectVersion;
/** @internal */
export function versionOf(
  found: ClusterObjectVersion | undefined,
): ClusterObjectVersion | undefined;
export function versionOf(
  found: ClusterObjectVersion | undefined,
): ClusterObjectVersion | undefined {
  return found && { uid: found.uid, resourceVersion: found.resourceVersion };
}
