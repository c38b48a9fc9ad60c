/**
 * Baseline: seccomp is not switched off. Until 1.18 two annotations said so, since 1.19
 * fields of the Pod and its containers do.
 * https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
 */
import type { FieldReader } from '../FieldReader';
import type { Container, Pod } from '../Pod';
import type { Breach, PodSecurityCheck, Refusal } from '../PodSecurityCheck';
import { forbidden, refusal, settersInWords, valuesOf } from '../refusal';
import {
  SECCOMP_CONTAINER_ANNOTATION,
  SECCOMP_POD_ANNOTATION,
} from '../annotations';
import { goQuoted, plural, quoted } from '../words';

function check_1_0(pod: Pod): Refusal | undefined {
  const { annotations } = pod;
  const breaches: Breach[] = [];
  const look = (key: string, container?: Container) => {
    if (annotations?.names().includes(key)) {
      const value = annotations.text(key);
      if (!/^(runtime\/default$|docker\/default$|localhost\/)/.test(value)) {
        breaches.push({
          container: container?.name,
          field: annotations.path(key),
          value: `${key}=${goQuoted(value)}`,
          problem: `annotation ${key} must not be "${value}"`,
        });
      }
    }
  };
  look(SECCOMP_POD_ANNOTATION);
  for (const container of pod.containers) {
    look(`${SECCOMP_CONTAINER_ANNOTATION}${container.name}`, container);
  }
  return refusal(breaches, 'seccompProfile', found => {
    const values = valuesOf(found);
    return `forbidden ${plural(values.length, 'annotation')} ${values.join(
      ', ',
    )}`;
  });
}

function check_1_19(pod: Pod): Refusal | undefined {
  return switchedOff(forbiddenProfiles(pod));
}

/** Profiles that are set and not among the allowed ones. */
export function forbiddenProfiles(pod: Pod): Breach[] {
  const breaches: Breach[] = [];
  const look = (security?: FieldReader, container?: Container) => {
    const profile = security?.object('seccompProfile');
    const type = profile?.text('type') ?? '';
    if (profile && !isAllowedProfile(type)) {
      breaches.push(forbidden(container, profile, 'type', type));
    }
  };
  look(pod.securityContext);
  for (const container of pod.containers) {
    look(container.fields.object('securityContext'), container);
  }
  return breaches;
}

export function isAllowedProfile(type: string): boolean {
  return type === 'RuntimeDefault' || type === 'Localhost';
}

export function switchedOff(breaches: readonly Breach[]): Refusal | undefined {
  return refusal(
    breaches,
    'seccompProfile',
    found =>
      `${settersInWords(
        found,
      )} must not set securityContext.seccompProfile.type to ${quoted(
        valuesOf(found),
      )}`,
  );
}

export const seccompProfileBaseline: PodSecurityCheck = {
  id: 'seccompProfile_baseline',
  level: 'baseline',
  versions: [
    { since: 0, check: check_1_0 },
    { since: 19, check: check_1_19 },
  ],
};
