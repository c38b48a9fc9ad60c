/** Whose a vulnerability is, until when, and who says that it is none, as it is stored. */
import { TestDatabases } from '@backstage/backend-test-utils';
import {
  CONTROL_CATALOGUE,
  type CollectedObject,
  type ImageScanEvidence,
  type SourceKind,
} from '@shift-down/plugin-shift-down-common';
import {
  createGoldenIndex,
  DEFAULT_MAX_AGES,
  imageId,
  serviceLevelsOf,
  trustVex,
  type GoldenIndex,
  type ReleaseReport,
} from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import { component, group } from '../__testUtils__/catalog';
import { migratedDatabase } from '../__testUtils__/database';
import {
  deployment,
  policyReport,
  scan,
  workload,
} from '../__testUtils__/evidence';
import { CONTROLS, createSink, mirror } from '../__testUtils__/sink';
import { claimDueEntities } from '../database/operations/assessment/claimDueEntities';
import { prune } from '../database/operations/assessment/prune';
import { markForAssessment } from '../database/operations/queue/markForAssessment';
import { giveUpOn } from './giveUpOn';
import { performAssessment } from './performAssessment';

jest.setTimeout(60_000);

const REF = 'component:default/api';
const REPOSITORY = 'registry.example.com/api';
const DAY = 24 * 60 * 60 * 1000;
const FIRST_SEEN = new Date(Date.now() - 40 * DAY).toISOString();

function dayAgo(days: number): string {
  return new Date(Date.now() - days * DAY).toISOString().slice(0, 10);
}

/** Release 1.1 came out twenty days ago. */
function goldenIndex(lacking: boolean): GoldenIndex {
  const report = (lists: boolean): ReleaseReport => ({
    scanner: 'trivy',
    observedAt: new Date().toISOString(),
    vulnerabilities: lists
      ? [
          {
            advisory: 'CVE-2026-1',
            packageUrl: 'pkg:deb/debian/openssl',
            packageName: 'openssl',
            installedVersion: '3.0.11',
            fixedVersion: '3.0.13',
            severity: 'critical',
          },
        ]
      : [],
  });
  const releases = { '1.0': dayAgo(60), '1.1': dayAgo(20) };
  return createGoldenIndex({
    images: [
      {
        name: 'node',
        owner: 'group:default/platform',
        repository: 'registry.example.com/golden/node',
        channels: [{ name: 'lts' }],
        releases: Object.entries(releases).map(([version, released]) => ({
          version,
          released,
          channel: 'lts',
          digests: {},
          declared: true,
        })),
        vex: [],
        location: '',
      },
    ],
    facts: [
      { image: 'node', version: '1.0', platforms: [], report: report(true) },
      {
        image: 'node',
        version: '1.1',
        platforms: [],
        report: report(!lacking),
      },
    ],
  });
}

const databases = TestDatabases.create();

describe.each(databases.eachSupportedId())('vulnerabilities on %p', id => {
  let knex: Knex;

  const apply = async (
    kind: SourceKind,
    upserts: CollectedObject[],
    deletes: CollectedObject[] = [],
  ) =>
    (await createSink(knex)).apply(kind, {
      upserts,
      deletes: deletes.map(it => it.key),
    });

  const scanOf = (
    name: string,
    advisories: string[],
    overrides: Partial<ImageScanEvidence> = {},
  ) =>
    policyReport(`scan-${name}`, [
      { ...scan(deployment(name), advisories, REPOSITORY), ...overrides },
    ]);

  const judgement = (golden?: GoldenIndex) => ({
    controls: CONTROL_CATALOGUE,
    index: CONTROLS.index,
    maxAge: DEFAULT_MAX_AGES,
    serviceLevels: serviceLevelsOf(),
    ...(golden && { golden: async () => golden }),
  });

  const claim = async () => {
    const now = new Date();
    await markForAssessment(knex, [REF], now.toISOString());
    const [due] = await claimDueEntities(knex, {
      now,
      limit: 10,
      hiddenForSeconds: 60,
    });
    return due;
  };

  const assess = async (golden?: GoldenIndex) => {
    const due = await claim();
    await performAssessment(knex, due, judgement(golden), new Date());
    return knex('finding_entities').where('entity_ref', REF).first();
  };

  const inspected = async (name: string, assessment: object) => {
    const { digest, repository } = await knex('containers')
      .where('repository', name)
      .first();
    const image = imageId(repository, digest);
    await knex('images').insert({
      id: image,
      repository,
      version: digest,
      digest: `sha256:${'e'.repeat(64)}`,
      state: 'read',
      reason: '',
      next_check_at: FIRST_SEEN,
      attempts: 0,
      seen_at: FIRST_SEEN,
      assessment: JSON.stringify(assessment),
      changed_at: FIRST_SEEN,
      lineage_state: 'golden',
      status_state: 'behind',
      signature_state: 'unset',
    });
    await knex('image_digests').insert({
      image_id: image,
      digest: `sha256:${'f'.repeat(64)}`,
    });
  };
  const onGolden = {
    lineage: {
      state: 'golden',
      release: { image: 'node', version: '1.0' },
      alternatives: [],
      evidence: 'layers',
      baseLayers: 1,
    },
  };

  const says = (author: string, trusted: boolean, repository = REPOSITORY) => {
    const document = { author, source: 'git' as const, repository };
    const trust = trustVex(
      document,
      trusted
        ? [
            {
              name: 'team',
              author,
              repositories: [repository],
              packages: [],
              proof: { type: 'git' },
            },
          ]
        : [],
      { type: 'git' },
    );
    return knex('vex_documents').insert({
      digest: `sha256:${author}`,
      source: 'git',
      origin: 'node',
      repository,
      author,
      trust: JSON.stringify(trust),
      statements: JSON.stringify([
        {
          advisory: 'CVE-2026-1',
          aliases: [],
          products: [{ id: repository, hashes: [], subcomponents: [] }],
          status: 'not_affected',
          impact: 'Never called',
          statedAt: FIRST_SEEN,
          author,
        },
      ]),
      added_at: FIRST_SEEN,
    });
  };

  beforeEach(async () => {
    knex = await migratedDatabase(databases, id);
    await mirror(knex, group('team-a'), component('api'));
    await apply('Workload', [workload('api', { image: REPOSITORY })]);
    const sink = await createSink(knex);
    for (const kind of ['Workload', 'VulnerabilityReport'] as const) {
      await sink.report(kind, { state: 'fresh' });
    }
    await apply('VulnerabilityReport', [scanOf('api', ['CVE-2026-1'])]);
    await knex('findings').update({ first_seen: FIRST_SEEN });
  });

  const firstSeen = async () =>
    (await knex('findings').where('advisory', 'CVE-2026-1').first()).first_seen;

  describe('the clock', () => {
    const dueAt = new Date(Date.parse(FIRST_SEEN) + 7 * DAY).toISOString();

    it('runs from when it was first seen', async () => {
      await expect(assess()).resolves.toMatchObject({
        layer: 'unknown',
        layer_evidence: 'none',
        responsibility: 'application',
        due_at: dueAt,
        upgrade_to: null,
        suppression: null,
        vex_claims: '[]',
      });
    });

    it('does not begin anew for a workload by another name', async () => {
      await apply(
        'Workload',
        [
          workload('renamed', {
            image: REPOSITORY,
            labels: { 'backstage.io/kubernetes-id': 'api' },
          }),
        ],
        [workload('api')],
      );
      await apply(
        'VulnerabilityReport',
        [scanOf('renamed', ['CVE-2026-1'])],
        [scanOf('api', [])],
      );
      expect(await firstSeen()).toBe(FIRST_SEEN);
      await expect(assess()).resolves.toMatchObject({ due_at: dueAt });
    });

    it('does not begin anew for another build of the image', async () => {
      await apply('VulnerabilityReport', [
        scanOf('api', ['CVE-2026-1'], {
          tag: '2.0.0',
          digest: `sha256:${'9'.repeat(64)}`,
        }),
      ]);
      expect(await firstSeen()).toBe(FIRST_SEEN);
      await expect(assess()).resolves.toMatchObject({ due_at: dueAt });
    });

    it.each([
      [
        'a report without it',
        () => apply('VulnerabilityReport', [scanOf('api', [])]),
      ],
      [
        'no report at all',
        () => apply('VulnerabilityReport', [], [scanOf('api', [])]),
      ],
    ])('does not begin anew after %s', async (_, vanish) => {
      await vanish();
      expect((await knex('findings').first()).resolved_at).not.toBeNull();
      await prune(knex, new Date(Date.now() + 89 * DAY));
      await apply('VulnerabilityReport', [scanOf('api', ['CVE-2026-1'])]);
      expect(await knex('findings').first()).toMatchObject({
        first_seen: FIRST_SEEN,
        resolved_at: null,
      });
    });

    it('begins anew once it is long forgotten', async () => {
      await apply('VulnerabilityReport', [scanOf('api', [])]);
      await prune(knex, new Date(Date.now() + 91 * DAY));
      await apply('VulnerabilityReport', [scanOf('api', ['CVE-2026-1'])]);
      expect(await firstSeen()).not.toBe(FIRST_SEEN);
    });

    it('is another one in an image of another name', async () => {
      await apply('VulnerabilityReport', [
        scanOf('api', ['CVE-2026-1'], { repository: 'registry.example.com/b' }),
      ]);
      const rows = await knex('findings').orderBy('repository');
      expect(rows.map(row => row.first_seen === FIRST_SEEN)).toEqual([
        true,
        false,
      ]);
    });
  });

  it('are the entity’s to upgrade once a release lacks them', async () => {
    await inspected(REPOSITORY, onGolden);
    const row = await assess(goldenIndex(true));
    expect(row).toMatchObject({
      control_id: 'base-upgrade',
      result: 'fail',
      layer: 'base',
      layer_evidence: 'release-report',
      responsibility: 'application',
      due_at: new Date(Date.parse(dayAgo(20)) + 7 * DAY).toISOString(),
    });
    expect(JSON.parse(row.upgrade_to)).toEqual({
      image: 'node',
      version: '1.1',
    });
    expect(
      await knex('entity_controls')
        .whereIn('control_id', [
          'base-upgrade',
          'base-vulnerabilities',
          'critical-vulnerabilities',
        ])
        .orderBy('control_id')
        .pluck('result'),
    ).toEqual(['fail', 'pass', 'pass']);
  });

  it('are written anew when somebody else becomes their owner', async () => {
    await inspected(REPOSITORY, onGolden);
    await expect(assess(goldenIndex(false))).resolves.toMatchObject({
      control_id: 'base-vulnerabilities',
      responsibility: 'platform',
      upgrade_to: null,
    });
    await expect(assess(goldenIndex(true))).resolves.toMatchObject({
      control_id: 'base-upgrade',
      responsibility: 'application',
    });
    await expect(assess()).resolves.toMatchObject({
      control_id: 'critical-vulnerabilities',
      layer: 'unknown',
      responsibility: 'application',
    });
  });

  it('show who says that they are none, and count no more', async () => {
    await says('Security', true);
    const row = await assess();
    expect(row).toMatchObject({ result: 'not-applicable', due_at: null });
    expect(JSON.parse(row.suppression)).toMatchObject({
      author: 'Security',
      trustedBy: 'team',
    });
    await expect(
      knex('entity_controls')
        .where('control_id', 'critical-vulnerabilities')
        .first(),
    ).resolves.toMatchObject({ result: 'pass', failing: 0 });
    await expect(knex('postures').first()).resolves.toMatchObject({
      worst_finding_id: null,
    });
  });

  it('show what a stranger says, and count all the same', async () => {
    await assess();
    const before = await knex('postures').first();
    await says('Stranger', false);
    const row = await assess();
    expect(row).toMatchObject({ result: 'fail', suppression: null });
    expect(JSON.parse(row.vex_claims)).toMatchObject([
      { author: 'Stranger', trusted: false },
    ]);
    await expect(knex('postures').first()).resolves.toMatchObject({
      score: before.score,
      failing: before.failing,
    });
  });

  it('go by what is said of the golden image that brought them', async () => {
    const repository = 'registry.example.com/golden/node';
    await inspected(REPOSITORY, onGolden);
    await knex('golden_images').insert({
      name: 'node',
      configured_location: '',
      location: '',
      repository,
      owner_ref: 'group:default/platform',
      finds_releases: false,
      definition: '{}',
      problems: '[]',
      next_tags_at: FIRST_SEEN,
      hash: '',
      changed_at: FIRST_SEEN,
    });
    await says('Security', true, repository);
    await expect(assess(goldenIndex(true))).resolves.toMatchObject({
      result: 'not-applicable',
    });
  });

  it('keep what was known of them when an entity can’t be assessed', async () => {
    const before = await assess();
    await giveUpOn(knex, await claim(), CONTROL_CATALOGUE, {
      error: 'broken',
      retryAt: new Date().toISOString(),
      now: new Date().toISOString(),
    });
    await expect(
      knex('finding_entities').where('entity_ref', REF).first(),
    ).resolves.toMatchObject({
      ...before,
      result: 'unknown',
      reason: 'could not be assessed: broken',
    });
  });
});
