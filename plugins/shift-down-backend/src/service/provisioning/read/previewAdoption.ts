import type { AdoptionPlan } from '@shift-down/plugin-shift-down-common/client';
import {
  manifestYaml,
  planAdoption,
  type AdoptionPlan as Plan,
  type CutDependency,
  type NamespaceRequest,
  type RequestProblem,
} from '@shift-down/plugin-shift-down-policy';
import { loadManagedNamespace } from '../../../database/operations/provisioning/loadManagedNamespace';
import { findNamespace } from '../../../database/operations/provisioning/read/findNamespace';
import {
  observedClusterObjects,
  observedObjects,
} from '../../../database/operations/provisioning/watch/observedObjects';
import { loadReadableRefs } from '../../../database/operations/serve/readScope';
import { adoptableNotFound } from '../../request/notFound';
import type { ProvisioningReader } from '../ProvisioningCatalog';
import type { ProvisioningContext } from '../ProvisioningContext';
import { toRequester } from '../toRequester';
import { toControlReferences } from './controls';
import { loadDependencies } from './dependencies';
import { toReference } from './toPlanned';

const CAVEAT =
  'Only what the catalog declares is looked at: traffic is not observed; absence proves nothing. Ask the teams before default-deny is switched on.';

/** What is adopted has its name already. */
const OF_NEW_NAMES: readonly RequestProblem['code'][] = ['taken', 'prefix'];

/**
 * An existing namespace against the baseline, for its owner and who may read all.
 * @throws NotFoundError if it is unknown, or others'.
 */
export async function previewAdoption(
  context: ProvisioningContext,
  request: NamespaceRequest,
  reader: ProvisioningReader,
): Promise<AdoptionPlan> {
  const { database, provisioning } = context;
  const namespace = await findNamespace(database, request);
  if (!namespace || !mayRead(namespace.owner_ref, reader)) {
    throw adoptableNotFound(request);
  }
  const place = {
    clusterUid: namespace.cluster_uid,
    namespace: namespace.name,
  };
  const [planned, managed, observed, ofCluster, dependencies] =
    await Promise.all([
      provisioning.provisioning.preview(request, toRequester(reader)),
      loadManagedNamespace(database, {
        clusterUid: place.clusterUid,
        name: place.namespace,
      }),
      observedObjects(database, place.clusterUid, [place.namespace]),
      observedClusterObjects(database, place.clusterUid),
      loadDependencies(context, place),
    ]);
  const { objects, unknown } = observed.get(place.namespace) ?? {
    objects: [],
    unknown: {},
  };
  const plan = planAdoption({
    planned: planned.objects,
    observed: [...objects, ...ofCluster],
    unknown,
    dependencies,
  });
  const problems = [
    ...planned.problems.filter(({ code }) => !OF_NEW_NAMES.includes(code)),
    ...(managed ? [isManaged(request)] : []),
  ];
  return {
    cluster: request.cluster,
    name: request.name,
    baselineVersion: planned.baselineVersion,
    met: plan.met,
    total: plan.total,
    objects: plan.objects.map(toObject),
    undone: plan.undone,
    ...(await visibleOnly(context, plan.cut, reader)),
    caveat: CAVEAT,
    problems,
    mayAdopt: reader.mayManage && problems.length === 0,
  };
}

function isManaged({ cluster, name }: NamespaceRequest): RequestProblem {
  return {
    code: 'taken',
    field: 'name',
    message: `The namespace ${name} in ${cluster} is managed already. Repair or upgrade it instead`,
  };
}

function mayRead(ownerRef: string | null, reader: ProvisioningReader): boolean {
  return (
    reader.namespaces === 'everything' ||
    (ownerRef !== null && reader.namespaces.ownerRefs.includes(ownerRef))
  );
}

/** Of dependencies with entities that may not be read only the number is told. */
async function visibleOnly(
  { database }: ProvisioningContext,
  cut: readonly CutDependency[],
  { entities }: ProvisioningReader,
): Promise<Pick<AdoptionPlan, 'cut' | 'hidden'>> {
  const refs = [...new Set(cut.flatMap(it => [it.fromRef, it.toRef]))];
  const readable = new Set(await loadReadableRefs(database, refs, entities));
  const visible = cut.filter(
    it => readable.has(it.fromRef) && readable.has(it.toRef),
  );
  const hidden = cut.length - visible.length;
  return { cut: visible, ...(hidden > 0 && { hidden }) };
}

function toObject(
  object: Plan['objects'][number],
): AdoptionPlan['objects'][number] {
  const { controls, differences, id, manifest, state, title } = object;
  return {
    id,
    title,
    ...toReference(manifest),
    controls: toControlReferences(controls),
    state,
    differences,
    yaml: manifestYaml(manifest),
  };
}
