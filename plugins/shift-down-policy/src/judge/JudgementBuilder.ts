/** Gathers the results of one object and merges those that mean the same. */
import {
  severityRank,
  type ObjectReference,
} from '@shift-down/plugin-shift-down-common';
import type { ControlIndex } from '../controlIndex';
import { passKey } from '../passes';
import { boundText } from '../redact';
import { forEachInSteps, type Steps } from '../steps';
import type { Observation, ObjectJudgement, PassCount } from '../types';

/** What each kind of evidence is judged with. */
export interface JudgeContext {
  cluster: string;
  index: ControlIndex;
  builder: JudgementBuilder;
}

interface Pass {
  controlId: string;
  subject: ObjectReference;
  component: string;
}

export class JudgementBuilder {
  readonly #observations = new Map<string, Observation>();
  readonly #passes: Pass[] = [];
  /** Newest result by subject. */
  readonly #observedAt = new Map<string, string>();

  observe(observation: Observation) {
    this.#see(observation.subject, observation.observedAt);
    const key = JSON.stringify([
      observation.finding.id,
      keyOf(observation.subject),
      observation.component,
    ]);
    const other = this.#observations.get(key);
    this.#observations.set(
      key,
      other ? merge(other, observation) : observation,
    );
  }

  pass(pass: Pass, observedAt: string | undefined) {
    this.#see(pass.subject, observedAt);
    this.#passes.push(pass);
  }

  *build(): Steps<ObjectJudgement> {
    const observations: Observation[] = [];
    yield* forEachInSteps(this.#observations.values(), observation => {
      const observedAt = this.#observedAt.get(keyOf(observation.subject));
      observations.push(
        observedAt ? { ...observation, observedAt } : observation,
      );
    });
    return { observations, passes: yield* this.#countPasses(observations) };
  }

  #see(subject: ObjectReference, observedAt: string | undefined) {
    const key = keyOf(subject);
    const newest = this.#observedAt.get(key);
    if (
      observedAt &&
      observedAt !== newest &&
      (!newest || Date.parse(observedAt) > Date.parse(newest))
    ) {
      this.#observedAt.set(key, observedAt);
    }
  }

  /**
   * A pass beside a failure of the same control is no pass: were the failure to be
   * dropped, it would otherwise be enough to make the control pass.
   */
  *#countPasses(observations: Observation[]): Steps<PassCount[]> {
    const worse = new Set<string>();
    yield* forEachInSteps(observations, ({ finding, subject, component }) => {
      worse.add(placeOf(finding.controlId, subject, component));
      worse.add(placeOf(finding.controlId, subject, '*'));
    });
    const isContradicted = ({ controlId, subject, component }: Pass) =>
      component === ''
        ? worse.has(placeOf(controlId, subject, '*'))
        : worse.has(placeOf(controlId, subject, component)) ||
          worse.has(placeOf(controlId, subject, ''));

    const bySubject = new Map<string, PassCount>();
    yield* forEachInSteps(this.#passes, pass => {
      if (isContradicted(pass)) {
        return;
      }
      const key = keyOf(pass.subject);
      let count = bySubject.get(key);
      if (!count) {
        const observedAt = this.#observedAt.get(key);
        count = {
          subject: pass.subject,
          counts: {},
          ...(observedAt && { observedAt }),
        };
        bySubject.set(key, count);
      }
      const id = passKey(pass.controlId, pass.component);
      count.counts[id] = (count.counts[id] ?? 0) + 1;
    });
    return [...bySubject.values()];
  }
}

function keyOf({ namespace, kind, name }: ObjectReference): string {
  return `${namespace}/${kind}/${name}`;
}

function placeOf(
  controlId: string,
  subject: ObjectReference,
  component: string,
): string {
  return `${controlId} ${keyOf(subject)} ${component}`;
}

/** One observation of two on the same finding and place: what is worse stands. */
function merge(a: Observation, b: Observation): Observation {
  const isWorse =
    a.result === b.result
      ? severityRank(b.finding.severity) > severityRank(a.finding.severity)
      : b.result === 'fail';
  const [worse, other] = isWorse ? [b, a] : [a, b];
  const detail = { ...other.detail, ...worse.detail };
  for (const [name, value] of Object.entries(other.detail)) {
    detail[name] = joinDistinct(worse.detail[name] ?? '', value, ', ');
  }
  return {
    ...worse,
    finding: {
      ...worse.finding,
      remediation: worse.finding.remediation || other.finding.remediation,
    },
    message: joinDistinct(worse.message, other.message, '\n'),
    detail,
  };
}

function joinDistinct(a: string, b: string, separator: string): string {
  const parts = new Set([...a.split(separator), ...b.split(separator)]);
  parts.delete('');
  return boundText([...parts].join(separator));
}
