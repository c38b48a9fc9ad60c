/** Whether a Namespace is the one that a record is about. */
import { ANNOTATION_PROVISIONING } from '@shift-down/plugin-shift-down-common';
import type { ClusterObject } from '@shift-down/plugin-shift-down-node';
import type { ManagedNamespaceRow } from '../../database/provisioningTables';

/**
 * - `absent`: there is none, and none was seen: it can be made.
 * - `gone`: ours is not there any more; there is none, or another one has its name.
 * - `foreign`: there is one, and we made none.
 * @internal
 */
export type NamespaceIdentity = 'ours' | 'absent' | 'gone' | 'foreign';

/**
 * Labels and field managers prove nothing. Neither does the annotation, but while no UID
 * was noted: then it holds what only this record knew before the Namespace was made.
 * @internal
 */
export function identifyNamespace(
  row: Pick<ManagedNamespaceRow, 'id' | 'uid'>,
  found: ClusterObject | undefined,
): NamespaceIdentity {
  if (row.uid !== '') {
    return found?.uid === row.uid ? 'ours' : 'gone';
  }
  if (!found) {
    return 'absent';
  }
  const mark = found.manifest.metadata.annotations?.[ANNOTATION_PROVISIONING];
  return mark === row.id ? 'ours' : 'foreign';
}
