/** The posture of Systems and Domains: that of their parts taken together. */
import {
  worstResult,
  worstSeverity,
  type Control,
  type Severity,
} from '@shift-down/plugin-shift-down-common';
import { summarise } from './score';
import type { Assessment, ControlAssessment, PostureSummary } from './types';

/** A part of a System or Domain, as it was assessed. @public */
export interface RollUpPart {
  entityRef: string;
  state: Assessment['state'];
  controls: Pick<
    ControlAssessment,
    'controlId' | 'result' | 'reason' | 'unverified'
  >[];
  findings: {
    findingId: string;
    controlId: string;
    result: 'fail' | 'unknown' | 'not-applicable';
    severity: Severity;
  }[];
}

/** What parts come to together. @public */
export interface RollUp {
  /** `assessed` as soon as one part is; else the state that says most. */
  state: Assessment['state'];
  summary: PostureSummary;
  controls: ControlAssessment[];
}

const UNCONFIRMED = 'The claim of a part is not confirmed';

/**
 * Combines parts. A control is as bad as its worst part, and a finding that several
 * parts have counts once. Score and coverage are made of the controls of all parts,
 * so that one bad part weighs as one.
 *
 * Parts that claim nothing or run nothing have no say. A part whose claim is not
 * confirmed is unknown through and through: nobody knows what it runs.
 * @public
 */
export function rollUp(
  parts: readonly RollUpPart[],
  controls: readonly Control[],
): RollUp {
  const unconfirmed = parts.filter(({ state }) => state === 'unconfirmed');
  const isUnconfirmed = unconfirmed.length > 0;
  const assessed = parts.filter(({ state }) => state === 'assessed');
  if (assessed.length === 0) {
    return {
      state: stateOf(parts, isUnconfirmed),
      summary: summarise([], []),
      controls: [],
    };
  }

  const byControl = new Map<string, RollUpPart['controls']>();
  const findings = new Map<string, RollUpPart['findings']>();
  for (const part of assessed) {
    for (const control of part.controls) {
      append(byControl, control.controlId, control);
    }
    for (const finding of part.findings) {
      append(findings, finding.controlId, finding);
    }
  }
  const combined = controls.map(({ id }) => {
    const results = byControl.get(id) ?? [];
    return {
      controlId: id,
      ...worstOf(results, isUnconfirmed),
      ...countFindings(findings.get(id) ?? []),
    };
  });
  return {
    state: 'assessed',
    summary: summarise(
      controls,
      combined,
      [...assessed, ...unconfirmed].flatMap(part => resultsOf(part, controls)),
    ),
    controls: combined,
  };
}

function stateOf(parts: readonly RollUpPart[], isUnconfirmed: boolean) {
  if (isUnconfirmed) {
    return 'unconfirmed';
  }
  return parts.some(({ state }) => state === 'no-workloads')
    ? 'no-workloads'
    : 'not-claimed';
}

/** What a part was not judged by, or nobody knows of it, is unknown. */
function resultsOf(part: RollUpPart, controls: readonly Control[]) {
  const results = new Map(
    part.controls.map(({ controlId, result }) => [controlId, result]),
  );
  return controls.map(({ id }) => ({
    controlId: id,
    result:
      part.state === 'assessed' ? results.get(id) ?? 'unknown' : 'unknown',
  }));
}

function append<T>(groups: Map<string, T[]>, key: string, item: T) {
  const group = groups.get(key);
  if (group) {
    group.push(item);
  } else {
    groups.set(key, [item]);
  }
}

function worstOf(
  results: RollUpPart['controls'],
  isUnconfirmed: boolean,
): Pick<ControlAssessment, 'result' | 'reason' | 'unverified'> {
  const worst = worstResult(results.map(({ result }) => result));
  if (worst === 'fail') {
    return { result: 'fail', reason: '' };
  }
  if (isUnconfirmed) {
    return { result: 'unknown', reason: UNCONFIRMED };
  }
  if (worst === undefined) {
    return { result: 'unknown', reason: 'No part has been judged by it yet' };
  }
  const asBad = results.filter(it => it.result === worst);
  const reason = asBad
    .map(it => it.reason)
    .filter(Boolean)
    .sort()[0];
  return {
    result: worst,
    reason: reason ?? '',
    ...(asBad.every(it => it.unverified) && { unverified: true }),
  };
}

function countFindings(findings: RollUpPart['findings']) {
  const failing = new Set<string>();
  const all = new Set<string>();
  const severities: Severity[] = [];
  for (const { findingId, result, severity } of findings) {
    if (result === 'not-applicable') {
      continue;
    }
    all.add(findingId);
    if (result === 'fail') {
      failing.add(findingId);
      severities.push(severity);
    }
  }
  const worst = worstSeverity(severities);
  return {
    failing: failing.size,
    unknown: all.size - failing.size,
    ...(worst && { worstSeverity: worst }),
  };
}
