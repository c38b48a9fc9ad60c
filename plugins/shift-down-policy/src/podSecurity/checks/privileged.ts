/**
 * Baseline: no container may be privileged, since a privileged one has all capabilities and
 * devices of its node.
 * https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
 */
import type { Pod } from '../Pod';
import type { Breach, PodSecurityCheck, Refusal } from '../PodSecurityCheck';
import { containersInWords, forbidden, refusal } from '../refusal';

function check(pod: Pod): Refusal | undefined {
  const breaches: Breach[] = [];
  for (const container of pod.containers) {
    const security = container.fields.object('securityContext');
    if (security?.boolean('privileged')) {
      breaches.push(forbidden(container, security, 'privileged', true));
    }
  }
  return refusal(
    breaches,
    'privileged',
    it =>
      `${containersInWords(it)} must not set securityContext.privileged=true`,
  );
}

export const privileged: PodSecurityCheck = {
  id: 'privileged',
  level: 'baseline',
  versions: [{ since: 0, check }],
};
