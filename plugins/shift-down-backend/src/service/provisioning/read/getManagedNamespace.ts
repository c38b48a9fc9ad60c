import type {
  ManagedNamespace,
  ManagedNamespaceAction,
  ManagedObject,
  NamespacePlace,
} from '@shift-down/plugin-shift-down-common/client';
import { manifestYaml } from '@shift-down/plugin-shift-down-policy';
import { loadManagedObjects } from '../../../database/operations/provisioning/loadManagedObjects';
import { findManagedNamespace } from '../../../database/operations/provisioning/read/findManagedNamespace';
import type { NamedNamespaceRow } from '../../../database/operations/provisioning/read/readableNamespaces';
import type { ManagedObjectRow } from '../../../database/provisioningTables';
import { managedNamespaceNotFound } from '../../request/notFound';
import type { ProvisioningReader } from '../ProvisioningCatalog';
import type { ProvisioningContext } from '../ProvisioningContext';
import { toControlReferences } from './controls';
import { isBehind, loadOverviewFacts, toOverview } from './toOverview';

/** @throws NotFoundError if it is unknown or may not be read. */
export async function loadReadableNamespace(
  { database }: ProvisioningContext,
  place: NamespacePlace,
  reader: ProvisioningReader,
): Promise<NamedNamespaceRow> {
  const row = await findManagedNamespace(database, reader.namespaces, place);
  if (!row) {
    throw managedNamespaceNotFound(place);
  }
  return row;
}

/** One namespace in full, for who was found to may read it. */
export async function toManagedNamespace(
  context: ProvisioningContext,
  row: NamedNamespaceRow,
  reader: ProvisioningReader,
): Promise<ManagedNamespace> {
  const [facts, objects] = await Promise.all([
    loadOverviewFacts(context),
    loadManagedObjects(context.database, [row.id]),
  ]);
  return {
    ...toOverview(row, facts),
    request: JSON.parse(row.request),
    objects: (objects.get(row.id) ?? [])
      .map(toManagedObject)
      .map(it => (row.uid === '' ? withoutId(it, row.id) : it)),
    drift: JSON.parse(row.drift),
    ...(row.proofs !== null && { proofs: JSON.parse(row.proofs) }),
    ...(row.exception_id !== null && { exceptionId: row.exception_id }),
    actions: actionsOf(row, facts.currentVersion, reader),
  };
}

/** Nobody else is to know it before the Namespace is there. */
function withoutId(object: ManagedObject, id: string): ManagedObject {
  return { ...object, yaml: object.yaml.replaceAll(id, 'not-told-yet') };
}

function toManagedObject(row: ManagedObjectRow): ManagedObject {
  return {
    id: row.object_id,
    title: row.title,
    apiVersion: row.api_version,
    kind: row.kind,
    ...(row.namespace !== '' && { namespace: row.namespace }),
    name: row.name,
    controls: toControlReferences(JSON.parse(row.controls)),
    state: row.state,
    ...(row.reason !== null && { reason: row.reason }),
    yaml: manifestYaml(JSON.parse(row.manifest)),
    ...(row.applied_at !== null && { appliedAt: row.applied_at }),
  };
}

/** What the reader may do with it as it stands. */
export function actionsOf(
  row: NamedNamespaceRow,
  currentVersion: string | undefined,
  reader: ProvisioningReader,
): ManagedNamespaceAction[] {
  const { claims, mayManage } = reader;
  if (row.state === 'gone') {
    return mayManage ? ['forget'] : [];
  }
  const isConcerned = mayManage || claims.includes(row.owner_ref);
  return [
    ...(isConcerned && row.uid !== '' ? (['verify'] as const) : []),
    ...(mayManage ? (['repair'] as const) : []),
    ...(mayManage && isBehind(row, currentVersion)
      ? (['upgrade'] as const)
      : []),
    ...(isConcerned ? (['register'] as const) : []),
  ];
}
