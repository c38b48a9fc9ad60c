/** What is shown about each vulnerability of an entity, wherever it is seen. */
import type {
  Control,
  Responsibility,
} from '@shift-down/plugin-shift-down-common';
import type { AssessedFinding, StoredObservation } from '../../types';
import type {
  AssessedVulnerability,
  VexDecision,
  VexVerdict,
  VulnerabilityAttribution,
} from '../../vulnerabilities';
import { suppressionInWords } from './words';

interface Attributed {
  attribution: VulnerabilityAttribution;
  decision: VexDecision;
  /** Which took it from the control on its severity. */
  control: Control | undefined;
}

interface Fact {
  controlId: string;
  assessed: AssessedVulnerability;
  places: Set<string>;
}

const CLAIMS_SHOWN = 10;

export class Facts {
  readonly #responsibilities: Map<string, Responsibility>;
  /** By finding: where it counts, and where a statement says that it is none. */
  readonly #counting = new Map<string, Fact[]>();
  readonly #suppressed = new Map<string, Fact[]>();

  constructor(controls: readonly Control[]) {
    this.#responsibilities = new Map(
      controls.map(({ id, responsibility }) => [id, responsibility]),
    );
  }

  add(observation: StoredObservation, attributed: Attributed) {
    const { findingId, subjectId, component } = observation;
    const { attribution, decision, control } = attributed;
    const { layer, layerEvidence, dueAt, knownExploited, upgradeTo } =
      attribution;
    const place = `${subjectId} ${component}`;
    const assessed: AssessedVulnerability = {
      layer,
      layerEvidence,
      responsibility: this.#responsibilityFor(observation, attributed),
      ...(dueAt && !decision.suppression && { dueAt }),
      knownExploited,
      ...(upgradeTo && { upgradeTo }),
      ...(decision.suppression && { suppression: decision.suppression }),
      vexClaims: decision.claims,
    };
    const controlId = control?.id ?? observation.controlId;
    const facts = decision.suppression ? this.#suppressed : this.#counting;
    const known = facts.get(findingId);
    const same = known?.find(
      fact =>
        fact.controlId === controlId &&
        JSON.stringify(fact.assessed) === JSON.stringify(assessed),
    );
    if (same) {
      same.places.add(place);
    } else {
      const fact = { controlId, assessed, places: new Set([place]) };
      facts.set(findingId, [...(known ?? []), fact]);
    }
  }

  /** Findings with what is known of them, and those that are suppressed everywhere. */
  complete(findings: AssessedFinding[]): AssessedFinding[] {
    if (this.#counting.size === 0 && this.#suppressed.size === 0) {
      return findings;
    }
    const counted = findings.map(finding => {
      const lead = leadOf(this.#counting.get(finding.findingId));
      return lead
        ? {
            ...finding,
            controlId: lead.controlId,
            vulnerability: lead.assessed,
          }
        : finding;
    });
    const suppressed = [...this.#suppressed].flatMap(
      ([findingId, facts]): AssessedFinding[] => {
        const lead = leadOf(facts);
        return lead?.assessed.suppression &&
          !this.#counting.has(findingId) &&
          this.#responsibilities.has(lead.controlId)
          ? [
              {
                findingId,
                controlId: lead.controlId,
                result: 'not-applicable',
                reason: suppressionInWords(lead.assessed.suppression),
                occurrences: new Set(facts.flatMap(it => [...it.places])).size,
                vulnerability: lead.assessed,
              },
            ]
          : [];
      },
    );
    return [...counted, ...suppressed].sort((a, b) =>
      a.findingId < b.findingId ? -1 : 1,
    );
  }

  /** A hint moves no work from one to another: the control says whose it is then. */
  #responsibilityFor(
    { controlId }: StoredObservation,
    { attribution, control }: Attributed,
  ): Responsibility {
    if (control) {
      return control.responsibility;
    }
    return attribution.layer === 'base' && attribution.isCertain
      ? attribution.responsibility
      : this.#responsibilities.get(controlId) ?? attribution.responsibility;
  }
}

/** The one that asks most of the entity: its own before the platform's, soonest first. */
function leadOf(facts: Fact[] | undefined): Fact | undefined {
  if (!facts || facts.length < 2) {
    return facts?.[0];
  }
  const [lead] = [...facts].sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
  const claims = new Map<string, VexVerdict>(
    facts
      .flatMap(({ assessed }) => assessed.vexClaims)
      .map(claim => [JSON.stringify(claim), claim]),
  );
  return {
    ...lead,
    assessed: {
      ...lead.assessed,
      vexClaims: [...claims]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([, claim]) => claim)
        .slice(0, CLAIMS_SHOWN),
    },
  };
}

function orderOf({ controlId, assessed }: Fact): string {
  const { responsibility, dueAt } = assessed;
  return JSON.stringify([
    responsibility === 'platform' ? 1 : 0,
    dueAt ?? '9',
    controlId,
    assessed,
  ]);
}
