/** Words for people on why something is unknown. */
import type {
  ObjectReference,
  SourceKind,
} from '@shift-down/plugin-shift-down-common';
import type { SourceState, UnverifiedReports } from '../types';

const IMAGE_EVIDENCE = {
  Registry: 'What registries say about the images',
  Upload: 'What pipelines uploaded about the images',
};

/**
 * The source's own error is left out: it may name what the reader of this posture
 * may not know of. Those who run the sources read it there.
 */
export function sourceProblemInWords(
  kind: SourceKind,
  cluster: string,
  source: SourceState | undefined,
): string | undefined {
  if (kind === 'Evaluation') {
    return evaluationProblemInWords(cluster, source);
  }
  if (kind === 'Registry' || kind === 'Upload') {
    return imageProblemInWords(IMAGE_EVIDENCE[kind], cluster, source);
  }
  if (kind === 'Baseline') {
    return baselineProblemInWords(cluster, source);
  }
  if (!source) {
    return `${kind} has not been collected from cluster ${cluster} yet`;
  }
  switch (source.state) {
    case 'fresh':
      return undefined;
    case 'stale':
      return `${kind} of cluster ${cluster} is stale since ${source.since}`;
    case 'forbidden':
      return `Reading ${kind} from cluster ${cluster} is forbidden`;
    case 'not-installed':
      return `${kind} is no longer installed in cluster ${cluster}`;
    default:
      return `Reading ${kind} from cluster ${cluster} failed`;
  }
}

/** Nor is this collected from the cluster: it is brought together with what runs there. */
function imageProblemInWords(
  what: string,
  cluster: string,
  source: SourceState | undefined,
): string | undefined {
  switch (source?.state) {
    case 'fresh':
      return undefined;
    case undefined:
      return `${what} of cluster ${cluster} has not been looked at yet`;
    case 'stale':
      return `${what} of cluster ${cluster} is stale since ${source.since}`;
    case 'not-installed':
      return `${what} of cluster ${cluster} is no longer asked for`;
    default:
      return `${what} of cluster ${cluster} could not be brought together`;
  }
}

/** This one says whether what the portal provisioned is still as it was applied. */
function baselineProblemInWords(
  cluster: string,
  source: SourceState | undefined,
): string | undefined {
  switch (source?.state) {
    case 'fresh':
      return undefined;
    case undefined:
      return `The provisioned namespaces of cluster ${cluster} have not been looked at yet`;
    case 'stale':
      return `The provisioned namespaces of cluster ${cluster} were last looked at on ${source.since}`;
    case 'not-installed':
      return `The provisioned namespaces of cluster ${cluster} are no longer looked at`;
    default:
      return `The provisioned namespaces of cluster ${cluster} could not be compared with their baseline`;
  }
}

/** Nobody collects it: we make it of what is collected. */
function evaluationProblemInWords(
  cluster: string,
  source: SourceState | undefined,
): string | undefined {
  switch (source?.state) {
    case 'fresh':
      return undefined;
    case undefined:
      return `Cluster ${cluster} has not been evaluated yet`;
    case 'stale':
      return `Our own evaluation of cluster ${cluster} is stale since ${source.since}`;
    case 'not-installed':
      return `Our own evaluation of cluster ${cluster} is switched off`;
    default:
      return `Cluster ${cluster} can not be evaluated while its workloads or namespaces can not be read`;
  }
}

/** Names nobody: who they are is for the platform to read. */
export function unverifiedInWords(
  { sourceKind, cause }: UnverifiedReports,
  cluster: string,
): string {
  const reports = `${sourceKind} of cluster ${cluster}`;
  const consequence = 'a pass in it is not verified';
  switch (cause) {
    case 'writable':
      return `Others than the platform, such as administrators of the namespace, can write ${reports}: ${consequence}`;
    case 'untrusted':
      return `The platform does not trust ${reports}: ${consequence}`;
    default:
      return `Nobody knows who can write ${reports}: ${consequence}`;
  }
}

/**
 * Why a failure that is no longer reported is unknown.
 * @param lastFailedAt - ISO 8601
 * @public
 */
export function vanishedInWords(
  kind: SourceKind,
  cluster: string,
  lastFailedAt: string,
): string {
  return `Last failed on ${lastFailedAt}; ${kind} of cluster ${cluster} no longer says so, but others than the platform may have written it`;
}

export function tooOldInWords(kind: SourceKind, age: string): string {
  return `Its ${kind} is older than ${age}`;
}

export function ageInWords(milliseconds: number): string {
  const minutes = Math.round(milliseconds / 60_000);
  if (minutes % 60 === 0) {
    const hours = minutes / 60;
    return hours === 1 ? '1 hour' : `${hours} hours`;
  }
  return minutes === 1 ? '1 minute' : `${minutes} minutes`;
}

export function placeInWords(
  { kind, name }: ObjectReference,
  component: string,
): string {
  return component
    ? `container ${component} of ${kind} ${name}`
    : `${kind} ${name}`;
}
