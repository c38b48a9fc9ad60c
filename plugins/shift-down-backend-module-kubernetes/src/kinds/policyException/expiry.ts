/**
 * When Kyverno's cleanup controller deletes an object that carries its label: so long
 * after it was made, or at a moment.
 * See https://kyverno.io/docs/policy-types/cleanup-policy/#cleanup-label
 */
import { toIso, type KubernetesObject } from '../object';

const LABEL = 'cleanup.kyverno.io/ttl';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const UNITS: [RegExp, number][] = [
  [/^(s|secs?|seconds?)$/, SECOND],
  [/^(m|mins?|minutes?)$/, MINUTE],
  [/^(h|hrs?|hours?)$/, HOUR],
  [/^(d|days?)$/, DAY],
  [/^(w|wks?|weeks?)$/, 7 * DAY],
];

/** ISO 8601; `undefined` where there is no such label, or none that is understood. @internal */
export function cleanedUpAt(object: KubernetesObject): string | undefined {
  const { labels, creationTimestamp } = object.metadata;
  const value = labels[LABEL] ?? '';
  const moment = /^(\d{4}-\d\d-\d\d)(?:T(\d\d)(\d\d)(\d\d)Z)?$/.exec(value);
  if (moment) {
    const [, date, hours = '00', minutes = '00', seconds = '00'] = moment;
    return toIso(`${date}T${hours}:${minutes}:${seconds}Z`);
  }
  const created = Date.parse(creationTimestamp);
  const duration = parseDuration(value);
  return duration === undefined || Number.isNaN(created)
    ? undefined
    : toIso(created + duration);
}

function parseDuration(text: string): number | undefined {
  if (!/^(\d{1,9}(\.\d{1,9})?[a-z]+)+$/.test(text)) {
    return undefined;
  }
  let sum = 0;
  for (const [, amount, word] of text.matchAll(/([\d.]+)([a-z]+)/g)) {
    const unit = UNITS.find(([form]) => form.test(word));
    if (!unit) {
      return undefined;
    }
    sum += Number(amount) * unit[1];
  }
  return sum;
}
