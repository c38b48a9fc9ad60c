/** The Namespace enforces at least the baseline level of the Pod Security Standards. */
import type { NamespaceState, ObjectVerdict } from '../types';
import { byLabels, rankOf, wrongLabel } from './podSecurityLabels';

export function podSecurityLevel(state: NamespaceState): ObjectVerdict {
  return byLabels(state, 'pod-security-level', (label, answer) => {
    const level = label('enforce');
    return rankOf(level) >= rankOf('baseline')
      ? answer.pass()
      : answer.fail([
          wrongLabel('enforce', `Namespace ${state.name} ${inWords(level)}`),
        ]);
  });
}

function inWords(level: string | undefined): string {
  if (level === undefined) {
    return 'enforces no Pod Security level';
  }
  return level === 'privileged'
    ? 'enforces the level privileged, which forbids nothing'
    : `enforces '${level}', which is no Pod Security level`;
}
