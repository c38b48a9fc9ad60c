/** Makes all objects of a baseline, as the portal does it. */
import type {
  ApplyOutcome,
  ClusterManifest,
  ClusterObject,
  ClusterObjectReference,
  ClusterProvisioner,
} from '@shift-down/plugin-shift-down-node';
import type { PlannedObject } from '@shift-down/plugin-shift-down-policy';
import { eventually } from '../eventually';
import { asking } from '../exceptions/startWriter';

export const referenceOf = ({
  apiVersion,
  kind,
  metadata,
}: ClusterManifest): ClusterObjectReference => ({
  apiVersion,
  kind,
  namespace: metadata.namespace ?? '',
  name: metadata.name,
});

export function objectOf(outcome: ApplyOutcome): ClusterObject {
  if (!('object' in outcome)) {
    throw new Error(JSON.stringify(outcome));
  }
  return outcome.object;
}

/** What is there is changed, what is not is created; by id. */
export async function applyAll(
  provisioner: ClusterProvisioner,
  planned: readonly PlannedObject[],
): Promise<Map<string, ApplyOutcome>> {
  const outcomes = new Map<string, ApplyOutcome>();
  for (const { id, manifest, madeByCluster } of planned) {
    const read = () => provisioner.read(referenceOf(manifest), asking());
    let found = await read();
    if (madeByCluster) {
      await eventually(30, async () => {
        found = await read();
        return found ? undefined : `the cluster has not made ${id} yet`;
      });
    }
    outcomes.set(id, await provisioner.apply(manifest, found, asking()));
  }
  return outcomes;
}

/** Pods may come from then on. */
export async function complete(
  provisioner: ClusterProvisioner,
  [{ manifest }]: readonly PlannedObject[],
): Promise<ApplyOutcome> {
  const found = await provisioner.read(referenceOf(manifest), asking());
  const labels = {
    ...manifest.metadata.labels,
    'shift-down.io/baseline-state': 'complete',
  };
  return provisioner.apply(
    { ...manifest, metadata: { ...manifest.metadata, labels } },
    found,
    asking(),
  );
}
