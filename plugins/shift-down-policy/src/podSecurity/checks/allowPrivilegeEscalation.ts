/**
 * Restricted, since 1.8: every container says that its processes gain no privileges, as a
 * set-user-ID program would. Since 1.25 Windows Pods, which can't say so, are let be.
 * https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
 */
import type { Pod } from '../Pod';
import type { Breach, PodSecurityCheck, Refusal } from '../PodSecurityCheck';
import { containersInWords, refusal, required } from '../refusal';

const FIELD = ['securityContext', 'allowPrivilegeEscalation'];

function check(pod: Pod): Refusal | undefined {
  const breaches: Breach[] = [];
  for (const container of pod.containers) {
    const allowed = container.fields
      .object('securityContext')
      ?.boolean('allowPrivilegeEscalation');
    if (allowed !== false) {
      breaches.push(
        required(
          container,
          FIELD,
          allowed
            ? 'must be false, and is true'
            : 'must be false, and is not set',
        ),
      );
    }
  }
  return refusal(
    breaches,
    'allowPrivilegeEscalation != false',
    found =>
      `${containersInWords(
        found,
      )} must set securityContext.allowPrivilegeEscalation=false`,
  );
}

export const allowPrivilegeEscalation: PodSecurityCheck = {
  id: 'allowPrivilegeEscalation',
  level: 'restricted',
  versions: [
    { since: 8, check },
    { since: 25, check: pod => (pod.isForWindows ? undefined : check(pod)) },
  ],
};
