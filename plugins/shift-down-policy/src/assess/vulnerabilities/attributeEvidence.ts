/**
 * Sorts an entity's vulnerabilities by whose they are, before evidence is weighed.
 *
 * What moves from the control on its severity to one on the base, or is suppressed, leaves
 * a pass behind: the scan that listed it said nothing else there. A control on the base
 * passes in a container that was scanned, as far as it is certain what its image stands on
 * and what the base brought; else it is in doubt. So nothing that gets lost, be it a
 * lineage, a report or the whole catalogue, turns a failure into a pass.
 */
import type { Control } from '@shift-down/plugin-shift-down-common';
import type { EntityEvidence } from '../../types';
import { Attributing, type ControlPlace } from './Attributing';
import { Attributions, type VulnerabilityRules } from './Attributions';
import type { Facts } from './Facts';

export interface AttributedEvidence {
  evidence: EntityEvidence;
  facts: Facts;
  /** Where a control is in doubt, and why. */
  doubts: (ControlPlace & { reason: string })[];
  /** Where there is nothing for a control to judge. */
  settled: ControlPlace[];
  /** Controls that do not apply, and why. */
  notApplicable: Map<string, string>;
  /** In milliseconds; when something of it changes by itself. */
  validUntil: number | undefined;
}

export function attributeEvidence(
  evidence: EntityEvidence,
  controls: readonly Control[],
  rules: VulnerabilityRules,
  now: Date,
): AttributedEvidence {
  const attributions = new Attributions(evidence, rules, now);
  const attributing = new Attributing(evidence, controls, attributions);
  evidence.observations.forEach(observation =>
    attributing.observe(observation),
  );
  attributing.lookAtContainers();
  const { observations, facts, doubts, settled, notApplicable } = attributing;
  return {
    evidence: { ...evidence, observations, passes: attributing.passes() },
    facts,
    doubts: [...doubts.values()],
    settled,
    notApplicable,
    validUntil: attributions.validUntil,
  };
}
