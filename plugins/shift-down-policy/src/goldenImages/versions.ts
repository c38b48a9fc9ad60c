/** Orders versions: semantic, by calendar, or else as people count. */
import { compare, parse as parseSemver, type SemVer } from 'semver';

/** Lists of numbers compare element by element; what is missing counts as less. */
type Key = readonly number[];

/** Copacetic publishes its patches of a release under the release's tag with this suffix. */
const PATCHED = /^(.+?)-patched(?:-(\d{1,6}))?$/;

/** Whether a tag is one that Copacetic gives to what it patched. */
export function isPatchedTag(tag: string): boolean {
  return PATCHED.test(tag);
}

export interface SemanticVersion {
  semver: SemVer;
  /** How often it was patched without being built anew. */
  patches: number;
}

/** `partial`: takes 22 and 22.11 as well. */
export function semanticVersionOf(
  text: string,
  { partial }: { partial: boolean },
): SemanticVersion | undefined {
  const { bare, patches } = withoutPatches(text.replace(/^v(?=\d)/, ''));
  const short = /^(\d{1,9})(?:\.(\d{1,9}))?$/.exec(bare);
  const full = partial && short ? `${short[1]}.${short[2] ?? '0'}.0` : bare;
  const semver = parseSemver(full);
  return semver ? { semver, patches } : undefined;
}

export interface CalendarVersion {
  /** ISO 8601; the first of the month if it names no day. */
  date: string;
  key: Key;
  /** What follows the date and its serial number. */
  rest: string;
}

const CALENDAR =
  /^v?(\d{4})(?:([.-]?)(\d{2}))(?:\2(\d{2})(?!\d))?(?:[.-](\d{1,9})(?![\w]))?/;

/** Reads 2026.11, 20261122 and 2026-11-22, with a serial number behind it or not. */
export function calendarVersionOf(text: string): CalendarVersion | undefined {
  const { bare, patches } = withoutPatches(text);
  const match = CALENDAR.exec(bare);
  if (!match) {
    return undefined;
  }
  const [all, year, , month, day, serial] = match;
  const rest = bare.slice(all.length);
  const date = `${year}-${month}-${day ?? '01'}`;
  if (!isDate(date) || /^\d/.test(rest)) {
    return undefined;
  }
  const key = [year, month, day ?? 0, serial ?? 0, patches].map(Number);
  return { date, key, rest };
}

export function compareSemantic(a: SemanticVersion, b: SemanticVersion) {
  return compare(a.semver, b.semver) || a.patches - b.patches;
}

export function compareCalendar(a: CalendarVersion, b: CalendarVersion) {
  return compareKeys(a.key, b.key);
}

/** Runs of digits by their number, all else as text. */
export function compareNaturally(a: string, b: string): number {
  const left = a.match(/\d+|\D+/g) ?? [];
  const right = b.match(/\d+|\D+/g) ?? [];
  for (const [index, part] of left.entries()) {
    const other = right[index];
    if (other === undefined) {
      return 1;
    }
    const byNumber =
      /^\d/.test(part) && /^\d/.test(other) ? Number(part) - Number(other) : 0;
    const order = byNumber || compareTexts(part, other);
    if (order !== 0) {
      return order;
    }
  }
  return left.length - right.length;
}

export function compareTexts(a: string, b: string): number {
  if (a === b) {
    return 0;
  }
  return a < b ? -1 : 1;
}

function withoutPatches(text: string): { bare: string; patches: number } {
  const match = PATCHED.exec(text);
  return match
    ? { bare: match[1], patches: 1 + Number(match[2] ?? 0) }
    : { bare: text, patches: 0 };
}

function compareKeys(a: Key, b: Key): number {
  const index = a.findIndex((number, at) => number !== b[at]);
  return index < 0 ? 0 : a[index] - b[index];
}

function isDate(date: string): boolean {
  const time = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(date);
}
