/** The catalogue as config leaves it: switched off, re-weighted, re-assigned. */
import { InputError } from '@backstage/errors';
import type {
  Control,
  Responsibility,
  Severity,
} from '@shift-down/plugin-shift-down-common';
import { digestOf } from './fingerprint';

/** What config may change about a control; never what it means. @public */
export interface ControlOverride {
  /** `false` switches the control off: no score, no findings. */
  enabled?: boolean;
  severity?: Exclude<Severity, 'unknown'>;
  responsibility?: Responsibility;
}

/** What some control needs to be configured. @public */
export type Capability = NonNullable<Control['needs']>;

/** A catalogue after overrides. @public */
export interface ResolvedControls {
  /** Every control, for {@link createControlIndex}. */
  all: Control[];
  /** Those that are switched on and can be, for {@link assess} and the page. */
  enabled: Control[];
  /**
   * Changes whenever the same object could be judged differently: what was judged
   * under another version must be judged again.
   */
  version: string;
}

/**
 * Applies overrides to a catalogue.
 * @param capabilities - What is configured: a control that needs anything else is
 *   switched off, since nothing could ever speak about it.
 * @throws InputError if an override names no control of the catalogue.
 * @public
 */
export function resolveControls(
  catalogue: readonly Control[],
  overrides: Record<string, ControlOverride> = {},
  capabilities: ReadonlySet<Capability> = new Set(),
): ResolvedControls {
  const ids = catalogue.map(({ id }) => id);
  for (const id of Object.keys(overrides)) {
    if (!ids.includes(id)) {
      throw new InputError(unknownControl(id, ids));
    }
  }
  const all = catalogue.map(control => {
    const { severity, responsibility } = overrides[control.id] ?? {};
    return {
      ...control,
      severity: severity ?? control.severity,
      responsibility: responsibility ?? control.responsibility,
    };
  });
  return {
    all,
    enabled: all.filter(
      ({ id, needs }) =>
        overrides[id]?.enabled !== false &&
        (needs === undefined || capabilities.has(needs)),
    ),
    version: catalogueVersion(all),
  };
}

/**
 * A digest of a catalogue, whatever order its controls come in. Switching a control
 * on or off does not change it, since that changes assessment only.
 * @public
 */
export function catalogueVersion(controls: readonly Control[]): string {
  return digestOf(
    [...controls].sort((a, b) => (a.id < b.id ? -1 : 1)).map(canonical),
  );
}

/** Objects with their keys in order, so that equal data makes equal JSON. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(canonical);
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, entry]) => [key, canonical(entry)]),
    );
  }
  return value;
}

function unknownControl(id: string, ids: string[]): string {
  const near = ids
    .map(known => ({ known, distance: distanceBetween(id, known) }))
    .filter(
      ({ known, distance }) =>
        distance <= Math.max(2, id.length / 3) ||
        known.includes(id) ||
        id.includes(known),
    )
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ known }) => `'${known}'`);
  const hint = near.length
    ? `did you mean ${near.join(' or ')}?`
    : 'see docs/controls.md for the ids there are';
  return `shiftDown.controls.overrides names '${id}', which is no control: ${hint}`;
}

/** Levenshtein's distance: single characters to add, drop or replace. */
function distanceBetween(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      current[j] = Math.min(
        previous[j] + 1,
        current[j - 1] + 1,
        previous[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1),
      );
    }
    previous = current;
  }
  return previous[b.length];
}
