/** What uploads come to for workloads, on both databases. */
import { TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { migratedDatabase } from '../__testUtils__/database';
import { idOf, insertEntity, insertSubject } from '../__testUtils__/rows';
import { pruneUploads } from '../database/operations/uploads/pruneUploads';
import type { ContainerRow } from '../database/tables';
import type { UploadRow } from '../database/uploadTables';
import type { ImageWorkload } from '../images/derivedEvidence';
import { DIGEST, FOREIGN, MANIFEST, REPOSITORY } from './__testUtils__/reports';
import { uploadConfigOf, uploadLimitsSchema, uploadsSchema } from './config';
import { UploadEvidence } from './UploadEvidence';

jest.setTimeout(120_000);

const DAY = 24 * 60 * 60 * 1000;
const NOW = new Date('2026-11-02T00:00:00.000Z');
const ENTITY = 'component:default/web';
const SUBJECT = { namespace: 'team-a', kind: 'Deployment', name: 'web' };
const CLUSTER = 'uid-demo';

const CONFIG = uploadConfigOf(
  uploadsSchema.parse([
    {
      subject: 'external:ci',
      repositories: ['registry.example.com/**'],
      entities: ['*'],
    },
  ]),
  uploadLimitsSchema.parse(undefined),
  undefined,
);

const FOUND = [{ type: 'vulnerability', advisory: 'CVE-2026-1001' }];

async function insertUpload(knex: Knex, changes: Partial<UploadRow> = {}) {
  const id = idOf('upload', JSON.stringify(changes));
  const row: UploadRow = {
    id,
    repository: REPOSITORY,
    digest: DIGEST,
    tag: null,
    entity_ref: null,
    format: 'trivy',
    tool: 'Trivy',
    tool_version: '0.66.0',
    content_digest: DIGEST,
    uploaded_by: 'external:ci',
    observed_at: '2026-11-01T10:00:00.000Z',
    received_at: '2026-11-01T10:00:00.000Z',
    is_scan: true,
    is_complete: false,
    os: 'debian 12',
    os_end_of_life: false,
    counts: '{}',
    sbom: null,
    vulnerabilities: JSON.stringify(FOUND),
    ...changes,
  };
  await knex('uploads').insert(row);
  if (row.digest) {
    await knex('upload_digests').insert({ upload_id: id, digest: row.digest });
  }
  return id;
}

const databases = TestDatabases.create();

describe.each(databases.eachSupportedId())('uploads on %s', databaseId => {
  let knex: Knex;
  let subjectId: string;

  beforeAll(async () => {
    knex = await migratedDatabase(databases, databaseId);
    await insertEntity(knex, ENTITY);
    subjectId = await insertSubject(knex, {
      cluster: 'demo',
      ...SUBJECT,
      entities: [ENTITY],
      containers: [{ name: 'app', repository: REPOSITORY, digest: DIGEST }],
    });
    const id = idOf('image');
    await knex('images').insert({
      id,
      repository: REPOSITORY,
      version: DIGEST,
      state: 'read',
      reason: '',
      next_check_at: '9',
      attempts: 0,
      seen_at: '2026',
      changed_at: '2026-01-01T00:00:00.000Z',
      lineage_state: 'unknown',
      status_state: 'unknown',
      signature_state: 'unknown',
    });
    await knex('image_digests').insert([
      { image_id: id, digest: DIGEST },
      { image_id: id, digest: MANIFEST },
    ]);
  });

  beforeEach(async () => {
    await knex('uploads').delete();
    await knex('upload_digests').delete();
  });

  async function evidenceFor(
    container: Partial<ContainerRow> = {},
    now: Date = NOW,
  ) {
    const provider = new UploadEvidence({
      database: knex,
      clock: { now: () => now },
      config: CONFIG,
    });
    const workload: ImageWorkload = {
      id: subjectId,
      clusterUid: CLUSTER,
      subject: SUBJECT,
      containers: [
        {
          subject_id: subjectId,
          type: 'main',
          name: 'app',
          image: REPOSITORY,
          repository: REPOSITORY,
          tag: null,
          digest: DIGEST,
          ...container,
        },
      ],
    };
    const pass = await provider.prepare();
    return (await pass.evidenceFor([workload])).get(subjectId) ?? [];
  }

  async function resultOf(
    rule: string,
    ...args: Parameters<typeof evidenceFor>
  ) {
    const evidence = await evidenceFor(...args);
    return evidence.find(it => it.type === 'policy-result' && it.rule === rule);
  }

  it.each([
    ['the index that runs', DIGEST, DIGEST],
    ['the index of the manifest that runs', DIGEST, MANIFEST],
    ['the manifest of the index that runs', MANIFEST, DIGEST],
  ])('are of a workload by %s', async (_, uploaded, running) => {
    await insertUpload(knex, { digest: uploaded });
    const evidence = await evidenceFor({ digest: running });
    expect(evidence).toMatchObject([
      {
        type: 'image-scan',
        container: 'app',
        digest: running,
        scanner: 'Trivy 0.66.0 in a pipeline',
        vulnerabilities: FOUND,
        isPartial: true,
      },
      { policy: 'image', rule: 'pipeline-scan', outcome: 'pass' },
      { policy: 'repository', rule: 'dependencies-scan', outcome: 'fail' },
    ]);
  });

  it('say nothing of the same digest in another repository', async () => {
    await insertUpload(knex, { repository: FOREIGN });
    expect(await evidenceFor()).toMatchObject([
      { rule: 'pipeline-scan', outcome: 'fail' },
      { rule: 'dependencies-scan' },
    ]);
  });

  it('keep the newest of each tool', async () => {
    await insertUpload(knex, { tool_version: '1' });
    await insertUpload(knex, {
      tool_version: '2',
      digest: MANIFEST,
      observed_at: '2026-11-01T11:00:00.000Z',
    });
    await insertUpload(knex, { tool: 'Grype', tool_version: '3' });
    const scanners = (await evidenceFor()).flatMap(it =>
      it.type === 'image-scan' ? it.scanner : [],
    );
    expect(scanners.sort()).toEqual([
      'Grype 3 in a pipeline',
      'Trivy 2 in a pipeline',
    ]);
  });

  it.each<[string, Partial<UploadRow> | undefined, object, string]>([
    ['none', undefined, {}, 'No pipeline has uploaded a scan'],
    [
      'an old one',
      { observed_at: '2026-09-01T00:00:00.000Z' },
      {},
      'Last scanned by Trivy on 2026-09-01; a scan counts for 30 days',
    ],
    ['what is no scan', { is_scan: false }, {}, 'No pipeline has uploaded'],
    [
      'a repository that nobody may upload for',
      {},
      { repository: 'docker.io/library/nginx' },
      'no entry of shiftDown.uploads covers it',
    ],
  ])(
    'fail the pipeline’s scan with %s',
    async (_, upload, container, words) => {
      if (upload) {
        await insertUpload(knex, upload);
      }
      expect(await resultOf('pipeline-scan', container)).toMatchObject({
        outcome: 'fail',
        component: 'app',
        message: expect.stringContaining(words),
      });
    },
  );

  it('leave the pipeline’s scan unknown where no digest is', async () => {
    expect(await resultOf('pipeline-scan', { digest: null })).toMatchObject({
      outcome: 'error',
      reason: expect.stringContaining('which digest runs'),
    });
  });

  it('pass the scan of dependencies for the entity’s repository', async () => {
    await insertUpload(knex, {
      repository: null,
      digest: null,
      entity_ref: ENTITY,
    });
    expect(await resultOf('dependencies-scan')).toMatchObject({
      outcome: 'pass',
      observedAt: '2026-11-01T10:00:00.000Z',
    });
    expect(await resultOf('pipeline-scan')).toMatchObject({ outcome: 'fail' });
  });

  it('say the same twice', async () => {
    await insertUpload(knex);
    const later = new Date(NOW.getTime() + DAY);
    expect(await evidenceFor({}, later)).toEqual(await evidenceFor());
  });

  describe('change', () => {
    const at = (milliseconds: number) => ({
      now: () => new Date(NOW.getTime() + milliseconds),
    });
    const changedAt = async (milliseconds: number, cursor?: string) =>
      await new UploadEvidence({
        database: knex,
        clock: at(milliseconds),
        config: CONFIG,
      }).changedSince(CLUSTER, cursor);

    it('everywhere at first, and nowhere while nothing comes', async () => {
      await insertUpload(knex);
      const first = await changedAt(0);
      expect(first.namespaces).toBe('everywhere');
      const second = await changedAt(10_000, first.cursor);
      expect(second.namespaces).toEqual(new Set());
    });

    it.each<[string, Partial<UploadRow>]>([
      ['its image runs', {}],
      [
        'its entity runs',
        { repository: null, digest: null, entity_ref: ENTITY },
      ],
    ])('where %s', async (_, changes) => {
      const { cursor } = await changedAt(0);
      await insertUpload(knex, {
        received_at: new Date(NOW.getTime() + 5_000).toISOString(),
        ...changes,
      });
      const { namespaces } = await changedAt(10_000, cursor);
      expect(namespaces).toEqual(new Set(['team-a']));
    });

    it('where a scan becomes too old, by itself', async () => {
      await insertUpload(knex, {
        observed_at: new Date(
          NOW.getTime() + 5_000 - CONFIG.scanAge,
        ).toISOString(),
        received_at: '2026-10-01T00:00:00.000Z',
      });
      const { cursor } = await changedAt(0);
      const { namespaces } = await changedAt(10_000, cursor);
      expect(namespaces).toEqual(new Set(['team-a']));
    });
  });

  it('are forgotten a while after, unless their image runs', async () => {
    const received_at = '2026-09-01T00:00:00.000Z';
    const kept = [
      await insertUpload(knex, { received_at, digest: MANIFEST }),
      await insertUpload(knex, {
        received_at,
        repository: null,
        digest: null,
        entity_ref: ENTITY,
      }),
      await insertUpload(knex, { digest: `sha256:${'7'.repeat(64)}` }),
    ];
    await insertUpload(knex, {
      received_at,
      digest: `sha256:${'8'.repeat(64)}`,
    });
    await insertUpload(knex, { received_at, repository: FOREIGN });
    await insertUpload(knex, {
      received_at,
      repository: null,
      digest: null,
      entity_ref: 'component:default/gone',
    });
    await pruneUploads(knex, NOW, CONFIG.retention);
    expect((await knex('uploads').pluck('id')).sort()).toEqual(kept.sort());
    expect(await knex('upload_digests').select()).toHaveLength(2);
  });
});
