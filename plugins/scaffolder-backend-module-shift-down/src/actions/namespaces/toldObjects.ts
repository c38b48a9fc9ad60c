/** What came of the objects of a namespace, for people. */
import { ConflictError } from '@backstage/errors';
import type {
  ManagedNamespace,
  ManagedObject,
} from '@shift-down/plugin-shift-down-common/client';

/** What a later step needs, and a task that is taken up again has kept. */
export type WrittenNamespace = {
  id: string;
  entityRef: string;
  state: 'complete' | 'proposed';
  baselineVersion: string;
  pullRequestUrl: string;
  objects: string[];
};

const WORDS: Record<ManagedObject['state'], string> = {
  pending: 'not written yet',
  proposed: 'in the pull request',
  applied: 'is there',
  conflict: 'is left alone',
  refused: 'was refused',
  failed: 'could not be written',
};

/** One line for each object, in the order they are applied. */
export function objectLines(objects: readonly ManagedObject[]): string[] {
  return objects.map(
    ({ kind, name, state, reason }) =>
      `${kind} ${name} ${WORDS[state]}${reason ? `: ${reason}` : ''}`,
  );
}

/** @throws ConflictError with the objects that are not there, unless all of them are. */
export function writtenOrFail(namespace: ManagedNamespace): WrittenNamespace {
  const { id, entityRef, state, baselineVersion, pullRequestUrl } = namespace;
  if (state !== 'complete' && state !== 'proposed') {
    const missing = objectLines(
      namespace.objects.filter(it => it.state !== 'applied'),
    );
    throw new ConflictError(
      [
        `Namespace ${namespace.name} in ${namespace.cluster} is not complete`,
        ...(namespace.reason ? [namespace.reason] : []),
        ...missing,
        'Once that is settled, start the task again: it goes on from here and changes nothing that is there',
      ].join('. '),
    );
  }
  return {
    id,
    entityRef,
    state,
    baselineVersion,
    pullRequestUrl: pullRequestUrl ?? '',
    objects: objectLines(namespace.objects),
  };
}

/** Markdown. */
export function writtenText({
  baselineVersion,
  objects,
  pullRequestUrl,
  state,
}: WrittenNamespace): string {
  const intro =
    state === 'complete'
      ? `All of baseline ${baselineVersion} is there.`
      : `Baseline ${baselineVersion} was proposed${
          pullRequestUrl ? `: ${pullRequestUrl}` : ''
        }. The namespace is there once it is merged and applied.`;
  return [intro, objects.map(it => `- ${it}`).join('\n')].join('\n\n');
}
