/**
 * A golden image with three releases, on which the two teams stand: team A on the oldest,
 * which is out of support, and team B on the one before the newest.
 */
import type { ImageAssessment } from '@shift-down/plugin-shift-down-common';
import {
  imageId,
  unknownAssessment,
  type GoldenImage,
  type GoldenRelease,
} from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import { idOf, insertFinding, SEEN } from '../../__testUtils__/rows';
import type { ImageRow } from '../../database/imageTables';
import { assessmentColumns } from '../../database/operations/images/assessmentColumns';
import { EXPLOITED } from './imageContext';
import { FINDINGS, OTHERS, OWN, PROXY } from './seedTwoTeams';

/** When the tests of golden images ask. */
export const NOW = new Date('2026-11-22T12:00:00.000Z');

export const GOLDEN = 'node';
const REPOSITORY = 'registry.example/golden/node';

export function digest(letter: string): string {
  return `sha256:${letter.repeat(64)}`;
}

const RELEASES: GoldenRelease[] = [
  release('1.0.0', '2026-08-01', '2026-11-01'),
  release('1.1.0', '2026-10-01'),
  release('1.2.0', '2026-11-12'),
];

function release(
  version: string,
  released: string,
  supportedUntil?: string,
): GoldenRelease {
  return {
    version,
    channel: 'main',
    released,
    ...(supportedUntil && { supportedUntil }),
    digests: {},
    declared: true,
  };
}

const IMAGE: GoldenImage = {
  name: GOLDEN,
  title: 'Node.js',
  owner: 'group:default/platform',
  repository: REPOSITORY,
  channels: [{ name: 'main', description: 'The only one' }],
  releases: RELEASES,
  vex: [],
  location: 'golden/node.yaml',
};

const PLATFORM_DIGESTS = ['a', 'b', 'c'].map(digest);
const INDEX_DIGESTS = ['d', 'e', 'f'].map(digest);

/** Advisories that each release carries. */
const CARRIED = [['CVE-2026-0001', EXPLOITED], [EXPLOITED], [EXPLOITED]];

export async function seedGoldenImages(knex: Knex): Promise<void> {
  await knex('golden_images').insert({
    name: GOLDEN,
    configured_location: 'golden',
    location: IMAGE.location,
    repository: REPOSITORY,
    owner_ref: IMAGE.owner,
    definition: JSON.stringify(IMAGE),
    problems: '["golden/node.yaml: a report is missing"]',
    finds_releases: false,
    next_tags_at: SEEN,
    hash: '1',
    changed_at: SEEN,
  });
  for (const [index, { channel, released, version }] of RELEASES.entries()) {
    await knex('golden_releases').insert({
      image: GOLDEN,
      version,
      channel,
      released,
      digest: INDEX_DIGESTS[index],
      facts: JSON.stringify({
        platforms: [
          {
            digest: PLATFORM_DIGESTS[index],
            platform: 'linux/amd64',
            diffIds: [digest('1'), digest(String(index + 2))],
            layers: [],
            annotations: {},
          },
        ],
      }),
      scanner: 'Trivy',
      scanned_at: SEEN,
    });
    await knex('golden_release_vulnerabilities').insert(
      CARRIED[index].map(advisory => ({
        image: GOLDEN,
        version,
        advisory,
        package_url: 'pkg:deb/debian/openssl',
        package_name: 'openssl',
        installed_version: '3.0',
        fixed_version: '3.1',
        severity: 'critical',
      })),
    );
    await insertImage(
      knex,
      { repository: REPOSITORY, version },
      onRelease(version),
    );
  }
  await knex('golden_vulnerabilities').insert([
    {
      image: GOLDEN,
      channel: 'main',
      advisory: EXPLOITED,
      package_url: 'pkg:deb/debian/openssl',
      package_name: 'openssl',
      severity: 'critical',
      first_seen: SEEN,
      due_at: '2026-11-08T00:00:00.000Z',
    },
    {
      image: GOLDEN,
      channel: 'main',
      advisory: 'CVE-2026-0001',
      package_url: 'pkg:deb/debian/openssl',
      package_name: 'openssl',
      severity: 'critical',
      first_seen: SEEN,
      due_at: '2026-11-08T00:00:00.000Z',
      closed_at: '2026-11-12T00:00:00.000Z',
      closed_by: '1.1.0',
    },
  ]);
  await knex('golden_adoption').insert([
    adoption(OWN, '1.0.0', '2026-11-19T08:00:00.000Z', null),
    adoption(
      OTHERS,
      '1.0.0',
      '2026-11-19T08:00:00.000Z',
      '2026-11-21T08:00:00.000Z',
    ),
    adoption(OTHERS, '1.1.0', '2026-11-21T08:00:00.000Z', null),
  ]);

  await insertImage(
    knex,
    { repository: 'registry.example/payments', version: '1' },
    onRelease('1.0.0'),
  );
  await insertImage(
    knex,
    { repository: 'registry.example/ledger', version: '1' },
    onRelease('1.1.0'),
  );
  await insertImage(
    knex,
    { repository: PROXY, version: digest('1') },
    {
      ...unknownAssessment('Nobody looked'),
      lineage: { state: 'not-golden', reason: 'No golden image.' },
      status: { state: 'not-golden', reason: 'No golden image.' },
    },
  );
  await seedVerdictsOfOthers(knex);
}

/** What others than the registry say of the images of team A. */
async function seedVerdictsOfOthers(knex: Knex): Promise<void> {
  const payments = idOf('demo', 'team-a', 'Deployment', 'payments');
  await insertFinding(knex, 'verify-image', {
    control_id: 'image-signature',
    seenIn: [{ subject_id: payments, component: 'app' }],
  });
  await insertFinding(knex, 'ours', {
    control_id: 'image-signature',
    seenIn: [
      { subject_id: payments, component: 'app', source_kind: 'Registry' },
    ],
  });
  await knex('passes').insert({
    object_id: idOf('passing'),
    subject_id: payments,
    source_kind: 'PolicyReport',
    counts: JSON.stringify({ 'image-provenance/proxy': 1, 'image-tag': 1 }),
    observed_at: SEEN,
  });
  await knex('finding_entities')
    .where({ entity_ref: OWN, finding_id: FINDINGS.shared })
    .update({ layer: 'base', due_at: '2026-11-08T00:00:00.000Z' });
  await knex('uploads').insert(
    [SEEN, '2026-11-05T00:00:00.000Z'].map((observed_at, index) => ({
      id: idOf('upload', observed_at),
      repository: PROXY,
      digest: digest('1'),
      format: 'trivy',
      tool: ['Grype', 'Trivy'][index],
      tool_version: '1',
      content_digest: digest('0'),
      uploaded_by: 'external:ci',
      observed_at,
      received_at: observed_at,
      is_scan: true,
      is_complete: true,
      os: '',
      os_end_of_life: false,
      counts: '{}',
      vulnerabilities: '[]',
    })),
  );
  await knex('upload_digests').insert(
    [SEEN, '2026-11-05T00:00:00.000Z'].map(observed_at => ({
      upload_id: idOf('upload', observed_at),
      digest: digest('1'),
    })),
  );
}

function adoption(
  entity_ref: string,
  version: string,
  from_at: string,
  until_at: string | null,
) {
  return {
    entity_ref,
    image: GOLDEN,
    version,
    from_at,
    until_at,
    workloads: 1,
  };
}

function onRelease(version: string): ImageAssessment {
  return {
    ...unknownAssessment('Nobody looked'),
    lineage: {
      state: 'golden',
      release: { image: GOLDEN, version },
      alternatives: [],
      evidence: 'layers',
      baseLayers: 2,
    },
    // As it stood when it was judged.
    status: { state: 'current' },
    signature: {
      state: 'verified',
      reason: 'Signed',
      code: '',
      by: 'Platform',
    },
    provenance: {
      state: 'verified',
      reason: 'Built',
      code: '',
      level: 3,
      materials: [{ uri: 'pkg:docker/base', digest: digest('9') }],
    },
    layers: [{ digest: digest('1'), size: 10, isBase: true }],
  };
}

async function insertImage(
  knex: Knex,
  image: { repository: string; version: string },
  assessment: ImageAssessment,
): Promise<void> {
  const row: Partial<ImageRow> = {
    ...image,
    id: imageId(image.repository, image.version),
    state: 'read',
    reason: '',
    checked_at: SEEN,
    next_check_at: SEEN,
    attempts: 0,
    seen_at: SEEN,
    changed_at: SEEN,
    ...assessmentColumns(assessment),
  };
  await knex('images').insert(row);
}
