/**
 * Labels by which a Namespace says what the API server's Pod Security admission does.
 *
 * See https://kubernetes.io/docs/concepts/security/pod-security-admission/.
 */
import type { NamespaceState, ObjectVerdict } from '../types';
import { aboutNamespace, type Answer, type Wrong } from '../verdicts';

const PREFIX = 'pod-security.kubernetes.io/';

/** From the weakest. */
export const LEVELS = ['privileged', 'baseline', 'restricted'];

/** -1 for what is no level. */
export function rankOf(level: string | undefined): number {
  return LEVELS.indexOf(level ?? '');
}

/** Judges by a label's value, or says that nobody knows them. */
export function byLabels(
  state: NamespaceState,
  rule: string,
  judge: (
    label: (name: string) => string | undefined,
    answer: Answer,
  ) => ObjectVerdict,
): ObjectVerdict {
  const { labels, incomplete } = state;
  const answer = aboutNamespace(state, rule);
  return labels
    ? judge(
        name =>
          Object.hasOwn(labels, PREFIX + name)
            ? labels[PREFIX + name]
            : undefined,
        answer,
      )
    : answer.unknown(incomplete.Namespace ?? 'The Namespace is not known');
}

export function wrongLabel(name: string, message: string): Wrong {
  return { message, field: ['metadata', 'labels', PREFIX + name] };
}
