/** Objects that nobody judged, and whose kind nobody knows: they have to be told. */
import { resourceOf as resourceOfKind } from '@shift-down/plugin-shift-down-policy';
import type { Manifest } from '../input/types';
import type { ReportBuilder } from '../report/ReportBuilder';
import { resourceOf } from './resourceOf';

/** Files of tools that look like objects and never reach a cluster. */
const TOOLS = /^(kustomize\.config\.k8s\.io|config\.kubernetes\.io|skaffold)\//;

export function tellUnjudged(
  manifests: readonly Manifest[],
  defaultNamespace: string,
  report: ReportBuilder,
): void {
  for (const manifest of manifests) {
    const { object, file, position } = manifest;
    if (resourceOfKind(object.apiVersion, object.kind)) {
      continue;
    }
    const resource = resourceOf(manifest, defaultNamespace);
    if (!report.hasTold(resource)) {
      const tool = TOOLS.test(object.apiVersion);
      report.didNotEvaluate({
        file,
        ...position,
        resource: tool ? '' : resource.resource,
        reason: tool
          ? `${object.kind} of ${object.apiVersion} is for a tool, not for a cluster`
          : `${object.kind} of ${object.apiVersion} is no kind that is known here`,
      });
    }
  }
}
