/** Kubernetes' regex library: `find` and `findAll`; `matches` is among the standard functions. */
import type { Meter } from '../failures';
import { method } from '../overloads';
import { patternCost, patternFor } from './patterns';

/** Dearer than on the server, which counts no matches. */
const MATCH_COST = 5;

function find(text: string, pattern: string): string {
  const matcher = patternFor(pattern).matcher(text);
  return matcher.find() ? matcher.group() ?? '' : '';
}

function findAll(
  text: string,
  pattern: string,
  limit: bigint,
  meter: Meter,
): string[] {
  const found: string[] = [];
  const matcher = patternFor(pattern).matcher(text);
  let previousEnd = -1;
  while ((limit < 0 || BigInt(found.length) < limit) && matcher.find()) {
    const start = matcher.start();
    const end = matcher.end();
    // Go drops an empty match right behind the one before.
    if (start !== end || start !== previousEnd) {
      meter.spend(MATCH_COST);
      found.push(text.slice(start, end));
    }
    previousEnd = end;
  }
  return found;
}

export const regex = [
  method('find(string, string): string', find, { cost: patternCost }),
  method(
    'findAll(string, string): list(string)',
    (text: string, pattern: string, meter: Meter) =>
      findAll(text, pattern, -1n, meter),
    { cost: patternCost },
  ),
  method('findAll(string, string, int): list(string)', findAll, {
    cost: patternCost,
  }),
];
