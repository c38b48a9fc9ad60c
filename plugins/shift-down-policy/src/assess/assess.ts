/** From an entity's evidence to its posture. */
import type { Control } from '@shift-down/plugin-shift-down-common';
import { DEFAULT_MAX_AGES, type MaxAges } from '../freshness';
import { summarise } from '../score';
import type { Assessment, EntityEvidence } from '../types';
import { assessControl } from './assessControl';
import { findingsOf } from './findingsOf';
import { attributeEvidence } from './vulnerabilities/attributeEvidence';
import type { VulnerabilityRules } from './vulnerabilities/Attributions';
import { weighBase } from './vulnerabilities/weighBase';
import { weighEvidence } from './weighEvidence';

/** What config decides about assessment. @public */
export interface AssessOptions {
  /** By kind of source, in milliseconds; {@link DEFAULT_MAX_AGES} if not given. */
  maxAge?: MaxAges;
  /** Whose vulnerabilities are and until when; not told if not given. */
  vulnerabilities?: VulnerabilityRules;
}

const STATES = {
  none: 'not-claimed',
  unconfirmed: 'unconfirmed',
  'no-workloads': 'no-workloads',
  confirmed: 'assessed',
} as const;

/**
 * Judges an entity. Give it the controls that are switched on; observations of others
 * count nowhere. Equal evidence gives an equal assessment in whatever order it comes.
 *
 * An entity without a confirmed claim has no controls and no findings, so that nothing
 * of what it claims can be told.
 * @public
 */
export function assess(
  evidence: EntityEvidence,
  controls: readonly Control[],
  options: AssessOptions,
  now: Date,
): Assessment {
  const { entityRef } = evidence;
  const state = STATES[evidence.claim];
  if (state !== 'assessed') {
    return {
      entityRef,
      state,
      summary: summarise([], []),
      controls: [],
      findings: [],
    };
  }
  const attributed =
    options.vulnerabilities &&
    attributeEvidence(evidence, controls, options.vulnerabilities, now);
  const weighed = weighEvidence(
    attributed?.evidence ?? evidence,
    controls,
    options.maxAge ?? DEFAULT_MAX_AGES,
    now,
  );
  if (attributed) {
    weighBase(weighed, attributed);
  }
  const validUntil = earliest(
    weighed.standing.validUntil,
    attributed?.validUntil,
  );
  const results = controls.map(control => assessControl(control, weighed));
  const findings = findingsOf(weighed);
  return {
    entityRef,
    state,
    summary: summarise(controls, results),
    controls: results,
    findings: attributed?.facts.complete(findings) ?? findings,
    ...(validUntil !== undefined && {
      validUntil: new Date(validUntil).toISOString(),
    }),
  };
}

function earliest(
  a: number | undefined,
  b: number | undefined,
): number | undefined {
  return a === undefined || b === undefined ? a ?? b : Math.min(a, b);
}
