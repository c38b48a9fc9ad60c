/**
 * Baseline: /proc stays masked. Since 1.35 a Pod with a user namespace of its own may
 * unmask it.
 * https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
 */
import type { Pod } from '../Pod';
import type { Breach, PodSecurityCheck, Refusal } from '../PodSecurityCheck';
import { containersInWords, forbidden, refusal, valuesOf } from '../refusal';
import { quoted } from '../words';

/** What the restricted level asks of every Pod, whatever its user namespace. */
export function checkProcMount(pod: Pod): Refusal | undefined {
  const breaches: Breach[] = [];
  for (const container of pod.containers) {
    const security = container.fields.object('securityContext');
    const value = security?.has('procMount')
      ? security.text('procMount')
      : 'Default';
    if (security && value !== 'Default') {
      breaches.push(forbidden(container, security, 'procMount', value));
    }
  }
  return refusal(
    breaches,
    'procMount',
    found =>
      `${containersInWords(
        found,
      )} must not set securityContext.procMount to ${quoted(valuesOf(found))}`,
  );
}

export const procMount: PodSecurityCheck = {
  id: 'procMount',
  level: 'baseline',
  versions: [
    { since: 0, check: checkProcMount },
    {
      since: 35,
      check: pod => (pod.hasUserNamespace ? undefined : checkProcMount(pod)),
    },
  ],
};
