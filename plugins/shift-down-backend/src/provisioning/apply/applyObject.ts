/** One object of a namespace: looks at what is there, and writes what is to be. */
import type {
  ApplyOutcome,
  ClusterObject,
  ClusterProvisioner,
  ClusterWriterOptions,
} from '@shift-down/plugin-shift-down-node';
import {
  compareManifest,
  redact,
  type BaselineManifest,
} from '@shift-down/plugin-shift-down-policy';
import type { ManagedObjectRow } from '../../database/provisioningTables';
import { describeError } from '../../collection/describeError';
import { referenceOf, titleOf, toObserved } from '../objectRows';

/** Controllers write as well: a quota changes whenever something starts. */
const ATTEMPTS = 4;
const MAXIMUM_REASON = 1_000;

/** How objects are brought to what they are to be. @internal */
export interface ApplyManner {
  /** Whether what is not there is made. */
  creates: boolean;
  /** Whether what is there is changed; what is not ours never is. */
  changes: boolean;
  /** Writes also where nothing differs, so that fields that we gave up go. */
  always?: boolean;
  /** Leaves RoleBindings out. */
  bindsNobody?: boolean;
  /** Takes back fields that others changed, and takes as ours what says the same. */
  repairs?: boolean;
}

/** @internal */
export type AppliedState =
  | 'applied'
  | 'pending'
  | 'conflict'
  | 'refused'
  | 'failed';

/** @internal */
export interface ObjectOutcome {
  state: AppliedState;
  /** Why it isn't applied. */
  reason: string | null;
  /** Of an applied one. */
  uid?: string;
}

/** Whom to ask, and until when. @internal */
export interface ApplyTarget {
  provisioner: Pick<ClusterProvisioner, 'read' | 'apply'>;
  options: ClusterWriterOptions;
}

/** Never rejects: what went wrong is what came of it. @internal */
export async function applyObject(
  row: ManagedObjectRow,
  manifest: BaselineManifest,
  manner: ApplyManner,
  target: ApplyTarget,
): Promise<ObjectOutcome> {
  try {
    return await attempt(row, manifest, manner, target);
  } catch (error) {
    const isRefusal =
      error instanceof Error && error.name === 'NotAllowedError';
    return outcome(isRefusal ? 'refused' : 'failed', describeError(error));
  }
}

async function attempt(
  row: ManagedObjectRow,
  manifest: BaselineManifest,
  manner: ApplyManner,
  { options, provisioner }: ApplyTarget,
): Promise<ObjectOutcome> {
  let refused: { version: string | undefined; reason: string } | undefined;
  for (let attempts = 0; attempts < ATTEMPTS; attempts++) {
    const found = await provisioner.read(referenceOf(row), options);
    if (refused && refused.version === found?.resourceVersion) {
      return outcome('conflict', refused.reason);
    }
    const decided = decide(row, manifest, manner, found);
    if (decided !== 'write') {
      return decided;
    }
    const applied = await provisioner.apply(
      manifest,
      found && { uid: found.uid, resourceVersion: found.resourceVersion },
      { ...options, ...(manner.repairs && { takesBack: true }) },
    );
    if (applied.outcome !== 'conflict') {
      return settle(applied);
    }
    // Somebody was faster, or others own its fields: the next look tells which.
    refused = { version: found?.resourceVersion, reason: applied.reason };
  }
  return outcome(
    'conflict',
    refused?.reason ?? 'It changes faster than it can be written',
  );
}

function decide(
  row: ManagedObjectRow,
  manifest: BaselineManifest,
  manner: ApplyManner,
  found: ClusterObject | undefined,
): ObjectOutcome | 'write' {
  if (!found) {
    return manner.creates
      ? 'write'
      : outcome('pending', `${titleOf(row)} is not there yet`);
  }
  const differences = compareManifest(manifest, toObserved(found));
  const isSame = differences.length === 0;
  const paths = differences.map(it => it.path).join(', ');
  if (!mayBeOurs(row, found, isSame, manner)) {
    return outcome(
      'conflict',
      row.uid === ''
        ? `There is another ${titleOf(
            row,
          )}, which was not made here and differs in ${paths}. Have it removed, or changed to what the baseline says`
        : `What was made here was replaced by another ${titleOf(
            row,
          )}. Have it removed, and repair`,
    );
  }
  if (isSame && !manner.always) {
    return { state: 'applied', reason: null, uid: found.uid };
  }
  return manner.changes || row.made_by_cluster
    ? 'write'
    : outcome(
        'conflict',
        `${titleOf(
          row,
        )} was there before, differs in ${paths}, and is left alone`,
      );
}

/**
 * What is noted, what the cluster makes, and what says just what ours would say. But a
 * Namespace by somebody else isn't ours whatever it says.
 */
function mayBeOurs(
  row: ManagedObjectRow,
  found: ClusterObject,
  isSame: boolean,
  { repairs = false }: ApplyManner,
): boolean {
  return (
    Boolean(row.made_by_cluster) ||
    found.uid === row.uid ||
    (isSame && row.kind !== 'Namespace' && (row.uid === '' || repairs))
  );
}

function settle(
  applied: Exclude<ApplyOutcome, { outcome: 'conflict' }>,
): ObjectOutcome {
  return applied.outcome === 'refused'
    ? outcome('refused', applied.reason)
    : { state: 'applied', reason: null, uid: applied.object.uid };
}

function outcome(state: AppliedState, reason: string): ObjectOutcome {
  return { state, reason: redact(reason).slice(0, MAXIMUM_REASON) };
}
