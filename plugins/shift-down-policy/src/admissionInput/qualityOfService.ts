/** https://kubernetes.io/docs/concepts/workloads/pods/pod-qos/ */
import type { JsonObject } from '../evaluation/kubernetesObject';
import { mapIn, mapsIn } from './defaults/fields';
import { parseQuantity } from './quantity';

const COUNTED = ['cpu', 'memory'];

type Amounts = Map<string, bigint>;

export function qualityOfService(spec: JsonObject): string {
  const whole = mapIn(spec, 'resources');
  const parts = whole
    ? [whole]
    : ['containers', 'initContainers'].flatMap(field =>
        mapsIn(spec, field).map(it => mapIn(it, 'resources') ?? {}),
      );
  const requests: Amounts = new Map();
  const limits: Amounts = new Map();
  let allLimited = true;
  for (const resources of parts) {
    addTo(requests, resources, 'requests');
    allLimited = addTo(limits, resources, 'limits') && allLimited;
  }
  if (requests.size === 0 && limits.size === 0) {
    return 'BestEffort';
  }
  const guaranteed =
    allLimited &&
    requests.size === limits.size &&
    [...requests].every(([name, amount]) => limits.get(name) === amount);
  return guaranteed ? 'Guaranteed' : 'Burstable';
}

/** Returns whether all that count are there. */
function addTo(sums: Amounts, resources: JsonObject, list: string): boolean {
  const given = mapIn(resources, list) ?? {};
  let found = 0;
  for (const name of COUNTED) {
    const amount = parseQuantity(given[name])?.nano ?? 0n;
    if (amount > 0n) {
      sums.set(name, (sums.get(name) ?? 0n) + amount);
      found += 1;
    }
  }
  return found === COUNTED.length;
}
