/** Unknown is never pass: whatever evidence is lost, nothing gets better by it. */
/* eslint jest/expect-expect: ["warn", { "assertFunctionNames": ["expect*"] }] -- helpers assert */
import type { Control } from '@shift-down/plugin-shift-down-common';
import fc from 'fast-check';
import type { Assessment, EntityEvidence } from '../types';
import {
  NOW,
  HOUR,
  SECOND,
  KINDS,
  CONTROLS,
  SUBJECTS,
  controlId,
  observation,
  evidence,
  judge,
  expectNoBetter,
  isHeard,
} from '../__testUtils__/anyEvidence';
import { CLUSTER } from '../__testUtils__/evidence';
import { parsePassKey } from '../passes';

const runs = { numRuns: 400 };
const index = fc.nat({ max: 30 });

describe('losing evidence raises neither score nor grade, and makes nothing pass', () => {
  it('when a report’s passes are gone', () => {
    fc.assert(
      fc.property(evidence, index, (given, at) => {
        const i = at % given.passes.length;
        fc.pre(isHeard(given, given.passes[i]));
        expectNoBetter(
          judge(given),
          judge({ ...given, passes: given.passes.filter((_, j) => j !== i) }),
        );
      }),
      runs,
    );
  });

  it('when one pass is gone from a report', () => {
    fc.assert(
      fc.property(evidence, index, index, (given, at, which) => {
        const i = at % given.passes.length;
        const keys = Object.keys(given.passes[i].counts);
        const { [keys[which % keys.length]]: _, ...counts } =
          given.passes[i].counts;
        fc.pre(isHeard(given, given.passes[i]));
        expectNoBetter(
          judge(given),
          judge({
            ...given,
            passes: given.passes.map((it, j) =>
              j === i ? { ...it, counts } : it,
            ),
          }),
        );
      }),
      runs,
    );
  });

  it.each(['stale', 'failed', 'forbidden', 'missing'] as const)(
    'when a source becomes %s',
    lost => {
      fc.assert(
        fc.property(
          evidence,
          fc.constantFrom(CLUSTER, SECOND),
          fc.constantFrom(...KINDS),
          (given, uid, kind) => {
            const clusters = given.clusters.map(it => ({
              ...it,
              sources: it.sources.flatMap(source => {
                if (it.uid !== uid || source.kind !== kind) {
                  return [source];
                }
                return lost === 'missing' ? [] : [{ ...source, state: lost }];
              }),
            }));
            expectNoBetter(judge(given), judge({ ...given, clusters }));
          },
        ),
        runs,
      );
    },
  );

  it('when a cluster is not known any more', () => {
    fc.assert(
      fc.property(evidence, fc.nat({ max: 1 }), (given, i) => {
        expectNoBetter(
          judge(given),
          judge({
            ...given,
            clusters: given.clusters.filter((_, j) => j !== i),
          }),
        );
      }),
      runs,
    );
  });

  it('when an object could not be read', () => {
    fc.assert(
      fc.property(
        evidence,
        fc.constantFrom(...SUBJECTS),
        fc.constantFrom(...KINDS),
        (given, { id }, sourceKind) => {
          const unreadable = [
            ...given.unreadable,
            { subjectId: id, sourceKind, reason: 'too large' },
          ];
          expectNoBetter(judge(given), judge({ ...given, unreadable }));
        },
      ),
      runs,
    );
  });

  it('when a list was cut', () => {
    fc.assert(
      fc.property(evidence, controlId, (given, id) => {
        const cutLists = [
          {
            clusterUid: CLUSTER,
            controlId: id,
            policy: 'p',
            listed: 1,
            total: 2,
          },
        ];
        expectNoBetter(judge(given), judge({ ...given, cutLists }));
      }),
      runs,
    );
  });

  it('when time passes', () => {
    fc.assert(
      fc.property(
        evidence,
        fc.integer({ min: 0, max: 100 }),
        (given, hours) => {
          expectNoBetter(
            judge(given),
            judge(given, new Date(NOW.getTime() + hours * HOUR)),
          );
        },
      ),
      runs,
    );
  });

  it('when an engine that failed a policy can’t evaluate it any more', () => {
    fc.assert(
      fc.property(evidence, (given: EntityEvidence) => {
        const observations = given.observations.map(it => ({
          ...it,
          result: 'unknown' as const,
          reason: 'Skipped',
        }));
        expectNoBetter(judge(given), judge({ ...given, observations }));
      }),
      runs,
    );
  });

  it('when a failure disappears for which no other witness vouches', () => {
    // Where nothing has to be vouched for, silence of a fresh source is an answer.
    const onWorkload = observation.filter(
      ({ controlId: id, subjectId }) =>
        subjectId !== 'shop' &&
        id !== 'on-namespaces' &&
        id !== 'other-policies',
    );
    fc.assert(
      fc.property(evidence, onWorkload, (given, gone) => {
        const passes = given.passes.map(it => ({
          ...it,
          counts: Object.fromEntries(
            Object.entries(it.counts).filter(
              ([key]) =>
                it.subjectId !== gone.subjectId ||
                parsePassKey(key).controlId !== gone.controlId,
            ),
          ),
        }));
        const after = { ...given, subjects: SUBJECTS, passes };
        expectNoBetter(
          judge({ ...after, observations: [...given.observations, gone] }),
          judge(after),
        );
      }),
      runs,
    );
  });
});

describe('nothing passes', () => {
  const passing = ({ controls }: Assessment) =>
    CONTROLS.filter(({ id }) =>
      controls.some(it => it.controlId === id && it.result === 'pass'),
    );
  const isJudged = ({ id, appliesTo }: Control, kind: string) =>
    id === 'other-policies' ||
    (appliesTo === 'namespace') === (kind === 'namespace');

  it('for which no pass was heard in each place', () => {
    fc.assert(
      fc.property(evidence, given => {
        const heard = given.passes.filter(it => isHeard(given, it));
        for (const { id, appliesTo } of passing(judge(given))) {
          const places = given.subjects.filter(
            ({ kind }) =>
              id !== 'other-policies' &&
              (appliesTo === 'namespace') === (kind === 'namespace'),
          );
          for (const one of places) {
            expect(
              heard.some(
                it =>
                  (appliesTo === 'namespace' || it.subjectId === one.id) &&
                  Object.keys(it.counts).some(
                    key => parsePassKey(key).controlId === id,
                  ),
              ),
            ).toBe(true);
          }
        }
      }),
      runs,
    );
  });

  it('while a witness of it is not fresh where the entity is', () => {
    fc.assert(
      fc.property(evidence, given => {
        const controls = passing(judge(given));
        for (const { clusterUid, kind } of given.subjects) {
          const { sources } = given.clusters.find(it => it.uid === clusterUid)!;
          const lost = sources
            .filter(it => it.state === 'stale')
            .map(it => it.kind);
          for (const one of controls.filter(it => isJudged(it, kind))) {
            expect(one.witnesses.filter(it => lost.includes(it))).toEqual([]);
          }
        }
      }),
      runs,
    );
  });

  it('while an object that concerns it could not be read', () => {
    fc.assert(
      fc.property(
        evidence,
        fc.nat({ max: 2 }),
        fc.constantFrom(...KINDS),
        (given, at, sourceKind) => {
          const { id, kind } = given.subjects[at % given.subjects.length];
          const unreadable = [{ subjectId: id, sourceKind, reason: '' }];
          const controls = passing(judge({ ...given, unreadable }));
          expect(
            controls.filter(
              it => isJudged(it, kind) && it.witnesses.includes(sourceKind),
            ),
          ).toEqual([]);
        },
      ),
      runs,
    );
  });

  it('on reports past their maximum age', () => {
    fc.assert(
      fc.property(evidence, given => {
        const clusters = given.clusters.map(
          ({ recordedAt: _, ...rest }) => rest,
        );
        const passes = given.passes.filter(it => it.sourceKind !== 'Workload');
        const later = new Date(NOW.getTime() + 49 * HOUR);
        expect(passing(judge({ ...given, clusters, passes }, later))).toEqual(
          [],
        );
      }),
      runs,
    );
  });

  it('that fails somewhere or is unknown somewhere', () => {
    fc.assert(
      fc.property(evidence, given => {
        const ids = new Set(given.subjects.map(({ id }) => id));
        const observed = given.observations
          .filter(it => ids.has(it.subjectId))
          .map(it => it.controlId);
        expect(
          passing(judge(given)).filter(({ id }) => observed.includes(id)),
        ).toEqual([]);
      }),
      runs,
    );
  });
});

describe('assess', () => {
  it('does not depend on the order in which evidence comes', () => {
    fc.assert(
      fc.property(evidence, given => {
        const turned = {
          ...given,
          clusters: [...given.clusters].reverse(),
          subjects: [...given.subjects].reverse(),
          observations: [...given.observations].reverse(),
          passes: [...given.passes].reverse(),
        };
        expect(judge(turned)).toEqual(judge(given));
      }),
      runs,
    );
  });

  it('changes at validUntil at the earliest', () => {
    fc.assert(
      fc.property(evidence, given => {
        const { validUntil, ...before } = judge(given);
        const later = validUntil
          ? Date.parse(validUntil) - 1
          : NOW.getTime() + 1_000 * HOUR;
        const { validUntil: _, ...after } = judge(given, new Date(later));
        expect(after).toEqual(before);
      }),
      runs,
    );
  });

  it('is not vacuous here: things do pass and fail', () => {
    const results = fc
      .sample(evidence, { numRuns: 500, seed: 1 })
      .flatMap(given => judge(given).controls.map(({ result }) => result));
    for (const result of ['pass', 'fail', 'unknown', 'not-applicable']) {
      expect(results.filter(it => it === result).length).toBeGreaterThan(50);
    }
  });
});
