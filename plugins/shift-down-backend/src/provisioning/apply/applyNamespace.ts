/**
 * A namespace with all of its objects, one after the other. What came of each is noted as
 * it comes, so that whoever is killed in between loses nothing: the next run looks at what
 * is there and goes on.
 */
import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  ConflictError,
  NotAllowedError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { LABEL_BASELINE_STATE } from '@shift-down/plugin-shift-down-common';
import type {
  ClusterObject,
  ClusterProvisioner,
} from '@shift-down/plugin-shift-down-node';
import type { BaselineManifest } from '@shift-down/plugin-shift-down-policy';
import type { Clock } from '../../database/DatabaseClock';
import type {
  ManagedNamespaceRow,
  ManagedObjectRow,
} from '../../database/provisioningTables';
import {
  manifestOf,
  referenceOf,
  titleOf,
  toBeAdopted,
  withBaselineState,
} from '../objectRows';
import {
  applyObject,
  type ApplyManner,
  type ObjectOutcome,
} from './applyObject';
import { identifyNamespace } from './identifyNamespace';
import type { NamespaceHold } from './NamespaceHold';

/** Of all calls for one object together; shorter than a hold. */
const OBJECT_MILLISECONDS = 40_000;

/** @internal */
export interface ApplyRequest {
  hold: NamespaceHold;
  row: ManagedNamespaceRow;
  /** Its Namespace is the first. What comes of them is noted here as well. */
  objects: ManagedObjectRow[];
  manner: ApplyManner;
  /** Of objects that this baseline does not have any more, and that stay. */
  left?: readonly string[];
  provisioner: ClusterProvisioner;
  clock: Clock;
  logger: LoggerService;
  signal?: AbortSignal;
}

/**
 * Nothing is written where the Namespace turns out not to be ours.
 *
 * @returns whether all of it is there
 * @throws ConflictError if the Namespace is another one; NotAllowedError if the cluster
 * refuses to make it.
 * @internal
 */
export async function applyNamespace(request: ApplyRequest): Promise<boolean> {
  const { hold, objects } = request;
  const [namespace, ...others] = objects;
  const found = await lookAt(request, namespace);
  // A Namespace is ours by what was just found out, and by nothing that it says.
  namespace.uid = found?.uid ?? '';
  await hold.note({ state: 'applying', reason: null, uid: namespace.uid });
  const isMade = await startNamespace(request, namespace, found);
  if (!isMade.isDone) {
    return false;
  }

  let missing = 0;
  for (const object of others) {
    const came = await apply(request, object, manifestOf(object));
    missing += came.state === 'applied' ? 0 : 1;
    if (came.state === 'failed') {
      break;
    }
  }
  const isComplete =
    missing === 0 &&
    (isMade.isComplete || (await complete(request, namespace)));
  await finish(request, isComplete);
  return isComplete;
}

/**
 * Writes the Namespace, and nothing else of it.
 * @throws ConflictError if it is another one; ServiceUnavailableError with the reason if it
 * was not written.
 * @internal
 */
export async function applyLevel(request: ApplyRequest): Promise<void> {
  const { objects, row } = request;
  const [namespace] = objects;
  const found = await lookAt(request, namespace);
  if (!found) {
    throw new ConflictError(
      `The namespace ${row.name} is not in ${row.cluster_name} yet`,
    );
  }
  namespace.uid = found.uid;
  const stated = found.manifest.metadata.labels?.[LABEL_BASELINE_STATE];
  const manifest = manifestOf(namespace);
  const came = await apply(
    request,
    namespace,
    stated === 'complete' || stated === 'adopting' || stated === 'pending'
      ? withBaselineState(manifest, stated)
      : manifest,
  );
  if (came.state !== 'applied') {
    throw new ServiceUnavailableError(
      `Pod Security of ${row.name} in ${row.cluster_name} could not be set: ${came.reason}`,
    );
  }
}

async function lookAt(
  { clock, hold, provisioner, row, ...request }: ApplyRequest,
  namespace: ManagedObjectRow,
): Promise<ClusterObject | undefined> {
  const found = await provisioner.read(
    referenceOf(namespace),
    callOptions(request),
  );
  const identity = identifyNamespace(row, found);
  if (identity === 'gone') {
    const now = clock.now().toISOString();
    await hold.note({ state: 'gone', gone_at: now, reason: null });
    throw new ConflictError(
      `The namespace ${row.name} that was made here is not in ${row.cluster_name} any more. Ask for it anew`,
    );
  }
  if (identity === 'foreign') {
    throw notOurs(row);
  }
  return found;
}

/**
 * The Namespace comes first, and keeps Pods out until the rest is there. One that was there
 * before and lets them in goes on doing so: what it enforces comes at the end.
 */
async function startNamespace(
  request: ApplyRequest,
  namespace: ManagedObjectRow,
  found: ClusterObject | undefined,
): Promise<{ isDone: boolean; isComplete: boolean }> {
  const stated = found?.manifest.metadata.labels?.[LABEL_BASELINE_STATE];
  if (found && (stated === undefined || stated === 'adopting')) {
    return {
      isDone:
        request.row.origin !== 'adopted' ||
        (await startAdopting(request, namespace)),
      isComplete: false,
    };
  }
  const isComplete = stated === 'complete';
  const came = await apply(
    request,
    namespace,
    withBaselineState(
      manifestOf(namespace),
      isComplete ? 'complete' : 'pending',
    ),
    { creates: !found, changes: true },
  );
  if (came.state === 'applied') {
    return { isDone: true, isComplete };
  }
  if (!found && came.state === 'conflict') {
    throw notOurs(request.row);
  }
  if (!found && came.state === 'refused') {
    throw new NotAllowedError(
      `The cluster ${request.row.cluster_name} refuses to make the namespace: ${came.reason}`,
    );
  }
  await finish(request, false);
  return { isDone: false, isComplete: false };
}

/** Guardrails let us write nothing into a namespace that has no baseline. */
async function startAdopting(
  request: ApplyRequest,
  namespace: ManagedObjectRow,
): Promise<boolean> {
  const { hold, provisioner } = request;
  const { reason, state } = await applyObject(
    namespace,
    toBeAdopted(manifestOf(namespace)),
    { ...request.manner, creates: false, changes: true },
    { provisioner, options: callOptions(request) },
  );
  if (state === 'applied') {
    return true;
  }
  await hold.noteObject(namespace.object_id, { state, reason });
  Object.assign(namespace, { state, reason });
  await finish(request, false);
  return false;
}

async function complete(
  request: ApplyRequest,
  namespace: ManagedObjectRow,
): Promise<boolean> {
  const came = await apply(
    request,
    namespace,
    withBaselineState(manifestOf(namespace), 'complete'),
    { creates: false, changes: true },
  );
  return came.state === 'applied';
}

async function apply(
  request: ApplyRequest,
  object: ManagedObjectRow,
  manifest: BaselineManifest,
  manner: Partial<ApplyManner> = {},
): Promise<ObjectOutcome> {
  const { clock, hold, provisioner } = request;
  const came = await applyObject(
    object,
    manifest,
    { ...request.manner, ...manner },
    { provisioner, options: callOptions(request) },
  );
  const { reason, state, uid } = came;
  await hold.noteObject(
    object.object_id,
    {
      state,
      reason,
      ...(uid !== undefined && {
        uid,
        manifest: JSON.stringify(manifest),
        applied_at: clock.now().toISOString(),
      }),
    },
    object.kind === 'Namespace' && uid !== undefined ? { uid } : {},
  );
  Object.assign(object, { state, reason, ...(uid !== undefined && { uid }) });
  return came;
}

async function finish(
  { clock, hold, left = [], objects }: ApplyRequest,
  isComplete: boolean,
): Promise<void> {
  const open = objects.filter(it => it.state !== 'applied');
  const sentences = [
    ...(open.length > 0
      ? [
          `${open.length} of ${
            objects.length
          } objects are not there as they should be: ${open
            .map(titleOf)
            .join(', ')}. Run it again once what they say is dealt with.`,
        ]
      : []),
    ...(left.length > 0
      ? [
          `The baseline has no ${left.join(
            ', ',
          )} any more. Nothing is deleted by the portal: remove by hand what is not needed.`,
        ]
      : []),
  ];
  await hold.note({
    state: isComplete ? 'complete' : 'partial',
    reason: sentences.join(' ') || null,
    ...(isComplete && { completed_at: clock.now().toISOString() }),
  });
}

function notOurs({ cluster_name, name }: ManagedNamespaceRow): ConflictError {
  return new ConflictError(
    `A namespace ${name} exists in ${cluster_name} and was not made here; nothing was touched. Choose another name, or have it adopted`,
  );
}

function callOptions({
  logger,
  signal,
}: Pick<ApplyRequest, 'logger' | 'signal'>) {
  const timeout = AbortSignal.timeout(OBJECT_MILLISECONDS);
  return {
    logger,
    signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
  };
}
