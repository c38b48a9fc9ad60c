/**
 * Placeholders of a baseline: `${path}` in a text of an object, from a closed list of
 * paths. `$${` stands for `${` itself.
 *
 * They are found in YAML that is parsed already, so that no value can make another key,
 * object or document of it.
 */
import type { JsonValue } from '../../evaluation';

/** What a path stands for. */
interface Placeholder {
  /** Only a text can be part of a longer text; all else is the whole of its field. */
  shape: 'text' | 'map' | 'list';
  /** Only in objects that are made for each of these. */
  forEach?: 'egress' | 'roles';
  /** Its field is left out where there is no value. */
  isOptional?: boolean;
}

/** The closed list; documented in `docs/baselines.md`. */
export const PLACEHOLDERS = {
  'namespace.name': { shape: 'text' },
  'cluster.name': { shape: 'text' },
  'baseline.version': { shape: 'text' },
  'owner.name': { shape: 'text' },
  'owner.namespace': { shape: 'text' },
  environment: { shape: 'text' },
  limits: { shape: 'text' },
  'podSecurity.level': { shape: 'text' },
  'podSecurity.version': { shape: 'text' },
  'provisioning.id': { shape: 'text' },
  'size.name': { shape: 'text' },
  'size.quota': { shape: 'map' },
  'size.default': { shape: 'map' },
  'size.defaultRequest': { shape: 'map' },
  'size.max': { shape: 'map', isOptional: true },
  'dns.rules': { shape: 'list' },
  'egress.name': { shape: 'text', forEach: 'egress' },
  'egress.rule': { shape: 'map', forEach: 'egress' },
  'role.name': { shape: 'text', forEach: 'roles' },
  'role.clusterRole': { shape: 'text', forEach: 'roles' },
  'role.group': { shape: 'text', forEach: 'roles' },
} as const satisfies Record<string, Placeholder>;

export type PlaceholderPath = keyof typeof PLACEHOLDERS;

/** What placeholders are filled with; a path that is missing or unset has no value. */
export type PlaceholderValues = Partial<
  Record<PlaceholderPath, JsonValue | undefined>
>;

/** A piece of a text: itself, or what stands between `${` and `}`. */
export type TextPart = { text: string } | { path: string };

/** @returns Undefined where a `${` is not closed. */
export function textPartsOf(text: string): TextPart[] | undefined {
  const parts: TextPart[] = [];
  let literal = '';
  for (let at = 0; at < text.length; ) {
    if (text.startsWith('$${', at)) {
      literal += '${';
      at += 3;
    } else if (text.startsWith('${', at)) {
      const end = text.indexOf('}', at);
      if (end < 0) {
        return undefined;
      }
      if (literal) {
        parts.push({ text: literal });
        literal = '';
      }
      parts.push({ path: text.slice(at + 2, end) });
      at = end + 1;
    } else {
      literal += text[at];
      at += 1;
    }
  }
  if (literal) {
    parts.push({ text: literal });
  }
  return parts;
}

export function placeholderOf(path: string): Placeholder | undefined {
  return Object.hasOwn(PLACEHOLDERS, path)
    ? PLACEHOLDERS[path as PlaceholderPath]
    : undefined;
}

/**
 * Puts values into every text of a template that was checked. Keys are never touched, and
 * what a value holds is never looked into.
 *
 * @param literally - Makes what stands outside of placeholders safe for whoever reads the
 *   result; as it is by default.
 */
export function fillIn(
  template: JsonValue,
  values: PlaceholderValues,
  literally: (text: string) => string = text => text,
): JsonValue | undefined {
  if (typeof template === 'string') {
    return fillText(template, values, literally);
  }
  if (Array.isArray(template)) {
    return template
      .map(item => fillIn(item, values, literally))
      .filter(item => item !== undefined);
  }
  if (typeof template === 'object' && template !== null) {
    return Object.fromEntries(
      Object.entries(template).flatMap(([key, value]) => {
        const filled = fillIn(value, values, literally);
        return filled === undefined ? [] : [[key, filled]];
      }),
    );
  }
  return template;
}

function fillText(
  text: string,
  values: PlaceholderValues,
  literally: (text: string) => string,
): JsonValue | undefined {
  const parts = textPartsOf(text) ?? [{ text }];
  const [first] = parts;
  if (parts.length === 1 && 'path' in first) {
    return values[first.path as PlaceholderPath];
  }
  return parts
    .map(part =>
      'text' in part
        ? literally(part.text)
        : String(values[part.path as PlaceholderPath] ?? ''),
    )
    .join('');
}
