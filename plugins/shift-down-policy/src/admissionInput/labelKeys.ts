/** `matchLabelKeys` of a Pod become requirements of the selectors beside them. */
import type { JsonObject, JsonValue } from '../evaluation/kubernetesObject';
import { mapIn, mapsIn } from './defaults/fields';

const IN_AFFINITY = 31;
const IN_TOPOLOGY_SPREAD = 34;
const LISTS = [
  'preferredDuringSchedulingIgnoredDuringExecution',
  'requiredDuringSchedulingIgnoredDuringExecution',
];

export function mergeLabelKeys(pod: JsonObject, minorVersion: number): void {
  const labels = mapIn(mapIn(pod, 'metadata'), 'labels') ?? {};
  const spec = mapIn(pod, 'spec');
  if (minorVersion >= IN_AFFINITY) {
    for (const sort of ['podAffinity', 'podAntiAffinity']) {
      for (const list of LISTS) {
        for (const item of mapsIn(mapIn(mapIn(spec, 'affinity'), sort), list)) {
          const term = mapIn(item, 'podAffinityTerm') ?? item;
          addRequirements(term, term.matchLabelKeys, 'In', labels);
          addRequirements(term, term.mismatchLabelKeys, 'NotIn', labels);
        }
      }
    }
  }
  if (minorVersion >= IN_TOPOLOGY_SPREAD) {
    for (const constraint of mapsIn(spec, 'topologySpreadConstraints')) {
      addRequirements(constraint, constraint.matchLabelKeys, 'In', labels);
    }
  }
}

function addRequirements(
  term: JsonObject,
  keys: JsonValue | undefined,
  operator: string,
  labels: JsonObject,
): void {
  const selector = mapIn(term, 'labelSelector');
  if (!selector || !Array.isArray(keys)) {
    return;
  }
  for (const key of keys) {
    if (typeof key === 'string' && Object.hasOwn(labels, key)) {
      const requirement = { key, operator, values: [labels[key]] };
      const present = selector.matchExpressions;
      selector.matchExpressions = [
        ...(Array.isArray(present) ? present : []),
        requirement,
      ];
    }
  }
}
