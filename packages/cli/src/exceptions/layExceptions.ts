/** Exceptions over findings. The finding keeps its result; it only stops to count. */
import {
  exceptionFor,
  type ExceptionsExport,
} from '@shift-down/plugin-shift-down-policy';
import type { Overlay } from '../report/ReportBuilder';
import { engineOf } from '../report/controls';

export function layExceptions(
  { exceptions }: ExceptionsExport,
  cluster: string,
  now: Date,
): Overlay {
  return findings =>
    findings.map(finding => {
      const exception = exceptionFor(
        exceptions,
        {
          control: finding.catalogueControl,
          engine: engineOf(finding.evaluator),
          policy: finding.policy,
          rule: finding.rule,
          cluster,
          subject: finding,
          component: finding.component,
        },
        now,
      );
      if (!exception) {
        return finding;
      }
      const { id, until, approvers } = exception;
      return { ...finding, exempt: { id, until, approvers } };
    });
}
