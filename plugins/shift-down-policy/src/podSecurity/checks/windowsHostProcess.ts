/**
 * Baseline: neither the Pod nor a container runs as a process of its Windows node.
 * https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
 */
import type { FieldReader } from '../FieldReader';
import type { Container, Pod } from '../Pod';
import type { Breach, PodSecurityCheck, Refusal } from '../PodSecurityCheck';
import { forbidden, refusal, settersInWords } from '../refusal';

function check(pod: Pod): Refusal | undefined {
  const breaches: Breach[] = [];
  const look = (security?: FieldReader, container?: Container) => {
    const options = security?.object('windowsOptions');
    if (options?.boolean('hostProcess')) {
      breaches.push(forbidden(container, options, 'hostProcess', true));
    }
  };
  look(pod.securityContext);
  for (const container of pod.containers) {
    look(container.fields.object('securityContext'), container);
  }
  return refusal(
    breaches,
    'hostProcess',
    found =>
      `${settersInWords(
        found,
      )} must not set securityContext.windowsOptions.hostProcess=true`,
  );
}

export const windowsHostProcess: PodSecurityCheck = {
  id: 'windowsHostProcess',
  level: 'baseline',
  versions: [{ since: 0, check }],
};
