/**
 * Baseline: no volume may be a path of the node.
 * https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
 */
import type { Pod } from '../Pod';
import type { Breach, PodSecurityCheck, Refusal } from '../PodSecurityCheck';
import { refusal } from '../refusal';
import { plural, quoted } from '../words';

function check(pod: Pod): Refusal | undefined {
  const breaches: Breach[] = [];
  for (const volume of pod.spec.objects('volumes')) {
    if (volume.hasMap('hostPath')) {
      const name = volume.text('name');
      breaches.push({
        field: volume.path('hostPath'),
        value: name,
        problem: `volume "${name}" must not be a hostPath`,
      });
    }
  }
  return refusal(breaches, 'hostPath volumes', found => {
    const names = found.map(({ value }) => value);
    return `${plural(names.length, 'volume')} ${quoted(names)}`;
  });
}

export const hostPathVolumes: PodSecurityCheck = {
  id: 'hostPathVolumes',
  level: 'baseline',
  versions: [{ since: 0, check }],
};
