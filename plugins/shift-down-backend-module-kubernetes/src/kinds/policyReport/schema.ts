/**
 * PolicyReport and ClusterPolicyReport (wgpolicyk8s.io), Report and ClusterReport
 * (openreports.io): the same fields under two names.
 */
import { z } from 'zod';
import {
  freeText,
  identifier,
  lenientList,
  objectSchema,
  resourceReference,
  shortText,
  stringMap,
  toIso,
} from '../object';

/** Kyverno and others write `{seconds, nanos}`; some write ISO 8601. */
const timestamp = z
  .union([
    z
      .object({ seconds: z.coerce.number() })
      .transform(({ seconds }) => toIso(seconds * 1000)),
    z.string().transform(toIso),
  ])
  .optional()
  .catch(undefined);

/** @internal */
export const policyReportResult = z.object({
  source: shortText(),
  policy: identifier(512),
  rule: identifier(512).nullish(),
  resources: lenientList(resourceReference).optional(),
  message: freeText,
  result: freeText,
  severity: shortText(),
  category: shortText(),
  properties: stringMap.optional(),
  timestamp,
});

/** @internal */
export const policyReportSchema = objectSchema.extend({
  source: shortText(),
  scope: resourceReference.nullish().catch(undefined),
  results: z.array(policyReportResult).nullish(),
});

/** @internal */
export type PolicyReportObject = z.infer<typeof policyReportSchema>;
/** @internal */
export type PolicyReportResult = z.infer<typeof policyReportResult>;
