/**
 * Baseline: AppArmor is not switched off, neither by the annotations that were first nor by
 * the fields that came with 1.30; both bind in every version.
 *
 * Since 1.30 API servers copy a Pod's annotation into the field of its container where that
 * has none, so that one annotation shows as both.
 * https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
 */
import { APPARMOR_ANNOTATION } from '../annotations';
import type { FieldReader } from '../FieldReader';
import type { Container, Pod } from '../Pod';
import type { Breach, PodSecurityCheck, Refusal } from '../PodSecurityCheck';
import { forbidden, refusal, settersInWords, valuesOf } from '../refusal';
import { goQuoted, plural, quoted } from '../words';

const COPYING_SINCE = 30;

function check(pod: Pod): Refusal | undefined {
  const annotations = forbiddenAnnotations(pod);
  const fields: Breach[] = [];
  /** The fields with those that the API server would fill from an annotation. */
  const filled: Breach[] = [];

  const look = (security?: FieldReader, container?: Container) => {
    const profile = security?.object('appArmorProfile');
    const type = profile?.text('type') ?? '';
    if (profile && type !== 'RuntimeDefault' && type !== 'Localhost') {
      const breach = forbidden(container, profile, 'type', type);
      fields.push(breach);
      filled.push(breach);
    } else if (!profile && container && copies(pod, container)) {
      filled.push({
        container: container.name,
        field: [],
        value: 'Unconfined',
        problem: '',
      });
    }
  };
  look(pod.securityContext);
  for (const container of pod.containers) {
    look(container.fields.object('securityContext'), container);
  }

  const values = [...valuesOf(filled), ...valuesOf(annotations)];
  return refusal(
    [...fields, ...annotations],
    plural(values.length, 'forbidden AppArmor profile'),
    () => {
      const setters = [
        filled.length && settersInWords(filled),
        annotations.length && plural(annotations.length, 'annotation'),
      ].filter(Boolean);
      return `${setters.join(
        ' and ',
      )} must not set AppArmor profile type to ${quoted(values)}`;
    },
  );
}

function forbiddenAnnotations({ annotations }: Pod): Breach[] {
  const breaches: Breach[] = [];
  for (const key of annotations?.names() ?? []) {
    if (annotations && key.startsWith(APPARMOR_ANNOTATION)) {
      const value = annotations.text(key);
      if (!/^(runtime\/default$|localhost\/|$)/.test(value)) {
        breaches.push({
          container: key.slice(APPARMOR_ANNOTATION.length),
          field: annotations.path(key),
          value: `${key}=${goQuoted(value)}`,
          problem: `annotation ${key} must not be "${value}"`,
        });
      }
    }
  }
  return breaches;
}

/** Whether the API server makes a container without a profile unconfined. */
function copies(pod: Pod, { name }: Container): boolean {
  const { annotations } = pod;
  const key = `${APPARMOR_ANNOTATION}${name}`;
  return (
    pod.isPod &&
    pod.serverMinorVersion >= COPYING_SINCE &&
    !!annotations?.names().includes(key) &&
    annotations.text(key) === 'unconfined' &&
    !pod.isForWindows &&
    pod.securityContext?.object('appArmorProfile')?.text('type') !==
      'Unconfined'
  );
}

export const appArmorProfile: PodSecurityCheck = {
  id: 'appArmorProfile',
  level: 'baseline',
  versions: [{ since: 0, check }],
};
