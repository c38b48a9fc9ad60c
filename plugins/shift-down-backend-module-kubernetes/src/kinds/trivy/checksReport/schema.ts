/** ConfigAuditReport, of workloads and more; RbacAssessmentReport, of Roles. */
import { z } from 'zod';
import { freeText, identifier, objectSchema, shortText } from '../../object';

const check = z.object({
  checkID: identifier(),
  title: freeText,
  severity: shortText(),
  category: shortText(),
  messages: z.array(freeText).nullish().catch([]),
  remediation: freeText,
  // Anything but a plain yes or no says nothing.
  success: z.boolean().optional().catch(undefined),
});

/** @internal */
export const checksReportSchema = objectSchema.extend({
  report: z.object({
    updateTimestamp: freeText,
    scanner: z.object({ name: shortText() }).catch({ name: '' }),
    checks: z.array(check).nullable(),
  }),
});

/** @internal */
export type ChecksReportObject = z.infer<typeof checksReportSchema>;
