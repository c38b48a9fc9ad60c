import type { Result, Severity } from '@shift-down/plugin-shift-down-common';
import { gradeOf, summarise } from './score';
import { control } from './__testUtils__/evidence';

function summaryOf(...judged: [Severity, Result][]) {
  const controls = judged.map(([severity], index) =>
    control({ id: `control-${index}`, severity }),
  );
  return summarise(
    controls,
    judged.map(([, result], index) => ({
      controlId: `control-${index}`,
      result,
    })),
  );
}

describe('gradeOf', () => {
  it.each([
    [100, 'A'],
    [90, 'A'],
    [89, 'B'],
    [80, 'B'],
    [79, 'C'],
    [70, 'C'],
    [69, 'D'],
    [60, 'D'],
    [59, 'F'],
    [0, 'F'],
    [undefined, 'unknown'],
  ])('takes %s for %s', (score, grade) => {
    expect(gradeOf(score)).toBe(grade);
  });
});

describe('summarise', () => {
  it('weighs controls by severity', () => {
    expect(
      summaryOf(
        ['critical', 'pass'],
        ['high', 'fail'],
        ['medium', 'pass'],
        ['low', 'pass'],
        ['info', 'fail'],
      ),
    ).toMatchObject({ score: 73, grade: 'C', coverage: 1 });
  });

  it('rounds down, so that 89.9 is no A', () => {
    const nearly = Array.from({ length: 89 }, (): [Severity, Result] => [
      'low',
      'pass',
    ]);
    expect(
      summaryOf(...nearly, ['critical', 'fail'], ['medium', 'fail']),
    ).toMatchObject({ score: 89, grade: 'B' });
  });

  it('keeps unknown in the denominator', () => {
    expect(summaryOf(['high', 'pass'], ['high', 'unknown'])).toMatchObject({
      score: 50,
      coverage: 0.5,
    });
  });

  it('leaves out what does not apply', () => {
    expect(
      summaryOf(['high', 'pass'], ['critical', 'not-applicable']),
    ).toMatchObject({ score: 100, coverage: 1, notApplicable: 1 });
  });

  it.each<[string, [Severity, Result][]]>([
    ['nothing applies', [['high', 'not-applicable']]],
    ['nothing is known', [['high', 'unknown']]],
    [
      'only what has no weight is known',
      [
        ['info', 'pass'],
        ['high', 'unknown'],
      ],
    ],
    ['there are no controls', []],
  ])('gives no score where %s', (_, judged) => {
    const summary = summaryOf(...judged);
    expect(summary).toMatchObject({ grade: 'unknown', coverage: 0 });
    expect(summary.score).toBeUndefined();
  });

  it('splits by area and responsibility', () => {
    const summary = summarise(
      [
        control({ id: 'a', area: 'supply-chain', responsibility: 'platform' }),
        control({ id: 'b' }),
      ],
      [
        { controlId: 'a', result: 'fail' },
        { controlId: 'b', result: 'pass' },
      ],
    );
    expect(summary.byArea).toMatchObject({
      'supply-chain': { score: 0, failing: 1 },
      misconfigurations: { score: 100, passing: 1 },
    });
    expect(summary.byArea.vulnerabilities.score).toBeUndefined();
    expect(summary.byResponsibility).toMatchObject({
      platform: { score: 0 },
      application: { score: 100 },
      security: { coverage: 0 },
    });
  });

  it('counts no results of controls that are switched off', () => {
    expect(
      summarise(
        [control({ id: 'on' })],
        [
          { controlId: 'on', result: 'pass' },
          { controlId: 'off', result: 'fail' },
        ],
      ),
    ).toMatchObject({ score: 100, failing: 0 });
  });
});
