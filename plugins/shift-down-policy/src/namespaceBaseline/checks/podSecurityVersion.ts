/**
 * The level that the Namespace enforces stays the same when the cluster is upgraded: its
 * version is named. The default, `latest`, is whatever the API server knows.
 */
import type { NamespaceState, ObjectVerdict } from '../types';
import { byLabels, rankOf, wrongLabel } from './podSecurityLabels';

const PINNED = /^v1\.(0|[1-9]\d{0,3})$/;

export function podSecurityVersion(state: NamespaceState): ObjectVerdict {
  return byLabels(state, 'pod-security-version', (label, answer) => {
    if (rankOf(label('enforce')) < rankOf('baseline')) {
      return answer.notApplicable('It enforces no level that forbids anything');
    }
    const version = label('enforce-version');
    return version !== undefined && PINNED.test(version)
      ? answer.pass()
      : answer.fail([
          wrongLabel(
            'enforce-version',
            `Namespace ${state.name} ${
              version === undefined
                ? 'names no version of its Pod Security level'
                : `enforces version ${version} of its Pod Security level`
            }: an upgrade of the cluster may refuse Pods that it takes today`,
          ),
        ]);
  });
}
