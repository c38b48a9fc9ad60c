/**
 * "Belongs to this root owner" in JMESPath, as conditions of a `kyverno.io` exception take
 * it. The whole is one expression that comes to true or false: Kyverno's own operators
 * would take `1e3` and `1000` for the same name, and an asterisk for any.
 */
import type { WitnessedWorkload } from '../types';
import { chainOf, HASH, HASH_LABEL } from './chains';
import { patternOf } from './names';

export function ownershipInJmesPath(workload: WitnessedWorkload): string {
  return `${is(
    'request.object.metadata.namespace',
    workload.namespace,
  )} && (${waysOf(workload)
    .map(way => `(${way})`)
    .join(' || ')})`;
}

const KIND = 'request.object.kind';
const NAME = "not_null(request.object.metadata.name, '')";
const LABEL = `not_null(request.object.metadata.labels."${HASH_LABEL}", '')`;
const CONTROLLERS =
  'not_null(request.object.metadata.ownerReferences, `[]`)[?controller]';

function waysOf({ kind, name }: WitnessedWorkload): string[] {
  const itself = all(is(KIND, kind), is(NAME, name));
  switch (chainOf(kind)) {
    case 'replica-sets':
      return [
        itself,
        all(is(KIND, 'ReplicaSet'), is(controllerOf(kind), name)),
        all(
          is(KIND, 'Pod'),
          `regex_match('${HASH}', ${LABEL})`,
          `${controllerOf('ReplicaSet')} == join('-', ['${name}', ${LABEL}])`,
        ),
      ];
    case 'jobs':
      return [
        itself,
        all(is(KIND, 'Job'), is(controllerOf(kind), name)),
        all(
          is(KIND, 'Pod'),
          `regex_match('^${patternOf(name)}-[0-9]+$', ${controllerOf('Job')})`,
        ),
      ];
    case 'pods':
      return [itself, all(is(KIND, 'Pod'), is(controllerOf(kind), name))];
    case 'numbered-pods':
      return [
        itself,
        all(
          is(KIND, 'Pod'),
          `regex_match('^${patternOf(name)}-[0-9]+$', ${NAME})`,
          is(controllerOf(kind), name),
        ),
      ];
    default:
      return [
        kind === 'Pod'
          ? all(itself, `length(${CONTROLLERS}) == \`0\``)
          : itself,
      ];
  }
}

/** Name of the controller if it is of that kind, else an empty text. */
function controllerOf(kind: string): string {
  return `not_null((${CONTROLLERS} | [?kind == '${kind}'].name | [0]), '')`;
}

function is(value: string, text: string): string {
  return `${value} == '${text}'`;
}

function all(...conditions: string[]): string {
  return conditions.join(' && ');
}
