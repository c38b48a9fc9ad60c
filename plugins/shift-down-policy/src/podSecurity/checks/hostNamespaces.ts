/**
 * Baseline: a Pod keeps out of the network, process and IPC namespaces of its node.
 * https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
 */
import type { Pod } from '../Pod';
import type { PodSecurityCheck, Refusal } from '../PodSecurityCheck';
import { forbidden, refusal } from '../refusal';

const FIELDS = ['hostNetwork', 'hostPID', 'hostIPC'];

function check({ spec }: Pod): Refusal | undefined {
  const set = FIELDS.filter(field => spec.boolean(field));
  return refusal(
    set.map(field => forbidden(undefined, spec, field, true)),
    'host namespaces',
    () => set.map(field => `${field}=true`).join(', '),
  );
}

export const hostNamespaces: PodSecurityCheck = {
  id: 'hostNamespaces',
  level: 'baseline',
  versions: [{ since: 0, check }],
};
