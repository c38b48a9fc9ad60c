/** Evidence is as trustworthy as who may write it: what they write makes nothing better. */
/* eslint jest/expect-expect: ["warn", { "assertFunctionNames": ["expect*"] }] -- helpers assert */
import fc from 'fast-check';
import type { Assessment, EntityEvidence, UnverifiedReports } from '../types';
import {
  evidence,
  expectNoBetter,
  isHeard,
  judge,
  KINDS,
  observation,
  pass,
  SECOND,
} from '../__testUtils__/anyEvidence';
import { CLUSTER } from '../__testUtils__/evidence';

const runs = { numRuns: 400 };
const index = fc.nat({ max: 30 });

const unverified: fc.Arbitrary<UnverifiedReports> = fc.record({
  clusterUid: fc.constantFrom(CLUSTER, SECOND),
  sourceKind: fc.constantFrom(...KINDS.filter(kind => kind !== 'Workload')),
  namespace: fc.constantFrom('', 'shop', 'elsewhere'),
  cause: fc.constantFrom('writable', 'untrusted', 'unknown'),
});

/** A few failures have disappeared already. */
const vanished = observation.map(it => ({
  ...it,
  result: 'unknown' as const,
  reason: 'Last failed yesterday',
  vanished: true as const,
}));

const guarded: fc.Arbitrary<EntityEvidence> = fc
  .tuple(
    evidence,
    fc.array(unverified, { maxLength: 4 }),
    fc.array(vanished, { maxLength: 2 }),
  )
  .map(([given, reports, gone]) => ({
    ...given,
    observations: [...given.observations, ...gone],
    unverified: reports,
  }));

function isVerified(
  given: EntityEvidence,
  { clusterUid, sourceKind, reportNamespace }: EntityEvidence['passes'][number],
): boolean {
  return !given.unverified?.some(
    it =>
      it.clusterUid === clusterUid &&
      it.sourceKind === sourceKind &&
      (it.namespace === '' || it.namespace === reportNamespace),
  );
}

const passing = ({ controls }: Assessment) =>
  controls.filter(it => it.result === 'pass').map(it => it.controlId);

describe('neither score nor grade rises, and nothing new passes', () => {
  it('when reports turn out to be writable by others', () => {
    fc.assert(
      fc.property(guarded, unverified, (given, reports) => {
        expectNoBetter(
          judge(given),
          judge({
            ...given,
            unverified: [...(given.unverified ?? []), reports],
          }),
        );
      }),
      runs,
    );
  });

  it('when passes are forged in reports that others may write', () => {
    fc.assert(
      fc.property(guarded, pass, (given, forged) => {
        fc.pre(!isVerified(given, forged));
        expectNoBetter(
          judge(given),
          judge({ ...given, passes: [...given.passes, forged] }),
        );
      }),
      runs,
    );
  });

  it('when passes are taken out of any report, verified or not', () => {
    fc.assert(
      fc.property(guarded, index, (given, at) => {
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

  it('when failures vanish', () => {
    fc.assert(
      fc.property(guarded, observation, (given, failing) => {
        const fails = { ...failing, result: 'fail' as const, reason: '' };
        const gone = {
          ...failing,
          result: 'unknown' as const,
          reason: 'Last failed yesterday',
          vanished: true as const,
        };
        const vouched = given.passes.filter(
          it => it.subjectId === failing.subjectId && isVerified(given, it),
        );
        const passes = given.passes.filter(it => !vouched.includes(it));
        const after = { ...given, passes };
        expectNoBetter(
          judge({ ...after, observations: [...given.observations, fails] }),
          judge({ ...after, observations: [...given.observations, gone] }),
        );
      }),
      runs,
    );
  });
});

it('nothing passes on the word of reports that others may write', () => {
  fc.assert(
    fc.property(guarded, given => {
      expect(passing(judge(given))).toEqual(
        passing(
          judge({
            ...given,
            passes: given.passes.filter(
              it => isVerified(given, it) || !isHeard(given, it),
            ),
          }),
        ),
      );
    }),
    runs,
  );
});

it('is not vacuous here: some things pass all the same', () => {
  const sample = fc.sample(guarded, { numRuns: 500, seed: 1 });
  expect(
    sample.filter(given => passing(judge(given)).length > 0).length,
  ).toBeGreaterThan(50);
  expect(
    sample.filter(
      given =>
        passing(judge(given)).length <
        passing(judge({ ...given, unverified: [] })).length,
    ).length,
  ).toBeGreaterThan(50);
});
