/** One report in the format that was asked for. */
import type { FORMATS } from '../program';
import type { Report } from '../report/types';
import { renderJson } from './json';
import { renderJunit } from './junit';
import { renderPolicyReport } from './policyReport';
import { renderSarif } from './sarif';
import { renderText } from './text';

export interface RenderingOptions {
  colour: boolean;
  now: Date;
}

export function render(
  report: Report,
  format: (typeof FORMATS)[number],
  { colour, now }: RenderingOptions,
): string {
  switch (format) {
    case 'json':
      return renderJson(report);
    case 'sarif':
      return renderSarif(report);
    case 'junit':
      return renderJunit(report);
    case 'policyreport':
      return renderPolicyReport(report, now);
    default:
      return renderText(report, colour);
  }
}
