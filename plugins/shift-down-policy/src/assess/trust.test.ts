import type { EntityEvidence } from '../types';
import {
  entityEvidence,
  namespace,
  observation,
  pass,
} from '../__testUtils__/entityEvidence';
import { CLUSTER, control } from '../__testUtils__/evidence';
import { assess } from './assess';

const NOW = new Date('2026-06-01T12:00:00.000Z');

const onWorkloads = control({
  id: 'on-workloads',
  witnesses: ['PolicyReport', 'ConfigAuditReport'],
});
const onNamespaces = control({ id: 'on-namespaces', appliesTo: 'namespace' });
const rest = control({ id: 'other-policies', severity: 'medium' });

const WRITABLE = {
  clusterUid: CLUSTER,
  sourceKind: 'PolicyReport' as const,
  namespace: 'shop',
  cause: 'writable' as const,
};

function resultOf(one: typeof onWorkloads, overrides: Partial<EntityEvidence>) {
  return assess(entityEvidence(overrides), [one], {}, NOW).controls[0];
}

describe('a pass', () => {
  const passes = [pass({ 'on-workloads': 1 })];

  it.each([
    [
      'writable' as const,
      'Others than the platform, such as administrators of the namespace, can write PolicyReport of cluster demo: a pass in it is not verified',
    ],
    [
      'untrusted' as const,
      'The platform does not trust PolicyReport of cluster demo: a pass in it is not verified',
    ],
    [
      'unknown' as const,
      'Nobody knows who can write PolicyReport of cluster demo: a pass in it is not verified',
    ],
  ])('is unknown in reports that are %s, and says why', (cause, reason) => {
    expect(
      resultOf(onWorkloads, { passes, unverified: [{ ...WRITABLE, cause }] }),
    ).toMatchObject({ result: 'unknown', reason, unverified: true });
  });

  it.each([
    ['of another namespace', { namespace: 'elsewhere' }],
    ['of another kind', { sourceKind: 'Report' as const }],
    ['of another cluster', { clusterUid: 'another' }],
  ])('counts where others can write reports %s', (_, other) => {
    expect(
      resultOf(onWorkloads, {
        passes,
        unverified: [{ ...WRITABLE, ...other }],
      }).result,
    ).toBe('pass');
  });

  it('is judged by the namespace of its report, not of what it speaks about', () => {
    expect(
      resultOf(onWorkloads, {
        passes: [pass({ 'on-workloads': 1 }, { reportNamespace: 'elsewhere' })],
        unverified: [{ ...WRITABLE, namespace: 'elsewhere' }],
      }).result,
    ).toBe('unknown');
  });

  it('stands beside unverified ones when another source verifies it', () => {
    expect(
      resultOf(onWorkloads, {
        passes: [
          ...passes,
          pass({ 'on-workloads': 1 }, { sourceKind: 'ConfigAuditReport' }),
        ],
        unverified: [WRITABLE],
      }).result,
    ).toBe('pass');
  });

  it('that is not verified vouches for no namespace either', () => {
    expect(
      resultOf(onNamespaces, {
        subjects: [namespace('shop')],
        passes: [pass({ 'on-namespaces': 1 }, { subjectId: 'shop' })],
        unverified: [WRITABLE],
      }).result,
    ).toBe('unknown');
  });

  it('takes no failure back', () => {
    expect(
      resultOf(onWorkloads, {
        passes,
        observations: [observation({ controlId: 'on-workloads' })],
        unverified: [WRITABLE],
      }).result,
    ).toBe('fail');
  });
});

it('silence about other policies says nothing where reports can be emptied', () => {
  expect(resultOf(rest, {}).result).toBe('not-applicable');
  expect(resultOf(rest, { unverified: [WRITABLE] }).result).toBe('unknown');
});

describe('a failure that vanished', () => {
  const gone = observation({
    controlId: 'on-workloads',
    result: 'unknown',
    reason: 'Last failed on 31 May',
    vanished: true,
    // Long past the age of its kind
    observedAt: '2026-01-01T00:00:00.000Z',
  });
  const byAnother = pass(
    { 'on-workloads': 1 },
    { sourceKind: 'ConfigAuditReport' },
  );

  it('is unknown and says when it last failed, however long ago', () => {
    const evidence = entityEvidence({
      observations: [gone],
      unverified: [WRITABLE],
    });
    const assessment = assess(evidence, [onWorkloads], {}, NOW);
    expect(assessment.controls).toMatchObject([
      {
        result: 'unknown',
        reason: 'Last failed on 31 May',
        unknown: 1,
        unverified: true,
      },
    ]);
    expect(assessment.findings).toMatchObject([
      { result: 'unknown', reason: 'Last failed on 31 May', unverified: true },
    ]);
  });

  it('is over when another source verifies that it passes', () => {
    expect(
      resultOf(onWorkloads, {
        observations: [gone],
        passes: [byAnother],
        unverified: [WRITABLE],
      }),
    ).toMatchObject({ result: 'pass', unknown: 0 });
  });

  it.each([
    ['an unverified pass', pass({ 'on-workloads': 1 })],
    ['a pass elsewhere', { ...byAnother, subjectId: 'worker' }],
    [
      'a pass of a container',
      { ...byAnother, counts: { 'on-workloads/app': 1 } },
    ],
    ['a pass of another control', { ...byAnother, counts: { another: 1 } }],
    [
      'a pass that is too old',
      { ...byAnother, observedAt: '2026-01-01T00:00:00.000Z' },
    ],
  ])('is not over by %s', (_, other) => {
    expect(
      resultOf(onWorkloads, {
        observations: [gone],
        passes: [other],
        unverified: [WRITABLE],
      }).result,
    ).toBe('unknown');
  });

  it('of a policy of one’s own is not over by a pass of another', () => {
    expect(
      resultOf(rest, {
        observations: [{ ...gone, controlId: 'other-policies' }],
        passes: [{ ...byAnother, counts: { 'other-policies': 1 } }],
      }).result,
    ).toBe('unknown');
  });
});

describe('is unverified, beside being unknown,', () => {
  const passes = [pass({ 'on-workloads': 1 })];
  const unverified = [WRITABLE];
  const gone = observation({
    controlId: 'on-workloads',
    result: 'unknown',
    vanished: true,
  });
  const old = { observedAt: '2026-01-01T00:00:00.000Z' };

  it.each<[string, true | undefined, Partial<EntityEvidence>]>([
    ['what would pass if it were believed', true, { passes, unverified }],
    [
      'the same beside a pass that is too old',
      true,
      {
        passes: [
          ...passes,
          pass(
            { 'on-workloads': 1 },
            { ...old, sourceKind: 'ConfigAuditReport' },
          ),
        ],
        unverified,
      },
    ],
    ['what vanished', true, { observations: [gone], unverified }],
    ['not what nobody says anything of', undefined, { unverified }],
    [
      'not what is too old as well',
      undefined,
      { passes: [pass({ 'on-workloads': 1 }, old)], unverified },
    ],
    [
      'not what an engine could not say of another place',
      undefined,
      {
        observations: [
          gone,
          { ...gone, findingId: 'b', vanished: undefined, reason: 'skipped' },
        ],
        unverified,
      },
    ],
    [
      'not what fails',
      undefined,
      {
        observations: [gone, { ...gone, result: 'fail', vanished: undefined }],
      },
    ],
  ])('%s', (_, expected, overrides) => {
    expect(resultOf(onWorkloads, overrides).unverified).toBe(expected);
  });

  it('the silence of other policies', () => {
    expect(resultOf(rest, { unverified }).unverified).toBe(true);
  });

  it('no finding that also is unknown for another reason', () => {
    const { findings } = assess(
      entityEvidence({
        observations: [
          gone,
          { ...gone, vanished: undefined, component: 'app', reason: 'skipped' },
        ],
        unverified,
      }),
      [onWorkloads],
      {},
      NOW,
    );
    expect(findings).toHaveLength(1);
    expect(findings[0].unverified).toBeUndefined();
  });
});

describe('disagreement', () => {
  const fails = observation({ controlId: 'on-workloads' });
  const other = { sourceKind: 'ConfigAuditReport' as const };
  const passes = pass({ 'on-workloads': 1 }, other);

  it('shows, and the worse stands', () => {
    expect(
      resultOf(onWorkloads, {
        observations: [fails, { ...fails, findingId: 'b', component: 'app' }],
        passes: [passes],
      }),
    ).toMatchObject({
      result: 'fail',
      disagreements: [
        {
          failedBy: 'PolicyReport',
          passedBy: 'ConfigAuditReport',
          places: 2,
        },
      ],
    });
  });

  it('shows with a pass that is not verified too', () => {
    expect(
      resultOf(onWorkloads, {
        observations: [{ ...fails, ...other }],
        passes: [pass({ 'on-workloads': 1 })],
        unverified: [WRITABLE],
      }).disagreements,
    ).toHaveLength(1);
  });

  it.each<[string, Partial<EntityEvidence>]>([
    ['of one source with itself', { passes: [pass({ 'on-workloads': 1 })] }],
    ['on another subject', { passes: [{ ...passes, subjectId: 'worker' }] }],
    [
      'with a source that is past its age',
      { passes: [{ ...passes, observedAt: '2026-01-01T00:00:00.000Z' }] },
    ],
    [
      'with a source that fails it too',
      { passes: [passes], observations: [fails, { ...fails, ...other }] },
    ],
    [
      'on another container',
      {
        passes: [{ ...passes, counts: { 'on-workloads/sidecar': 1 } }],
        observations: [{ ...fails, component: 'app' }],
      },
    ],
  ])('is none %s', (_, overrides) => {
    expect(
      resultOf(onWorkloads, { observations: [fails], ...overrides })
        .disagreements,
    ).toBeUndefined();
  });

  it('is none between policies that no control covers', () => {
    expect(
      resultOf(rest, {
        observations: [{ ...fails, controlId: 'other-policies' }],
        passes: [{ ...passes, counts: { 'other-policies': 1 } }],
      }).disagreements,
    ).toBeUndefined();
  });
});
