/**
 * PolicyReport and ClusterPolicyReport (wgpolicyk8s.io), Report and ClusterReport
 * (openreports.io): the same fields under two names.
 */
import { z } from 'zod';
import type { ResourceReference } from '../../ownership';
import {
  fieldsOf,
  identifierIn,
  isFields,
  listOf,
  readReference,
  schemaOf,
  shortTextOf,
  textOf,
  type Fields,
} from '../fields';
import { objectSchema, resourceReference, shortText, toIso } from '../object';
import { remembering, shared } from '../shared';

/** What is kept of a result for as long as its report is there. @internal */
export interface PolicyReportResult {
  source: string;
  policy: string;
  rule: string;
  resources: ResourceReference[];
  /** Empty where it passed: nobody reads it then. */
  message: string;
  result: string;
  severity: string;
  category: string;
  /** Names of the exceptions that were applied, with commas between them. */
  exceptions: string;
  /** ISO 8601 */
  timestamp: string | undefined;
}

/** Most results are about the scope of their report and name nothing themselves. */
const NO_RESOURCES: ResourceReference[] = [];

function readResult(value: unknown): PolicyReportResult {
  const raw = fieldsOf(value);
  const result = textOf(raw.result);
  const exceptions = isFields(raw.properties)
    ? textOf(raw.properties.exceptions)
    : '';
  const resources = listOf(raw.resources).filter(isFields);
  return {
    source: shared(shortTextOf(raw.source)),
    policy: shared(identifierIn(raw, 'policy', 512)),
    rule:
      raw.rule === undefined || raw.rule === null
        ? ''
        : shared(identifierIn(raw, 'rule', 512)),
    resources:
      resources.length > 0 ? resources.map(readReference) : NO_RESOURCES,
    message:
      result === 'pass' && exceptions === '' ? '' : shared(textOf(raw.message)),
    result: shared(result),
    severity: shared(shortTextOf(raw.severity)),
    category: shared(shortTextOf(raw.category)),
    exceptions: shared(exceptions),
    timestamp: momentOf(raw.timestamp),
  };
}

const momentOfSeconds = remembering((seconds: number) => toIso(seconds * 1000));

/** Kyverno and others write `{seconds, nanos}`; some write ISO 8601. */
function momentOf(timestamp: unknown): string | undefined {
  return isFields(timestamp)
    ? momentOfSeconds(secondsOf(timestamp))
    : toIso(textOf(timestamp));
}

/** Seconds as a number, or as a text that is one. */
function secondsOf({ seconds }: Fields): number {
  try {
    return Number(seconds);
  } catch {
    return NaN;
  }
}

/** @internal */
export const policyReportResult = schemaOf(readResult);

/** @internal */
export const policyReportSchema = objectSchema.extend({
  source: shortText(),
  scope: resourceReference.nullish().catch(undefined),
  results: z.array(policyReportResult).nullish(),
});

/** @internal */
export type PolicyReportObject = z.infer<typeof policyReportSchema>;
