/** Whether something is less than something else that was asked for. */
import type { ExceptionScope } from '@shift-down/plugin-shift-down-common';
import { canonicalJson } from './canonical';

/** Where and when, which is what can be made less. @public */
export interface Extent {
  from: string;
  until: string;
  scope: ExceptionScope;
}

/** Whether nothing of it is wider, and something is narrower or shorter. @public */
export function isNarrower(extent: Extent, than: Extent): boolean {
  const later = Date.parse(extent.from) - Date.parse(than.from);
  const earlier = Date.parse(than.until) - Date.parse(extent.until);
  return (
    later >= 0 &&
    earlier >= 0 &&
    isWithin(extent.scope, than.scope) &&
    (later > 0 ||
      earlier > 0 ||
      canonicalJson(extent.scope) !== canonicalJson(than.scope))
  );
}

function isWithin(scope: ExceptionScope, than: ExceptionScope): boolean {
  const fields = new Map(Object.entries(scope));
  return Object.entries(than).every(
    ([field, value]) =>
      value === undefined ||
      canonicalJson(fields.get(field)) === canonicalJson(value),
  );
}
