/**
 * Restricted: volumes are of the types that bring no storage of the node or network past
 * the cluster's own rules.
 *
 * The API server makes a volume without any source an emptyDir, which is allowed.
 * https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
 */
import type { FieldReader } from '../FieldReader';
import type { Pod } from '../Pod';
import type { Breach, PodSecurityCheck, Refusal } from '../PodSecurityCheck';
import { refusal, valuesOf } from '../refusal';
import { ALLOWED_VOLUMES, RESTRICTED_VOLUMES } from '../volumes';
import { plural, quoted } from '../words';

function check(pod: Pod): Refusal | undefined {
  const breaches: Breach[] = [];
  for (const volume of pod.spec.objects('volumes')) {
    const type = restrictedTypeOf(volume);
    if (type) {
      breaches.push({
        field: volume.path(type),
        value: type,
        problem: `volume "${volume.text('name')}" must not be of type ${type}`,
      });
    }
  }
  return refusal(breaches, 'restricted volume types', found => {
    const names = pod.spec
      .objects('volumes')
      .filter(restrictedTypeOf)
      .map(volume => volume.text('name'));
    const types = valuesOf(found);
    return [
      plural(names.length, 'volume'),
      quoted(names),
      plural(names.length, 'uses', 'use'),
      plural(types.length, 'restricted volume type'),
      quoted(types),
    ].join(' ');
  });
}

function restrictedTypeOf(volume: FieldReader): string | undefined {
  return ALLOWED_VOLUMES.some(type => volume.hasMap(type))
    ? undefined
    : RESTRICTED_VOLUMES.find(type => volume.hasMap(type));
}

export const restrictedVolumes: PodSecurityCheck = {
  id: 'restrictedVolumes',
  level: 'restricted',
  overrides: 'hostPathVolumes',
  versions: [{ since: 0, check }],
};
