import {
  SEVERITIES,
  type Severity,
} from '@shift-down/plugin-shift-down-common';

/** What an engine gets that rates nothing: neither first in a list nor last. */
const UNRATED: Severity = 'medium';

/** Reads a severity in any case; a word that isn't one is `unknown`. @internal */
export function toSeverity(value: string): Severity {
  if (value === '') {
    return UNRATED;
  }
  const word = value.toLowerCase();
  return SEVERITIES.find(severity => severity === word) ?? 'unknown';
}
