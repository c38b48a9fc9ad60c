import { stringify } from 'yaml';
import type { PlannedEnforcement } from '../types';

/**
 * What a person applies, or puts into a repository, where nobody writes to the cluster:
 * the plan's own document, or else its object as YAML. `undefined` where there is neither.
 * @public
 */
export function documentOf({
  document,
  entries,
  object,
}: PlannedEnforcement): PlannedEnforcement['document'] {
  if (document || !object) {
    return document;
  }
  const name = `${object.kind} ${object.metadata.name}`;
  return {
    title: entries
      ? `Add these entries to ${name}, beside those that are there`
      : `Apply ${name}`,
    text: stringify(object),
  };
}
