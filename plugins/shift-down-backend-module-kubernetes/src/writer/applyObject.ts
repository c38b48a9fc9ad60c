/** Creating and changing one object, without ever taking over another's. */
import type {
  ApplyOutcome,
  ClusterManifest,
  ClusterObjectVersion,
  ClusterWriterOptions,
} from '@shift-down/plugin-shift-down-node';
import type { Answer, ApiClient } from './ApiClient';
import type { ObjectPath } from './objectPath';
import { parseObject, toClusterObject, type AnsweredObject } from './objects';
import { throwUnlessRefused } from './refusal';

const MANAGER = 'shift-down';
/** Unknown fields are refused, instead of left out: a condition could be among them. */
const QUERY = `?fieldManager=${MANAGER}&fieldValidation=Strict`;
/** https://kubernetes.io/docs/reference/using-api/server-side-apply/ */
const APPLY = 'application/apply-patch+yaml';

/**
 * Server-side apply has no way to say "only if it isn't there", so an object is created
 * the plain way; what came about so belongs to the same manager by another operation,
 * and is made over to apply before the first change.
 *
 * @throws NotAllowedError, ServiceUnavailableError.
 * @internal
 */
export async function createObject(
  client: ApiClient,
  path: ObjectPath,
  manifest: ClusterManifest,
  options: ClusterWriterOptions,
): Promise<ApplyOutcome> {
  const answer = await client.create(
    `${path.collection}${QUERY}`,
    manifest,
    options,
  );
  return answer.status < 300
    ? succeeded('created', answer)
    : failed(client, answer, { verb: 'create', path }, options);
}

/**
 * The same, for what is there.
 *
 * @param takesBack - Also fields that others changed since; only where a person asked for it.
 * @internal
 */
export async function changeObject(
  client: ApiClient,
  path: ObjectPath,
  manifest: ClusterManifest,
  expected: ClusterObjectVersion,
  options: ClusterWriterOptions,
  takesBack = false,
): Promise<ApplyOutcome> {
  const { uid } = expected;
  const apply = (resourceVersion: string) =>
    client.patch(
      `${path.object}${QUERY}${takesBack ? '&force=true' : ''}`,
      {
        ...manifest,
        metadata: { ...manifest.metadata, uid, resourceVersion },
      },
      APPLY,
      options,
    );
  let answer = await apply(expected.resourceVersion);
  if (answer.status === 409) {
    const own = await makeOver(client, path, expected, options);
    if (own) {
      answer = await apply(own);
    }
  }
  if (answer.status < 300) {
    const { resourceVersion } = parseObject(answer.body).metadata;
    return succeeded(
      resourceVersion === expected.resourceVersion ? 'unchanged' : 'changed',
      answer,
    );
  }
  if (answer.status === 422 && /\bmetadata\.uid\b/.test(answer.message)) {
    return { outcome: 'conflict', reason: answer.message };
  }
  return failed(client, answer, { verb: 'patch', path }, options);
}

/**
 * Makes over to apply what we own since we created it, if it is still what is expected.
 *
 * @returns the resourceVersion since then; `undefined` if there was nothing to do.
 * @internal
 */
export async function makeOver(
  client: ApiClient,
  path: ObjectPath,
  expected: ClusterObjectVersion,
  options: ClusterWriterOptions,
): Promise<string | undefined> {
  const found = await client.get(path.object, options);
  if (found.status !== 200) {
    return undefined;
  }
  const { metadata } = parseObject(found.body);
  const { uid, resourceVersion, managedFields } = metadata;
  const isCreation = ({ manager, operation }: (typeof managedFields)[number]) =>
    manager === MANAGER && operation === 'Update';
  if (
    uid !== expected.uid ||
    resourceVersion !== expected.resourceVersion ||
    !managedFields.some(isCreation) ||
    managedFields.some(of => of.manager === MANAGER && !isCreation(of))
  ) {
    return undefined;
  }
  const answer = await client.patch(
    `${path.object}?fieldManager=${MANAGER}`,
    {
      metadata: {
        uid,
        resourceVersion,
        managedFields: managedFields.map(of =>
          isCreation(of) ? { ...of, operation: 'Apply' } : of,
        ),
      },
    },
    'application/merge-patch+json',
    options,
  );
  return answer.status === 200
    ? parseObject(answer.body).metadata.resourceVersion
    : undefined;
}

function succeeded(
  outcome: 'created' | 'changed' | 'unchanged',
  { body }: Answer,
): ApplyOutcome {
  const object: AnsweredObject = parseObject(body);
  return { outcome, object: toClusterObject(object) };
}

async function failed(
  client: ApiClient,
  answer: Answer,
  asked: { verb: string; path: ObjectPath },
  options: ClusterWriterOptions,
): Promise<ApplyOutcome> {
  const { status, message } = answer;
  if (status === 409) {
    return { outcome: 'conflict', reason: message };
  }
  await throwUnlessRefused(client, answer, asked, options);
  return { outcome: 'refused', reason: message };
}
