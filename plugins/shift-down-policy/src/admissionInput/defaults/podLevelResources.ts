/**
 * Requests of a whole Pod that names limits only: those of its containers, else the limits.
 * https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#pod-level-resource-specification
 */
import type { JsonObject } from '../../evaluation/kubernetesObject';
import { formatQuantity, parseQuantity, type Quantity } from '../quantity';
import { isEmptyMap, mapIn, mapsIn } from './fields';

type Amounts = Map<string, Quantity>;

export function setPodLevelRequests(spec: JsonObject): void {
  const resources = mapIn(spec, 'resources');
  const given = mapIn(resources, 'limits');
  if (!resources || (isEmptyMap(given) && isEmptyMap(resources.requests))) {
    return;
  }
  const limits = { ...given };
  const requests = { ...mapIn(resources, 'requests') };
  for (const [name, amount] of amountsOf(spec, 'limits')) {
    if (isHugePages(name) && !(name in requests) && !(name in limits)) {
      limits[name] = formatQuantity(amount);
    }
  }
  if (Object.keys(limits).length === 0) {
    return;
  }
  resources.limits = limits;
  for (const [name, amount] of amountsOf(spec, 'requests')) {
    if (isSupported(name) && !isHugePages(name) && !(name in requests)) {
      requests[name] = formatQuantity(amount);
    }
  }
  for (const [name, amount] of Object.entries(limits)) {
    if (isSupported(name) && !(name in requests)) {
      requests[name] = amount;
    }
  }
  if (Object.keys(requests).length > 0) {
    resources.requests = requests;
  }
}

/** What all containers take at once, at the worst moment of the Pod's life. */
function amountsOf(spec: JsonObject, list: 'limits' | 'requests'): Amounts {
  let together: Amounts = new Map();
  for (const container of mapsIn(spec, 'containers')) {
    together = add(together, amountsIn(container, list));
  }
  let sidecars: Amounts = new Map();
  let starting: Amounts = new Map();
  for (const container of mapsIn(spec, 'initContainers')) {
    const own = amountsIn(container, list);
    if (container.restartPolicy === 'Always') {
      sidecars = add(sidecars, own);
      starting = largest(starting, sidecars);
    } else {
      starting = largest(starting, add(sidecars, own));
    }
  }
  return largest(add(together, sidecars), starting);
}

function amountsIn(container: JsonObject, list: string): Amounts {
  const amounts: Amounts = new Map();
  const given = mapIn(mapIn(container, 'resources'), list) ?? {};
  for (const [name, value] of Object.entries(given)) {
    const quantity = parseQuantity(value);
    if (quantity) {
      amounts.set(name, quantity);
    }
  }
  return amounts;
}

function add(left: Amounts, right: Amounts): Amounts {
  return merge(left, right, (a, b) => ({
    nano: a.nano + b.nano,
    format: a.format,
  }));
}

function largest(left: Amounts, right: Amounts): Amounts {
  return merge(left, right, (a, b) => (b.nano > a.nano ? b : a));
}

function merge(
  left: Amounts,
  right: Amounts,
  join: (left: Quantity, right: Quantity) => Quantity,
): Amounts {
  const result = new Map(left);
  for (const [name, quantity] of right) {
    const other = result.get(name);
    result.set(name, other ? join(other, quantity) : quantity);
  }
  return result;
}

function isHugePages(name: string): boolean {
  return name.startsWith('hugepages-');
}

function isSupported(name: string): boolean {
  return name === 'cpu' || name === 'memory' || isHugePages(name);
}
