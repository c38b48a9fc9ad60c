/**
 * Restricted, since 1.19: every container has a seccomp profile, of its own or the Pod's,
 * and none is switched off. Since 1.25 Windows Pods, which have no seccomp, are let be.
 * https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
 */
import type { Pod } from '../Pod';
import type { PodSecurityCheck, Refusal } from '../PodSecurityCheck';
import { containersInWords, refusal, required } from '../refusal';
import {
  forbiddenProfiles,
  isAllowedProfile,
  switchedOff,
} from './seccompProfileBaseline';

function check(pod: Pod): Refusal | undefined {
  const off = switchedOff(forbiddenProfiles(pod));
  if (off) {
    return off;
  }
  const ofPod = pod.securityContext?.object('seccompProfile')?.text('type');
  if (ofPod !== undefined && isAllowedProfile(ofPod)) {
    return undefined;
  }
  return refusal(
    pod.containers
      .filter(
        ({ fields }) =>
          !fields.object('securityContext')?.object('seccompProfile'),
      )
      .map(container =>
        required(
          container,
          ['securityContext', 'seccompProfile', 'type'],
          'must be "RuntimeDefault" or "Localhost", here or in the Pod’s securityContext',
        ),
      ),
    'seccompProfile',
    silent =>
      `pod or ${containersInWords(
        silent,
      )} must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"`,
  );
}

export const seccompProfileRestricted: PodSecurityCheck = {
  id: 'seccompProfile_restricted',
  level: 'restricted',
  overrides: 'seccompProfile_baseline',
  versions: [
    { since: 19, check },
    { since: 25, check: pod => (pod.isForWindows ? undefined : check(pod)) },
  ],
};
