/** A real cluster of a size: Pods and the reports about them, on a real API server. */
import {
  applyObjects,
  installCustomResources,
  startControlPlane,
  type ControlPlane,
} from 'control-plane';
import { namespaceManifest, podManifest, reportManifest } from '../recording';

export interface LiveSize {
  namespaces: number;
  /** Pods, and as many reports. */
  workloads: number;
  resultsPerWorkload: number;
}

/** The caller stops it. */
export async function startLiveCluster(size: LiveSize): Promise<ControlPlane> {
  const cluster = await startControlPlane({ controllerManager: false });
  try {
    await installCustomResources(cluster, ['policyreports.wgpolicyk8s.io']);
    const names = Array.from(
      { length: size.namespaces },
      (_, i) => `team-${i}`,
    );
    const perNamespace = Math.ceil(size.workloads / size.namespaces);
    await applyObjects(
      cluster,
      names.map(name => withoutUid(namespaceManifest(name))),
    );
    for (const namespace of names) {
      const workloads = Array.from(
        { length: perNamespace },
        (_, i) => `${namespace}-service-${i}`,
      );
      await applyObjects(cluster, [
        ...workloads.map(name => podManifest(namespace, name)),
        ...workloads.map(name => liveReport(namespace, name, size)),
      ]);
    }
    return cluster;
  } catch (error) {
    await cluster.stop();
    throw error;
  }
}

/** The report about one Pod; `first` is what its first policy says. */
export function liveReport(
  namespace: string,
  name: string,
  size: LiveSize,
  first: 'pass' | 'fail' = 'fail',
) {
  const report = reportManifest(
    namespace,
    name,
    { ...size, failEvery: 4 },
    () => 'medium',
    'Pod',
  );
  report.results[0].result = first;
  return withoutUid(report);
}

function withoutUid<T extends { metadata: { uid?: string } }>(object: T) {
  const { uid: _, ...metadata } = object.metadata;
  return { ...object, metadata: metadata as { name: string } };
}
