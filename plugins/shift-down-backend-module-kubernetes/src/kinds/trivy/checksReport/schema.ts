/** ConfigAuditReport, of workloads and more; RbacAssessmentReport, of Roles. */
import { z } from 'zod';
import {
  fieldsOf,
  identifierIn,
  listOf,
  schemaOf,
  shortTextOf,
  textOf,
} from '../../fields';
import { freeText, objectSchema, shortText } from '../../object';
import { shared } from '../../shared';

/** What is kept of a check for as long as its report is there. */
interface Check {
  checkID: string;
  title: string;
  severity: string;
  category: string;
  messages: string[];
  remediation: string;
  /** Anything but a plain yes or no says nothing. */
  success: boolean | undefined;
}

function readCheck(value: unknown): Check {
  const raw = fieldsOf(value);
  const { success } = raw;
  return {
    checkID: shared(identifierIn(raw, 'checkID')),
    title: shared(textOf(raw.title)),
    severity: shared(shortTextOf(raw.severity)),
    category: shared(shortTextOf(raw.category)),
    messages: listOf(raw.messages).map(message => shared(textOf(message))),
    remediation: shared(textOf(raw.remediation)),
    success: typeof success === 'boolean' ? success : undefined,
  };
}

/** @internal */
export const check = schemaOf(readCheck);

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
