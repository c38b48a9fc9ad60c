/**
 * Kubernetes label selectors, equality-based and set-based, as they are written
 * on a command line: `app=web,tier!=cache,env in (dev, test),!legacy`.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/
 */
import { InputError } from '@backstage/errors';

/** One condition of a selector; all of them must hold. @internal */
export type LabelRequirement =
  | { operator: 'in' | 'notin'; key: string; values: string[] }
  | { operator: 'exists' | 'absent'; key: string };

const KEY = String.raw`(?:[A-Za-z0-9.-]{1,253}\/)?[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?`;
const VALUE = String.raw`(?:[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?`;
const EQUALITY = new RegExp(`^(${KEY})\\s*(==|=|!=)\\s*(${VALUE})$`);
const SET = new RegExp(`^(${KEY})\\s+(in|notin)\\s*\\(([^()]*)\\)$`);
const PRESENCE = new RegExp(`^(!?)\\s*(${KEY})$`);
const WHOLE_VALUE = new RegExp(`^${VALUE}$`);
const MAX_LENGTH = 4000;

/**
 * Parses a selector.
 * @throws InputError if it isn't one; it then claims nothing.
 * @internal
 */
export function parseLabelSelector(selector: string): LabelRequirement[] {
  if (selector.length > MAX_LENGTH) {
    throw new InputError(
      `A label selector is at most ${MAX_LENGTH} characters long`,
    );
  }
  return splitRequirements(selector).map(parseRequirement);
}

/** Whether labels meet every requirement. @internal */
export function matchesLabels(
  requirements: LabelRequirement[],
  labels: Record<string, string>,
): boolean {
  return requirements.every(requirement => {
    const value = Object.hasOwn(labels, requirement.key)
      ? labels[requirement.key]
      : undefined;
    switch (requirement.operator) {
      case 'in':
        return value !== undefined && requirement.values.includes(value);
      case 'notin':
        return value === undefined || !requirement.values.includes(value);
      case 'exists':
        return value !== undefined;
      default:
        return value === undefined;
    }
  });
}

/** Commas separate requirements, except between the parentheses of a set. */
function splitRequirements(selector: string): string[] {
  const parts = selector.match(/(?:\([^()]*\)|[^,(])+/g) ?? [];
  return parts.map(part => part.trim()).filter(part => part !== '');
}

function parseRequirement(text: string): LabelRequirement {
  const equality = EQUALITY.exec(text);
  if (equality) {
    const [, key, operator, value] = equality;
    return {
      operator: operator === '!=' ? 'notin' : 'in',
      key,
      values: [value],
    };
  }
  const set = SET.exec(text);
  if (set) {
    const [, key, operator, list] = set;
    const values = list.split(',').map(value => value.trim());
    if (values.every(value => WHOLE_VALUE.test(value))) {
      return { operator: operator as 'in' | 'notin', key, values };
    }
  }
  const presence = PRESENCE.exec(text);
  if (presence) {
    const [, negation, key] = presence;
    return { operator: negation ? 'absent' : 'exists', key };
  }
  throw new InputError(
    `'${text}' is no label requirement; write key=value, key!=value, ` +
      `key in (a, b), key notin (a, b), key or !key`,
  );
}
