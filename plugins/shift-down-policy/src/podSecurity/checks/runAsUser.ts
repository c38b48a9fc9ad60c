/**
 * Restricted, since 1.23: neither the Pod nor a container asks for user 0. Since 1.35 a Pod
 * with a user namespace of its own, where root is nobody on the node, may.
 * https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
 */
import type { Pod } from '../Pod';
import type { Breach, PodSecurityCheck, Refusal } from '../PodSecurityCheck';
import { forbidden, refusal, settersInWords } from '../refusal';

function check(pod: Pod): Refusal | undefined {
  const breaches: Breach[] = [];
  const { securityContext } = pod;
  if (securityContext?.integer('runAsUser', 64) === 0) {
    breaches.push(forbidden(undefined, securityContext, 'runAsUser', 0));
  }
  for (const container of pod.containers) {
    const security = container.fields.object('securityContext');
    if (security?.integer('runAsUser', 64) === 0) {
      breaches.push(forbidden(container, security, 'runAsUser', 0));
    }
  }
  return refusal(
    breaches,
    'runAsUser=0',
    found => `${settersInWords(found)} must not set runAsUser=0`,
  );
}

export const runAsUser: PodSecurityCheck = {
  id: 'runAsUser',
  level: 'restricted',
  versions: [
    { since: 23, check },
    {
      since: 35,
      check: pod => (pod.hasUserNamespace ? undefined : check(pod)),
    },
  ],
};
