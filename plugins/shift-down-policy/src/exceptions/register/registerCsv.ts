/** The register of exceptions as a table for auditors, who open it in a spreadsheet. */
import { stringify } from 'csv-stringify/sync';

/** One exception; everything as text. @public */
export interface RegisterRow {
  id: string;
  state: string;
  phase: string;
  type: string;
  entity: string;
  /** What is excepted, in words. */
  exception: string;
  cluster: string;
  namespace: string;
  workload: string;
  container: string;
  repository: string;
  severity: string;
  category: string;
  justification: string;
  compensatingControls: string;
  ticket: string;
  requester: string;
  requestedAt: string;
  /** Who approved it, and when. */
  approvers: string;
  decidedAt: string;
  from: string;
  until: string;
  /** Where it ended before its time. */
  endedAt: string;
  breakGlass: string;
  contentHash: string;
  enforcement: string;
  importedFrom: string;
}

const COLUMNS: { key: keyof RegisterRow; header: string }[] = [
  { key: 'id', header: 'Id' },
  { key: 'state', header: 'State' },
  { key: 'phase', header: 'Phase' },
  { key: 'type', header: 'Type' },
  { key: 'entity', header: 'Entity' },
  { key: 'exception', header: 'What is excepted' },
  { key: 'cluster', header: 'Cluster' },
  { key: 'namespace', header: 'Namespace' },
  { key: 'workload', header: 'Workload' },
  { key: 'container', header: 'Container' },
  { key: 'repository', header: 'Image repository' },
  { key: 'severity', header: 'Severity' },
  { key: 'category', header: 'Category' },
  { key: 'justification', header: 'Justification' },
  { key: 'compensatingControls', header: 'Compensating controls' },
  { key: 'ticket', header: 'Ticket' },
  { key: 'requester', header: 'Requester' },
  { key: 'requestedAt', header: 'Requested' },
  { key: 'approvers', header: 'Approved by' },
  { key: 'decidedAt', header: 'Decided' },
  { key: 'from', header: 'From' },
  { key: 'until', header: 'Until' },
  { key: 'endedAt', header: 'Ended' },
  { key: 'breakGlass', header: 'Break-glass' },
  { key: 'contentHash', header: 'Hash of what was decided' },
  { key: 'enforcement', header: 'Enforcement' },
  { key: 'importedFrom', header: 'Imported from' },
];

/**
 * The register as CSV (RFC 4180), with a line of headings. A cell that a spreadsheet would
 * take for a formula begins with an apostrophe.
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 * @public
 */
export function registerCsv(rows: readonly RegisterRow[]): string {
  return stringify(rows.map(defused), {
    header: true,
    columns: COLUMNS,
    record_delimiter: 'windows',
  });
}

function defused(row: RegisterRow): RegisterRow {
  const cells = Object.entries(row).map(([key, cell]) => [
    key,
    isFormula(cell) ? `'${cell}` : cell,
  ]);
  return Object.fromEntries(cells);
}

/** Spreadsheets look past blanks, and some know the full-width signs as well. */
function isFormula(cell: string): boolean {
  return /^[\t\r\n]|^\s*[=+\-@＝＋－＠]/.test(cell);
}
