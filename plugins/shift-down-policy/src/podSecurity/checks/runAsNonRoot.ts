/**
 * Restricted: the node refuses to start a container as root. The Pod may say so for all
 * its containers; nobody may say the opposite. Since 1.35 a Pod with a user namespace of
 * its own, where root is nobody on the node, may do as it likes.
 * https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
 */
import type { Pod } from '../Pod';
import type { Breach, PodSecurityCheck, Refusal } from '../PodSecurityCheck';
import {
  containersInWords,
  forbidden,
  refusal,
  required,
  settersInWords,
} from '../refusal';

const REASON = 'runAsNonRoot != true';

function check(pod: Pod): Refusal | undefined {
  const refusing: Breach[] = [];
  const silent: Breach[] = [];
  const { securityContext } = pod;
  const ofPod = securityContext?.boolean('runAsNonRoot');
  if (securityContext && ofPod === false) {
    refusing.push(forbidden(undefined, securityContext, 'runAsNonRoot', false));
  }
  for (const container of pod.containers) {
    const security = container.fields.object('securityContext');
    const ofContainer = security?.boolean('runAsNonRoot');
    if (security && ofContainer === false) {
      refusing.push(forbidden(container, security, 'runAsNonRoot', false));
    } else if (!ofContainer && !ofPod) {
      silent.push(
        required(
          container,
          ['securityContext', 'runAsNonRoot'],
          'must be true, here or in the Pod’s securityContext',
        ),
      );
    }
  }
  return refusing.length
    ? refusal(
        refusing,
        REASON,
        found =>
          `${settersInWords(
            found,
          )} must not set securityContext.runAsNonRoot=false`,
      )
    : refusal(
        silent,
        REASON,
        found =>
          `pod or ${containersInWords(
            found,
          )} must set securityContext.runAsNonRoot=true`,
      );
}

export const runAsNonRoot: PodSecurityCheck = {
  id: 'runAsNonRoot',
  level: 'restricted',
  versions: [
    { since: 0, check },
    {
      since: 35,
      check: pod => (pod.hasUserNamespace ? undefined : check(pod)),
    },
  ],
};
