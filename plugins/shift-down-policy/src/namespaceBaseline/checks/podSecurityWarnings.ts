/**
 * The Namespace warns of and records what its level forbids, and what the baseline
 * forbids in any case. Enforcement looks at Pods only: without a warning, a Deployment is
 * taken whose Pods are refused later, where nobody looks.
 */
import type { NamespaceState, ObjectVerdict } from '../types';
import { byLabels, LEVELS, rankOf, wrongLabel } from './podSecurityLabels';

export function podSecurityWarnings(state: NamespaceState): ObjectVerdict {
  return byLabels(state, 'pod-security-warnings', (label, answer) => {
    const least = Math.max(rankOf(label('enforce')), rankOf('baseline'));
    const wrongs = ['warn', 'audit']
      .filter(mode => rankOf(label(mode)) < least)
      .map(mode =>
        wrongLabel(
          mode,
          `Namespace ${state.name} does not ${mode} at the level ${LEVELS[least]}`,
        ),
      );
    return wrongs.length > 0 ? answer.fail(wrongs) : answer.pass();
  });
}
