import { createHash } from 'crypto';
import type { Evidence } from '@shift-down/plugin-shift-down-common';
import { ITEMS_PER_STEP, type Steps } from './steps';

/**
 * A hash that changes with anything that evidence says, and with the order of its
 * keys; with pauses, since there may be a lot.
 * @public
 */
export function* hashEvidence(evidence: Evidence[]): Steps<string> {
  const hash = createHash('sha256');
  function* update(items: unknown[]): Steps<void> {
    for (let start = 0; start < items.length; start += ITEMS_PER_STEP) {
      if (start > 0) {
        yield;
      }
      hash.update(JSON.stringify(items.slice(start, start + ITEMS_PER_STEP)));
    }
  }
  yield* update(
    evidence.map(it =>
      it.type === 'image-scan'
        ? { ...it, vulnerabilities: it.vulnerabilities.length }
        : it,
    ),
  );
  for (const it of evidence) {
    if (it.type === 'image-scan') {
      yield* update(it.vulnerabilities);
    }
  }
  return hash.digest('base64');
}
