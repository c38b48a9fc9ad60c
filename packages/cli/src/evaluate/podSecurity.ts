/** The Pod Security Standards over all objects that bear Pods. */
import {
  evaluatePodSecurity,
  POD_SECURITY_NEWEST_MINOR,
  podTemplatePath,
  type PodSecurityOptions,
  type PodSecurityStandard,
  type Verdict,
} from '@shift-down/plugin-shift-down-policy';
import type { Manifest } from '../input/types';
import { resourceOf } from './resourceOf';
import type { ReportBuilder } from '../report/ReportBuilder';

export interface PodSecuritySurroundings {
  /** For objects that name none. */
  defaultNamespace: string;
  /** Of Kubernetes; the newest known when not given. */
  minorVersion?: number;
}

export function checkPodSecurity(
  manifests: readonly Manifest[],
  standard: PodSecurityStandard,
  { defaultNamespace, minorVersion }: PodSecuritySurroundings,
  report: ReportBuilder,
): void {
  report.assume(standardInWords(standard, minorVersion));
  for (const manifest of manifests) {
    const { object, position } = manifest;
    if (!podTemplatePath(object)) {
      continue;
    }
    const resource = resourceOf(manifest, defaultNamespace);
    const verdicts = judge({
      object,
      ...standard,
      serverMinorVersion: minorVersion,
    });
    if (verdicts.length === 0 && standard.level !== 'privileged') {
      report.didNotEvaluate({
        file: manifest.file,
        ...position,
        resource: resource.resource,
        reason: 'It has no Pod specification',
      });
    }
    for (const verdict of verdicts) {
      report.add({
        verdict,
        resource,
        locate: violation => manifest.locate(violation?.field ?? []),
        assumptions: manifest.withheld ?? [],
      });
    }
  }
}

/**
 * All checks of a level. Restricted leaves out those of baseline that a stricter one of its
 * own stands for; they are judged all the same, since controls name them, but an API server
 * speaks of the stricter alone.
 */
function judge(options: PodSecurityOptions): Verdict[] {
  const verdicts = evaluatePodSecurity(options);
  if (options.level !== 'restricted') {
    return verdicts;
  }
  const rules = new Set(verdicts.map(({ rule }) => rule));
  const replaced = evaluatePodSecurity({ ...options, level: 'baseline' })
    .filter(({ rule }) => !rules.has(rule))
    .map(verdict => ({ ...verdict, message: '' }));
  return [...replaced, ...verdicts];
}

function standardInWords(
  { level, version }: PodSecurityStandard,
  minorVersion = POD_SECURITY_NEWEST_MINOR,
): string {
  const asked = Number(version.slice('v1.'.length));
  const newest = Math.min(minorVersion, POD_SECURITY_NEWEST_MINOR);
  const stated =
    version === 'latest' || asked > newest
      ? `v1.${newest}, the newest that the API server would know`
      : version;
  return `Pod Security Standard ${level} of ${stated}`;
}
