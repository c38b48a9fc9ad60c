/** The report for people. Colour only underlines what the words say. */
import pc from 'picocolors';
import type { Finding, Report, Summary } from '../report/types';

type Colours = ReturnType<typeof pc.createColors>;

const CONCLUSIONS: Record<Summary['conclusion'], string> = {
  clean: 'Clean.',
  tolerated: 'Findings, none of which counts.',
  findings: 'Findings.',
  unknown: 'Nothing known to be wrong, but not everything is known.',
  'could-not-evaluate': 'Not everything could be evaluated.',
};

export function renderText(report: Report, colour: boolean): string {
  const colours = pc.createColors(colour);
  return [
    ...filesOf(report, colours),
    ...problemsOf(report, colours),
    ...notEvaluatedOf(report, colours),
    ...report.assumptions.map(it => colours.dim(`Assumed: ${it}.`)),
    summaryOf(report.summary, colours),
    '',
  ].join('\n');
}

function filesOf({ findings }: Report, colours: Colours): string[] {
  const lines: string[] = [];
  for (const [file, ofFile] of groupBy(findings, ({ file: it }) => it)) {
    lines.push(colours.underline(nameOf(file)));
    for (const [resource, ofResource] of groupBy(ofFile, resourceInWords)) {
      lines.push(`  ${colours.bold(resource)}`);
      for (const finding of ofResource) {
        lines.push(...linesOf(finding, colours));
      }
      const assumptions = ofResource.flatMap(it => it.assumptions);
      for (const text of new Set(assumptions)) {
        lines.push(colours.dim(`    Assumed: ${text}`));
      }
    }
    lines.push('');
  }
  return lines;
}

function resourceInWords({ resource, namespace, origin }: Finding): string {
  const where = namespace ? ` in ${namespace}` : '';
  return `${resource}${where}${origin ? ` (${origin})` : ''}`;
}

function linesOf(finding: Finding, colours: Colours): string[] {
  const { line, column, control, result, message, reason } = finding;
  const where = `${line}:${column}`.padEnd(8);
  const [first, ...more] = message.split('\n');
  if (result === 'unknown' && reason !== message) {
    more.push(`Not known: ${reason}`);
  }
  return [
    `    ${where}${wordOf(finding, colours)}  ${control}: ${first}`,
    ...more.map(text => `            ${text}`),
  ];
}

function wordOf(finding: Finding, colours: Colours): string {
  const { result, accepted, exempt, effect } = finding;
  if (exempt) {
    return colours.cyan(`${result}, exempt until ${exempt.until}`);
  }
  if (accepted) {
    return colours.cyan(`${result}, accepted`);
  }
  if (result === 'unknown') {
    return colours.yellow('unknown');
  }
  return effect === 'warn' || effect === 'audit'
    ? colours.yellow(`fail, ${effect} only`)
    : colours.red('fail');
}

function problemsOf({ problems }: Report, colours: Colours): string[] {
  return problems.length === 0
    ? []
    : [
        colours.red(colours.bold('Could not be evaluated')),
        ...problems.map(({ file, line, column, message }) => {
          const place = [file && nameOf(file), line, column].filter(Boolean);
          return `  ${place.join(':')}${
            place.length > 0 ? '  ' : ''
          }${message}`;
        }),
        '',
      ];
}

function notEvaluatedOf({ notEvaluated }: Report, colours: Colours): string[] {
  return notEvaluated.length === 0
    ? []
    : [
        colours.bold('Not evaluated'),
        ...notEvaluated.map(
          ({ file, line, column, resource, reason }) =>
            `  ${nameOf(file)}:${line}:${column}  ${
              resource ? `${resource}: ` : ''
            }${reason}`,
        ),
        '',
      ];
}

function summaryOf(summary: Summary, colours: Colours): string {
  const { checks, failing, warnings, unknown, accepted, exempt } = summary;
  const parts = [
    `${count(summary.resources, 'resource')} in ${count(
      summary.files,
      'file',
    )}`,
    `${count(checks.pass, 'check')} passed`,
    failing > 0 && count(failing, 'finding'),
    warnings > 0 && count(warnings, 'warning'),
    unknown > 0 && `${unknown} unknown`,
    exempt > 0 && `${exempt} exempt`,
    accepted > 0 && `${accepted} accepted`,
    summary.notEvaluated > 0 && `${summary.notEvaluated} not evaluated`,
    summary.problems > 0 && count(summary.problems, 'problem'),
  ].filter(Boolean);
  const colourOf = {
    clean: colours.green,
    tolerated: colours.yellow,
    findings: colours.red,
    unknown: colours.yellow,
    'could-not-evaluate': colours.red,
  }[summary.conclusion];
  return `${colourOf(
    colours.bold(CONCLUSIONS[summary.conclusion]),
  )} ${parts.join(', ')}.`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function nameOf(file: string): string {
  return file === '-' ? 'standard input' : file;
}

function groupBy<T>(items: readonly T[], key: (item: T) => string) {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) {
      group.push(item);
    } else {
      groups.set(key(item), [item]);
    }
  }
  return groups;
}
