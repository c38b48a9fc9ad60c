/** Goes through an entity's evidence, one observation after another. */
import type { Control } from '@shift-down/plugin-shift-down-common';
import { parsePassKey, passKey } from '../../passes';
import type {
  EntityEvidence,
  StoredObservation,
  StoredPass,
} from '../../types';
import type { Attributions } from './Attributions';
import { BaseControls } from './BaseControls';
import { Facts } from './Facts';
import { lineageUnknownInWords, uncertainLayerInWords } from './words';

/** A place where a control is. */
export interface ControlPlace {
  controlId: string;
  subjectId: string;
  component: string;
}

/** What scans of a container leave behind, beside what they list. */
interface Trace extends Omit<StoredPass, 'counts'> {
  component: string;
  /** Controls of which everything they listed went elsewhere. */
  freed: Set<string>;
}

export class Attributing {
  readonly observations: StoredObservation[] = [];
  readonly facts: Facts;
  readonly doubts = new Map<string, ControlPlace & { reason: string }>();
  readonly settled: ControlPlace[] = [];
  readonly notApplicable = new Map<string, string>();

  readonly #evidence: EntityEvidence;
  readonly #base: BaseControls;
  readonly #attributions: Attributions;
  readonly #namespaces: Map<string, string>;
  readonly #traces = new Map<string, Trace>();
  /** Controls that a kind of source still says something bad of, by place. */
  readonly #held = new Set<string>();

  constructor(
    evidence: EntityEvidence,
    controls: readonly Control[],
    attributions: Attributions,
  ) {
    this.#evidence = evidence;
    this.#base = new BaseControls(controls);
    this.#attributions = attributions;
    this.facts = new Facts(controls);
    this.#namespaces = new Map(
      evidence.subjects.map(it => [it.id, it.reference.namespace]),
    );
  }

  observe(observation: StoredObservation) {
    const { vulnerability, findingId, subjectId, component, controlId } =
      observation;
    if (!vulnerability) {
      this.#keep(observation);
      return;
    }
    const known = this.#attributions.imageAt(subjectId, component);
    const attribution = this.#attributions.attribute(
      vulnerability,
      known,
      findingId,
    );
    const decision = this.#attributions.decide(
      vulnerability,
      known,
      attribution,
    );
    const control = this.#base.controlFor(attribution, vulnerability);
    this.facts.add(observation, { attribution, decision, control });
    if (!decision.suppression) {
      this.#keep(
        control ? { ...observation, controlId: control.id } : observation,
      );
      if (known?.standsOn && this.#base.isSevere(vulnerability)) {
        this.#doubt(observation, attribution);
      }
    }
    if (!observation.vanished && component) {
      const { freed } = this.#traceOf(observation);
      if (control || decision.suppression) {
        freed.add(controlId);
      }
    }
  }

  /** Where images stand on no golden release, or nobody knows on what. */
  lookAtContainers() {
    const workloads = this.#evidence.subjects.filter(
      ({ kind }) => kind === 'workload',
    );
    let mayBeGolden = workloads.some(it => it.containers.length === 0);
    for (const { id: subjectId, containers } of workloads) {
      for (const { name: component, repository } of containers) {
        const known = this.#attributions.imageAt(subjectId, component);
        const lineage = known?.image.lineage;
        mayBeGolden ||= lineage?.state !== 'not-golden';
        if (known?.standsOn) {
          continue;
        }
        for (const { id: controlId } of this.#base.all) {
          const place = { controlId, subjectId, component };
          if (lineage?.state === 'not-golden') {
            this.settled.push(place);
          } else {
            this.#addDoubt(place, lineageUnknownInWords(repository, lineage));
          }
        }
      }
    }
    if (workloads.length > 0 && !mayBeGolden) {
      for (const { id } of this.#base.all) {
        this.notApplicable.set(id, 'It runs no image built on a golden image');
      }
    }
  }

  /** Those there were, and those that are left behind. */
  passes(): StoredPass[] {
    const scanned = this.#evidence.passes.map(pass => {
      const components = new Set<string>();
      for (const key in pass.counts) {
        if (pass.counts[key] > 0) {
          const { controlId, component } = parsePassKey(key);
          if (component && this.#base.bySeverity.has(controlId)) {
            components.add(component);
          }
        }
      }
      const added = [...components].flatMap(component =>
        this.#basePasses({ ...pass, component }),
      );
      return added.length
        ? { ...pass, counts: { ...pass.counts, ...Object.fromEntries(added) } }
        : pass;
    });
    const left = [...this.#traces.values()].flatMap(trace => {
      const { freed, component, ...pass } = trace;
      const counts = Object.fromEntries([
        ...[...freed]
          .filter(controlId => !this.#isHeld(controlId, trace))
          .map(controlId => [passKey(controlId, component), 1]),
        ...this.#basePasses(trace),
      ]);
      return Object.keys(counts).length ? [{ ...pass, counts }] : [];
    });
    return [...scanned, ...left];
  }

  #basePasses(
    scan: Pick<StoredPass, 'subjectId' | 'sourceKind'> & { component: string },
  ): [string, number][] {
    const { subjectId, component } = scan;
    if (!this.#attributions.imageAt(subjectId, component)?.standsOn) {
      return [];
    }
    return [...this.#base.all].flatMap(({ id: controlId }) =>
      this.doubts.has(keyOf({ controlId, subjectId, component })) ||
      this.#isHeld(controlId, scan)
        ? []
        : [[passKey(controlId, component), 1]],
    );
  }

  #keep(observation: StoredObservation) {
    this.observations.push(observation);
    if (observation.vulnerability && !observation.vanished) {
      this.#held.add(heldKey(observation.controlId, observation));
    }
  }

  #isHeld(
    controlId: string,
    scan: Pick<StoredObservation, 'subjectId' | 'component' | 'sourceKind'>,
  ) {
    return this.#held.has(heldKey(controlId, scan));
  }

  #doubt(
    { subjectId, component, vulnerability }: StoredObservation,
    { isCertain, undecided }: ReturnType<Attributions['attribute']>,
  ) {
    if (!isCertain && vulnerability) {
      for (const { id: controlId } of this.#base.all) {
        this.#addDoubt(
          { controlId, subjectId, component },
          uncertainLayerInWords(vulnerability),
        );
      }
    }
    const upgrade = this.#base.ownedBy('application');
    if (undecided && upgrade) {
      this.#addDoubt(
        { controlId: upgrade.id, subjectId, component },
        undecided,
      );
    }
  }

  #addDoubt(place: ControlPlace, reason: string) {
    const key = keyOf(place);
    const known = this.doubts.get(key);
    if (!known || reason < known.reason) {
      this.doubts.set(key, { ...place, reason });
    }
  }

  #traceOf(observation: StoredObservation): Trace {
    const { clusterUid, component, observedAt, sourceKind, subjectId } =
      observation;
    const reportNamespace =
      observation.reportNamespace ?? this.#namespaces.get(subjectId) ?? '';
    const key = JSON.stringify([
      subjectId,
      component,
      sourceKind,
      reportNamespace,
      observedAt,
    ]);
    let trace = this.#traces.get(key);
    if (!trace) {
      trace = {
        clusterUid,
        component,
        observedAt,
        sourceKind,
        subjectId,
        reportNamespace,
        freed: new Set(),
      };
      this.#traces.set(key, trace);
    }
    return trace;
  }
}

function keyOf({ controlId, subjectId, component }: ControlPlace): string {
  return `${controlId} ${subjectId} ${component}`;
}

function heldKey(
  controlId: string,
  scan: Pick<StoredObservation, 'subjectId' | 'component' | 'sourceKind'>,
): string {
  return `${keyOf({ ...scan, controlId })} ${scan.sourceKind}`;
}
