/**
 * "Belongs to this root owner" in CEL, as Kyverno's engine and the API server both take it:
 * of `object` alone, never failing on a field that is missing, and false where there is no
 * object (it is being deleted).
 */
import type { WitnessedWorkload } from '../types';
import { chainOf, HASH, HASH_LABEL } from './chains';
import { patternOf } from './names';

/** One expression for all of them. */
export function ownershipInCel(
  workloads: readonly WitnessedWorkload[],
): string {
  const namespaces = [...new Set(workloads.map(({ namespace }) => namespace))];
  const each = namespaces.map(namespace => {
    const ways = workloads
      .filter(workload => workload.namespace === namespace)
      .flatMap(waysOf);
    return `${is(
      "object.metadata.?namespace.orValue('')",
      namespace,
    )} && (${ways.join(' || ')})`;
  });
  return `object != null && ${
    each.length === 1 ? each[0] : `(${each.map(it => `(${it})`).join(' || ')})`
  }`;
}

const NAME = "object.metadata.?name.orValue('')";
const LABEL = `object.metadata.?labels[?'${HASH_LABEL}'].orValue('')`;

function waysOf({ kind, name }: WitnessedWorkload): string[] {
  const itself = all(is('object.kind', kind), is(NAME, name));
  switch (chainOf(kind)) {
    case 'replica-sets':
      return [
        itself,
        all(is('object.kind', 'ReplicaSet'), controlledBy(kind, named(name))),
        all(
          is('object.kind', 'Pod'),
          `${LABEL}.matches('${HASH}')`,
          controlledBy('ReplicaSet', `o.name == '${name}-' + ${LABEL}`),
        ),
      ];
    case 'jobs':
      return [
        itself,
        all(is('object.kind', 'Job'), controlledBy(kind, named(name))),
        all(
          is('object.kind', 'Pod'),
          controlledBy('Job', `o.name.matches('^${patternOf(name)}-[0-9]+$')`),
        ),
      ];
    case 'pods':
      return [
        itself,
        all(is('object.kind', 'Pod'), controlledBy(kind, named(name))),
      ];
    case 'numbered-pods':
      return [
        itself,
        all(
          is('object.kind', 'Pod'),
          `${NAME}.matches('^${patternOf(name)}-[0-9]+$')`,
          controlledBy(kind, named(name)),
        ),
      ];
    default:
      return [
        kind === 'Pod'
          ? all(
              itself,
              '!object.metadata.?ownerReferences.orValue([]).exists(o, o.?controller.orValue(false))',
            )
          : itself,
      ];
  }
}

function is(value: string, text: string): string {
  return `${value} == '${text}'`;
}

function named(name: string): string {
  return is('o.name', name);
}

function all(...conditions: string[]): string {
  return conditions.join(' && ');
}

function controlledBy(kind: string, name: string): string {
  return `object.metadata.?ownerReferences.orValue([]).exists(o, ${all(
    'o.?controller.orValue(false)',
    is('o.kind', kind),
    name,
  )})`;
}
