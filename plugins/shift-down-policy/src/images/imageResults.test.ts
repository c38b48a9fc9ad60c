import type {
  AttestationVerdict,
  GoldenStatus,
  ImageAssessment,
} from '@shift-down/plugin-shift-down-common';
import { imageResults } from './imageResults';
import { unknownAssessment } from './unknownAssessment';

const WEB = { namespace: 'shop', kind: 'Deployment', name: 'web' };
const ALL = {
  goldenImages: true,
  registries: true,
  isSigned: () => true,
  isAttested: () => true,
};

function outcomes(
  assessment: Partial<ImageAssessment>,
  expectations: Partial<typeof ALL> = {},
) {
  const results = imageResults(
    WEB,
    {
      name: 'main',
      repository: 'r/web',
      image: 'r/web:1',
      assessment: { ...unknownAssessment('Nobody asked'), ...assessment },
    },
    { ...ALL, ...expectations },
  );
  return Object.fromEntries(results.map(it => [it.rule, it.outcome]));
}

describe('results of an image', () => {
  it('are errors with the reason while nothing is known', () => {
    const results = imageResults(
      WEB,
      {
        name: 'main',
        repository: 'r/web',
        image: 'r/web:1',
        assessment: unknownAssessment('The registry is down'),
      },
      ALL,
    );
    expect(results).toHaveLength(6);
    for (const result of results) {
      expect(result).toMatchObject({
        engine: 'shift-down',
        policy: 'image',
        subject: WEB,
        component: 'main',
        outcome: 'error',
        reason: 'r/web:1: The registry is down',
      });
    }
  });

  it.each<[AttestationVerdict['state'], string]>([
    ['verified', 'pass'],
    ['unverified', 'fail'],
    ['absent', 'fail'],
    ['unset', 'error'],
    ['unknown', 'error'],
  ])('say of what is %s: %s', (state, outcome) => {
    const verdict = { state, reason: 'Because', code: '' };
    expect(outcomes({ signature: verdict, provenance: verdict })).toMatchObject(
      { signature: outcome, provenance: outcome },
    );
  });

  it.each<[GoldenStatus, string, string]>([
    [{ state: 'current' }, 'pass', 'pass'],
    [
      {
        state: 'behind',
        releases: 2,
        days: 41,
        newest: { image: 'node', version: '3' },
      },
      'pass',
      'fail',
    ],
    [{ state: 'out-of-support', since: '2026-01-01' }, 'fail', 'fail'],
    [{ state: 'retired', replacement: 'deno' }, 'fail', 'fail'],
    [{ state: 'not-golden', reason: 'No' }, 'error', 'error'],
    [{ state: 'unknown', reason: 'Who knows' }, 'error', 'error'],
  ])('say of %j: support %s, age %s', (status, support, age) => {
    expect(outcomes({ status })).toMatchObject({
      'release-support': support,
      'release-age': age,
    });
  });

  it('say nothing where nothing is expected', () => {
    expect(
      outcomes(
        {},
        {
          goldenImages: false,
          registries: false,
          isSigned: () => false,
          isAttested: () => false,
        },
      ),
    ).toEqual({});
    expect(Object.keys(outcomes({}, { goldenImages: false }))).toEqual([
      'signature',
      'provenance',
      'sbom',
    ]);
  });
});
