/** What uploads say about one container and one workload, as results of ours. Pure. */
import type {
  ObjectReference,
  PolicyResultEvidence,
} from '@shift-down/plugin-shift-down-common';
import type { UploadHead } from '../database/operations/uploads/loadUploads';

const DAY = 24 * 60 * 60 * 1000;

const RESULT = {
  type: 'policy-result',
  engine: 'shift-down',
  reportedBy: 'Shift Down',
  severity: 'low',
  category: '',
  message: '',
  remediation: '',
  exceptions: [] as string[],
} as const;

/** @internal */
export interface JudgeUploadsOptions {
  now: Date;
  /** For so long a scan counts as one, in milliseconds. */
  scanAge: number;
}

/** Whether an image was scanned in its own pipeline, lately. @internal */
export function judgePipelineScan(
  subject: ObjectReference,
  container: { name: string; repository: string; digest: string | null },
  {
    isCovered,
    uploads,
  }: {
    /** Whether any service may upload for its repository. */
    isCovered: boolean;
    /** About its image, newest first. */
    uploads: readonly UploadHead[];
  },
  options: JudgeUploadsOptions,
): PolicyResultEvidence {
  const result = {
    ...RESULT,
    policy: 'image',
    rule: 'pipeline-scan',
    subject,
    component: container.name,
  };
  if (container.digest === null) {
    return {
      ...result,
      outcome: 'error',
      reason:
        'Nobody says which digest runs, so no scan can be told to be of it',
    };
  }
  const verdict = judgeAge(uploads, options);
  if (verdict) {
    return { ...result, ...verdict };
  }
  return {
    ...result,
    outcome: 'fail',
    message: isCovered
      ? `No pipeline has uploaded a scan of ${container.repository}@${container.digest}`
      : `No pipeline may upload scans of ${container.repository}: no entry of shiftDown.uploads covers it`,
  };
}

/** Whether the dependencies of the repository that a workload is built from were scanned. @internal */
export function judgeDependenciesScan(
  subject: ObjectReference,
  /** For each entity that the workload belongs to, newest first. */
  uploadsByEntity: readonly (readonly UploadHead[])[],
  options: JudgeUploadsOptions,
): PolicyResultEvidence {
  const result = {
    ...RESULT,
    policy: 'repository',
    rule: 'dependencies-scan',
    subject,
    component: '',
  };
  const verdicts = uploadsByEntity.map(
    uploads =>
      judgeAge(uploads, options) ?? {
        outcome: 'fail' as const,
        message:
          'No pipeline has uploaded a scan of its repository’s dependencies',
      },
  );
  const worst = verdicts.find(it => it.outcome === 'fail') ?? verdicts[0];
  return { ...result, ...worst };
}

function judgeAge(
  uploads: readonly UploadHead[],
  { now, scanAge }: JudgeUploadsOptions,
):
  | Pick<PolicyResultEvidence, 'outcome' | 'message' | 'observedAt'>
  | undefined {
  const newest = uploads.find(it => Boolean(it.is_scan));
  if (!newest) {
    return undefined;
  }
  const { observed_at, tool } = newest;
  const isRecent = Date.parse(observed_at) > now.getTime() - scanAge;
  return isRecent
    ? {
        outcome: 'pass',
        message: `Scanned by ${tool} on ${observed_at.slice(0, 10)}`,
        observedAt: observed_at,
      }
    : {
        outcome: 'fail',
        message: `Last scanned by ${tool} on ${observed_at.slice(
          0,
          10,
        )}; a scan counts for ${Math.round(scanAge / DAY)} days`,
      };
}
