/**
 * What may stand in an expression that is written for an engine. Names come from clusters:
 * one that could end a text, or mean more than itself in a pattern, is never written.
 */
import type { WitnessedWorkload } from '../types';

const NAME = /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/;
const NAMESPACE = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const KIND = /^[A-Za-z][A-Za-z0-9]{0,62}$/;

/** Why the workload can't be named to an engine; empty if it can. */
export function whyUnnameable({
  namespace,
  kind,
  name,
}: WitnessedWorkload): string {
  if (namespace === '') {
    return `${kind} ${name} lies in no namespace, and exceptions are for what lies in one.`;
  }
  return NAMESPACE.test(namespace) && KIND.test(kind) && NAME.test(name)
    ? ''
    : `The name of ${kind} ${name} in ${namespace} can't be written into a policy safely.`;
}

/** As a pattern that matches the name and nothing else. */
export function patternOf(name: string): string {
  return name.replaceAll('.', '[.]');
}

export function inWords({ kind, name }: WitnessedWorkload): string {
  return `${kind}/${name}`;
}
