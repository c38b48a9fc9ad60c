/** `shift-down explain`: what a control is about and how to meet it. */
import {
  CONTROL_CATALOGUE,
  type Control,
  type ControlReference,
} from '@shift-down/plugin-shift-down-common';
import pc from 'picocolors';
import type { Console } from '../console';

const COULD_NOT_EVALUATE = 2;

const STANDARDS: Record<ControlReference['standard'], string> = {
  'pod-security': 'Pod Security Standards',
  cis: 'CIS Kubernetes Benchmark',
  nsa: 'NSA/CISA Kubernetes Hardening Guide',
  slsa: 'SLSA',
  kubescape: 'Kubescape',
  nist: 'NIST',
};

/** @returns the exit code */
export function explain(asked: string | undefined, console: Console): number {
  if (!asked) {
    console.out(listOf(CONTROL_CATALOGUE));
    return 0;
  }
  const found = controlsFor(asked);
  if (found.length === 0) {
    console.error(
      `shift-down: There is no control or check '${asked}'. ${suggestion(
        asked,
      )}Run \`shift-down explain\` for all of them.\n`,
    );
    return COULD_NOT_EVALUATE;
  }
  console.out(
    found.map(control => describe(control, console.colour)).join('\n'),
  );
  return 0;
}

/** By id, by the id of a check in a standard, or by what it has as policy or rule. */
function controlsFor(asked: string): Control[] {
  const wanted = asked.toLowerCase();
  const byId = CONTROL_CATALOGUE.filter(({ id }) => id === wanted);
  if (byId.length > 0) {
    return byId;
  }
  const byCheck = CONTROL_CATALOGUE.filter(({ references }) =>
    references.some(({ id }) => id.toLowerCase() === wanted),
  );
  return byCheck.length > 0
    ? byCheck
    : CONTROL_CATALOGUE.filter(({ matchers }) =>
        matchers.some(
          matcher =>
            matcher.type === 'policy' &&
            [matcher.policy, matcher.rule].some(
              name => name?.toLowerCase() === wanted,
            ),
        ),
      );
}

function suggestion(asked: string): string {
  const part = asked.toLowerCase().slice(0, 6);
  const near = CONTROL_CATALOGUE.filter(({ id, title }) =>
    `${id} ${title.toLowerCase()}`.includes(part),
  ).map(({ id }) => id);
  return near.length > 0
    ? `Did you mean ${near.slice(0, 3).join(' or ')}? `
    : '';
}

function listOf(controls: readonly Control[]): string {
  const width = Math.max(...controls.map(({ id }) => id.length));
  return controls
    .map(({ id, title }) => `${id.padEnd(width)}  ${title}\n`)
    .join('');
}

function describe(control: Control, colour: boolean): string {
  const { bold } = pc.createColors(colour);
  const { id, title, severity, area, responsibility } = control;
  return [
    `${bold(id)}: ${title}`,
    '',
    `${capitalised(
      severity,
    )} severity, ${area}, for the ${responsibility} team.`,
    '',
    bold('Why'),
    control.rationale,
    '',
    bold('What to do'),
    control.remediation,
    '',
    bold('Standards'),
    ...(control.references.length > 0
      ? control.references.map(it => `  ${referenceInWords(it)}`)
      : ['  none']),
    '',
    bold('Looked at by'),
    ...witnessesOf(control).map(it => `  ${it}`),
    '',
  ].join('\n');
}

function referenceInWords({ standard, version, id, url }: ControlReference) {
  return [STANDARDS[standard], version, id, url && `<${url}>`]
    .filter(Boolean)
    .join(' ');
}

/** What of each engine bears on the control; names with their variants folded. */
function witnessesOf({ matchers }: Control): string[] {
  const byEngine = new Map<string, Set<string>>();
  for (const matcher of matchers) {
    const [engine, name] =
      matcher.type === 'policy'
        ? [
            matcher.engine,
            [matcher.policy, matcher.rule].filter(Boolean).join(' '),
          ]
        : ['scanners and collectors', matcher.type];
    const names = byEngine.get(engine) ?? new Set();
    byEngine.set(engine, names.add(name));
  }
  return [...byEngine].map(
    ([engine, names]) => `${engine}: ${[...names].join(', ')}`,
  );
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
