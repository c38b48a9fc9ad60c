import type { AppliedObject } from '@shift-down/plugin-shift-down-policy';
import type { ManagedObjectRow } from '../../database/provisioningTables';

/** @internal */
export function toAppliedObject(row: ManagedObjectRow): AppliedObject {
  return {
    id: row.object_id,
    controls: JSON.parse(row.controls),
    manifest: JSON.parse(row.manifest),
    ...(row.uid !== '' && { uid: row.uid }),
  };
}
