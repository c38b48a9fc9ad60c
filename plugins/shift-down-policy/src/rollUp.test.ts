import type { Result, Severity } from '@shift-down/plugin-shift-down-common';
import { rollUp, type RollUpPart } from './rollUp';
import { control } from './__testUtils__/evidence';

const CONTROLS = [control({ id: 'a' }), control({ id: 'b' })];

function part(
  results: Record<string, Result>,
  findings: [string, 'fail' | 'unknown', Severity?][] = [],
  state: RollUpPart['state'] = 'assessed',
): RollUpPart {
  return {
    entityRef: 'component:default/part',
    state,
    controls: Object.entries(results).map(([controlId, result]) => ({
      controlId,
      result,
      reason: result === 'unknown' ? `${controlId} is not known` : '',
    })),
    findings: findings.map(([findingId, result, severity = 'high']) => ({
      findingId,
      controlId: 'a',
      result,
      severity,
    })),
  };
}

function unverified(): RollUpPart {
  const { controls, ...rest } = part({ a: 'unknown' });
  return {
    ...rest,
    controls: controls.map(it => ({ ...it, unverified: true })),
  };
}

describe('rollUp', () => {
  it.each<[Result, Result[]]>([
    ['fail', ['pass', 'fail', 'unknown']],
    ['unknown', ['pass', 'unknown', 'not-applicable']],
    ['pass', ['pass', 'not-applicable']],
    ['not-applicable', ['not-applicable', 'not-applicable']],
  ])('takes a control to be %s where its parts are %j', (expected, results) => {
    expect(
      rollUp(
        results.map(a => part({ a })),
        [control({ id: 'a' })],
      ).controls[0].result,
    ).toBe(expected);
  });

  it('counts a finding of several parts once, as failing if it fails in one', () => {
    expect(
      rollUp(
        [
          part({ a: 'fail', b: 'pass' }, [
            ['shared', 'fail', 'medium'],
            ['own', 'fail'],
          ]),
          part({ a: 'unknown', b: 'pass' }, [
            ['shared', 'unknown', 'critical'],
            ['open', 'unknown', 'critical'],
          ]),
        ],
        CONTROLS,
      ).controls[0],
    ).toEqual({
      controlId: 'a',
      result: 'fail',
      reason: '',
      failing: 2,
      unknown: 1,
      worstSeverity: 'high',
    });
  });

  it('says why a control is unknown', () => {
    expect(
      rollUp([part({ a: 'pass', b: 'unknown' })], CONTROLS).controls[1].reason,
    ).toBe('b is not known');
  });

  it.each<[string, true | undefined, RollUpPart[]]>([
    ['all that are unknown are', true, [unverified(), part({ a: 'pass' })]],
    [
      'one is unknown for another reason',
      undefined,
      [unverified(), part({ a: 'unknown' })],
    ],
    ['one fails', undefined, [unverified(), part({ a: 'fail' })]],
    [
      'the claim of one is not confirmed',
      undefined,
      [unverified(), part({}, [], 'unconfirmed')],
    ],
  ])('tells whether it is unverified: %s', (_, expected, parts) => {
    expect(rollUp(parts, [control({ id: 'a' })]).controls[0].unverified).toBe(
      expected,
    );
  });

  it('lets each part weigh alike in the score', () => {
    const bad = part({ a: 'fail', b: 'fail' });
    const good = part({ a: 'pass', b: 'pass' });
    expect(rollUp([bad, good, good, good], CONTROLS).summary).toMatchObject({
      score: 75,
      grade: 'C',
      failing: 2,
      passing: 0,
    });
  });

  it('takes a control that no part was judged by for unknown', () => {
    expect(rollUp([part({ a: 'pass' })], CONTROLS)).toMatchObject({
      summary: { score: 50, coverage: 0.5 },
    });
  });

  it('leaves out parts that claim nothing or run nothing', () => {
    expect(
      rollUp(
        [
          part({ a: 'pass', b: 'pass' }),
          part({}, [], 'not-claimed'),
          part({}, [], 'no-workloads'),
        ],
        CONTROLS,
      ).summary,
    ).toMatchObject({ score: 100, grade: 'A' });
  });

  it('does not get better when the claim of a part is no longer confirmed', () => {
    const good = part({ a: 'pass', b: 'pass' });
    expect(rollUp([good, part({}, [], 'unconfirmed')], CONTROLS)).toMatchObject(
      {
        state: 'assessed',
        summary: { score: 50, grade: 'F', coverage: 0.5, unknown: 2 },
      },
    );
    expect(
      rollUp(
        [part({ a: 'fail', b: 'pass' }), part({}, [], 'unconfirmed')],
        CONTROLS,
      ).controls.map(({ result }) => result),
    ).toEqual(['fail', 'unknown']);
  });

  it.each<[RollUpPart['state'], RollUpPart['state'][]]>([
    ['not-claimed', []],
    ['not-claimed', ['not-claimed']],
    ['no-workloads', ['not-claimed', 'no-workloads']],
    ['unconfirmed', ['no-workloads', 'unconfirmed']],
  ])('is %s where its parts are %j', (state, states) => {
    expect(
      rollUp(
        states.map(it => part({}, [], it)),
        CONTROLS,
      ),
    ).toMatchObject({
      state,
      controls: [],
      summary: { grade: 'unknown', coverage: 0 },
    });
  });
});
