/** The report for machines. */
import type { Report } from '../report/types';

export function renderJson(report: Report): string {
  const { findings, notEvaluated, problems, assumptions, summary } = report;
  return `${JSON.stringify(
    { findings, notEvaluated, problems, assumptions, summary },
    undefined,
    2,
  )}\n`;
}
