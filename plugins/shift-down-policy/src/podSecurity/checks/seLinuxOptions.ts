/**
 * Baseline: SELinux options choose no user or role, and no type but those made for
 * containers, among them container_engine_t since 1.31.
 * https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
 */
import type { FieldReader } from '../FieldReader';
import type { Container, Pod } from '../Pod';
import type { Breach, PodSecurityCheck, Refusal } from '../PodSecurityCheck';
import { forbidden, refusal, settersInWords, valuesOf } from '../refusal';
import { plural, quoted } from '../words';

const TYPES_1_0 = ['', 'container_t', 'container_init_t', 'container_kvm_t'];
const TYPES_1_31 = [...TYPES_1_0, 'container_engine_t'];

function checkWith(types: readonly string[]) {
  return (pod: Pod): Refusal | undefined => {
    const breaches: Breach[] = [];
    const look = (security?: FieldReader, container?: Container) => {
      const options = security?.object('seLinuxOptions');
      const type = options?.text('type') ?? '';
      if (options && !types.includes(type)) {
        breaches.push(forbidden(container, options, 'type', type));
      }
      for (const key of ['user', 'role']) {
        const value = options?.text(key);
        if (options && value) {
          breaches.push(forbidden(container, options, key, value));
        }
      }
    };
    look(pod.securityContext);
    for (const container of pod.containers) {
      look(container.fields.object('securityContext'), container);
    }
    return refusal(breaches, 'seLinuxOptions', inWords);
  };
}

function inWords(breaches: readonly Breach[]): string {
  const of = (key: string) => breaches.filter(it => it.field.at(-1) === key);
  const badTypes = valuesOf(of('type'));
  const problems = [
    badTypes.length && `${plural(badTypes.length, 'type')} ${quoted(badTypes)}`,
    of('user').length && 'user may not be set',
    of('role').length && 'role may not be set',
  ].filter(Boolean);
  return `${settersInWords(
    breaches,
  )} set forbidden securityContext.seLinuxOptions: ${problems.join('; ')}`;
}

export const seLinuxOptions: PodSecurityCheck = {
  id: 'seLinuxOptions',
  level: 'baseline',
  versions: [
    { since: 0, check: checkWith(TYPES_1_0) },
    { since: 31, check: checkWith(TYPES_1_31) },
  ],
};
