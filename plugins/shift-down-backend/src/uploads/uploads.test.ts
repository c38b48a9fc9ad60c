/** Uploading as pipelines do it: over HTTP, to both databases. */
import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
  TestDatabases,
} from '@backstage/backend-test-utils';
import {
  AuthorizeResult,
  type AuthorizePermissionRequest,
} from '@backstage/plugin-permission-common';
import { readUpload } from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import request from 'supertest';
import { migratedDatabase } from '../__testUtils__/database';
import { idOf, insertEntity, insertSubject } from '../__testUtils__/rows';
import {
  DIGEST,
  FOREIGN,
  imageReport,
  MANIFEST,
  REPOSITORY,
  repositoryReport,
  vexReport,
} from './__testUtils__/reports';
import { uploadConfigOf, uploadLimitsSchema, uploadsSchema } from './config';
import { createUploadRouter } from './createUploadRouter';
import { UploadService } from './UploadService';

jest.setTimeout(180_000);

const NOW = new Date('2026-11-02T00:00:00.000Z');
const ENTITY = 'component:default/web';
const OTHER_ENTITY = 'component:default/api';

const ENTRIES = uploadsSchema.parse([
  {
    subject: 'external:ci-a',
    repositories: ['registry.example.com/team-a/*'],
    entities: [ENTITY],
  },
  { subject: 'external:ci-b', repositories: [FOREIGN], formats: ['grype'] },
  { subject: 'external:no-permission', repositories: ['**'], entities: ['*'] },
]);

function service(subject: string): string {
  return mockCredentials.service.header({
    onBehalfOf: mockCredentials.service(subject),
    targetPluginId: 'shift-down',
  });
}

async function startPortal(
  knex: Knex,
  limits: { bytes?: number; perMinute?: number } = {},
) {
  const clock = { now: () => NOW };
  const event = { success: jest.fn(), fail: jest.fn() };
  const auditor = mockServices.auditor.mock({ createEvent: async () => event });
  const permissions = mockServices.permissions.mock({
    authorize: async (
      requests: AuthorizePermissionRequest[],
      { credentials }: never,
    ) => {
      const { subject } = (credentials as { principal: { subject: string } })
        .principal;
      return requests.map(({ permission }) => ({
        result:
          permission.name === 'shift-down.evidence.upload' &&
          subject !== 'external:no-permission'
            ? AuthorizeResult.ALLOW
            : AuthorizeResult.DENY,
      }));
    },
  });
  const onMarked = jest.fn();
  const { server } = await startTestBackend({
    features: [
      auditor.factory,
      permissions.factory,
      createBackendPlugin({
        pluginId: 'shift-down',
        register(env) {
          env.registerInit({
            deps: {
              auditor: coreServices.auditor,
              httpAuth: coreServices.httpAuth,
              httpRouter: coreServices.httpRouter,
              permissions: coreServices.permissions,
            },
            async init(deps) {
              deps.httpRouter.use(
                createUploadRouter({
                  ...deps,
                  uploads: new UploadService({
                    database: knex,
                    clock,
                    onMarked,
                    config: uploadConfigOf(
                      ENTRIES,
                      uploadLimitsSchema.parse(limits),
                      undefined,
                    ),
                  }),
                }),
              );
            },
          });
        },
      }),
    ],
  });
  const upload = async (
    body: unknown,
    query: Record<string, string> = {},
    authorization = service('external:ci-a'),
    headers: Record<string, string> = {},
  ) =>
    await request(server)
      .post('/api/shift-down/evidence')
      .query(query)
      .set({ authorization, 'content-type': 'application/json', ...headers })
      .serialize(text => text as unknown as string)
      .send(
        (typeof body === 'string' || Buffer.isBuffer(body)
          ? body
          : JSON.stringify(body)) as string,
      );
  /** Piece by piece, as a client elsewhere would. */
  const stream = async (text: Buffer) => {
    const answer = await fetch(
      `http://127.0.0.1:${server.port()}/api/shift-down/evidence`,
      {
        method: 'POST',
        headers: { authorization: service('external:ci-a') },
        duplex: 'half',
        body: Readable.toWeb(
          Readable.from(inPieces(text)),
        ) as unknown as BodyInit,
      } as RequestInit,
    );
    return await answer.json();
  };
  return { event, onMarked, stream, upload };
}

async function* inPieces(text: Buffer) {
  for (let at = 0; at < text.length; at += 64 * 1024) {
    await setImmediate();
    yield text.subarray(at, at + 64 * 1024);
  }
}

/** Everything that an upload could have changed. */
async function storedIn(knex: Knex) {
  const tables = [
    'uploads',
    'upload_digests',
    'upload_receipts',
    'vex_documents',
  ];
  const rows = await Promise.all(tables.map(table => knex(table).select()));
  return rows.flat();
}

const databases = TestDatabases.create();

describe.each(databases.eachSupportedId())('uploads to %s', databaseId => {
  let knex: Knex;
  let portal: Awaited<ReturnType<typeof startPortal>>;

  beforeAll(async () => {
    knex = await migratedDatabase(databases, databaseId);
    await insertEntity(knex, ENTITY);
    await insertEntity(knex, OTHER_ENTITY);
    portal = await startPortal(knex);
  });

  beforeEach(async () => {
    for (const table of [
      'uploads',
      'upload_digests',
      'upload_receipts',
      'vex_documents',
    ]) {
      await knex(table).delete();
    }
    portal.event.success.mockClear();
    portal.event.fail.mockClear();
  });

  it('are stored, and tell what was accepted', async () => {
    const { body, status } = await portal.upload(imageReport());
    expect({ body, status }).toEqual({
      status: 201,
      body: {
        id: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
        outcome: 'stored',
        format: 'trivy',
        repository: REPOSITORY,
        digest: DIGEST,
        observedAt: '2026-11-01T10:00:00.000Z',
        accepted: expect.objectContaining({ high: 1, critical: 0 }),
        ignored: [],
      },
    });
    const [row] = await knex('uploads').select();
    expect(row).toMatchObject({
      repository: REPOSITORY,
      digest: DIGEST,
      tag: '1.0',
      entity_ref: null,
      tool: 'Trivy',
      uploaded_by: 'external:ci-a',
      received_at: NOW.toISOString(),
    });
    expect(JSON.parse(row.vulnerabilities)).toMatchObject([
      { advisory: 'CVE-2026-1001' },
    ]);
    expect(portal.event.success).toHaveBeenCalledTimes(1);
  });

  it('hold no secret of their texts', async () => {
    await portal.upload(imageReport());
    expect(JSON.stringify(await storedIn(knex))).not.toContain('hunter2');
  });

  it('are taken once, however often they come', async () => {
    const first = await portal.upload(imageReport());
    const before = await storedIn(knex);
    const again = await portal.upload(imageReport());
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.body).toEqual({ ...first.body, outcome: 'unchanged' });
    expect(await storedIn(knex)).toEqual(before);
  });

  it('that race are stored once', async () => {
    const answers = await Promise.all(
      [1, 2, 3].map(() => portal.upload(imageReport())),
    );
    expect(answers.map(it => it.status).sort()).toEqual([200, 200, 201]);
    expect(await knex('uploads').select()).toHaveLength(1);
    expect(await knex('upload_receipts').select()).toHaveLength(1);
  });

  it('that race leave the newest, whichever comes last', async () => {
    const reports = ['01', '03', '02'].map(hour =>
      imageReport({ at: `2026-11-01T${hour}:00:00.000Z`, advisories: [] }),
    );
    const answers = await Promise.all(reports.map(it => portal.upload(it)));
    answers.forEach(({ status }) => expect([201, 409]).toContain(status));
    expect(await knex('uploads').select('observed_at')).toEqual([
      { observed_at: '2026-11-01T03:00:00.000Z' },
    ]);
  });

  it('about a repository count for the entity', async () => {
    const { body, status } = await portal.upload(repositoryReport(), {
      entityRef: 'web',
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({ entityRef: ENTITY, outcome: 'stored' });
    expect(body).not.toHaveProperty('repository');
  });

  it('may be compressed', async () => {
    const { status } = await portal.upload(
      gzipSync(JSON.stringify(imageReport())),
      {},
      undefined,
      { 'content-encoding': 'gzip' },
    );
    expect(status).toBe(201);
  });

  it('name the digest in the request where the report does not', async () => {
    const report = imageReport({ more: { Metadata: {} } });
    expect((await portal.upload(report)).status).toBe(400);
    const { body } = await portal.upload(report, { digest: MANIFEST });
    expect(body).toMatchObject({ repository: REPOSITORY, digest: MANIFEST });
  });

  it('may name the manifest of the index that was scanned', async () => {
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
      changed_at: '2026',
      lineage_state: 'unknown',
      status_state: 'unknown',
      signature_state: 'unknown',
    });
    await knex('image_digests').insert([
      { image_id: id, digest: DIGEST },
      { image_id: id, digest: MANIFEST },
    ]);
    const { body } = await portal.upload(imageReport(), { digest: MANIFEST });
    expect(body).toMatchObject({ outcome: 'stored', digest: MANIFEST });
    await knex('images').delete();
    await knex('image_digests').delete();
  });

  it('of statements about exploitability are claims', async () => {
    const { body, status } = await portal.upload(vexReport());
    expect(status).toBe(201);
    expect(body.ignored).toMatchObject([
      { reason: expect.stringContaining('suppress nothing') },
    ]);
    const [row] = await knex('vex_documents').select();
    expect(row).toMatchObject({ source: 'uploaded', repository: REPOSITORY });
    expect(JSON.parse(row.trust)).toMatchObject({ trusted: false });
    expect(JSON.parse(row.statements)).toHaveLength(1);
  });

  describe('are refused, and nothing is stored,', () => {
    const cases: [
      string,
      number,
      () => Parameters<typeof portal.upload>,
      string?,
    ][] = [
      [
        'from a user, whatever their permissions',
        403,
        () => [imageReport(), {}, mockCredentials.user.header()],
      ],
      [
        'from nobody',
        401,
        () => [imageReport(), {}, mockCredentials.none.header()],
      ],
      [
        'from a service with the permission and no entry',
        403,
        () => [imageReport(), {}, service('external:stranger')],
        'an entry in shiftDown.uploads',
      ],
      [
        'from a service with an entry and no permission',
        403,
        () => [imageReport(), {}, service('external:no-permission')],
        'shift-down.evidence.upload',
      ],
      [
        'about a repository of others',
        403,
        () => [imageReport({ repository: FOREIGN })],
        FOREIGN,
      ],
      [
        'about a repository of others under a name of one’s own',
        403,
        () => [
          imageReport({ repository: FOREIGN }),
          { repository: REPOSITORY },
        ],
        'not of',
      ],
      [
        'that name a repository of others in the request',
        403,
        () => [imageReport(), { repository: FOREIGN }],
      ],
      [
        'about a digest that is not the report’s',
        403,
        () => [imageReport(), { digest: MANIFEST }],
        'not about the digest',
      ],
      [
        'about a digest of another repository',
        403,
        () => [
          imageReport({ more: { Metadata: {} } }),
          { digest: `sha256:${'9'.repeat(64)}` },
        ],
        'not known as one of',
      ],
      [
        'about an entity of others',
        403,
        () => [repositoryReport(), { entityRef: OTHER_ENTITY }],
      ],
      [
        'about an entity, by a service that has none',
        403,
        () => [
          repositoryReport(),
          { entityRef: ENTITY },
          service('external:ci-b'),
        ],
      ],
      [
        'in a format that the entry leaves out',
        403,
        () => [
          imageReport({ repository: FOREIGN }),
          {},
          service('external:ci-b'),
        ],
        'the format trivy',
      ],
      [
        'about files without an entity',
        400,
        () => [repositoryReport()],
        '?entityRef=',
      ],
      [
        'about files as if they were an image',
        400,
        () => [repositoryReport(), { repository: REPOSITORY, digest: DIGEST }],
      ],
      [
        'from the future',
        400,
        () => [imageReport({ at: '2026-11-02T00:06:00Z' })],
        'in the future',
      ],
      ['that are no JSON', 400, () => ['{"a": secret-value'], 'not JSON'],
      ['that are empty', 400, () => [''], 'empty'],
      ['in no known format', 400, () => [{ findings: [] }], 'no format'],
      [
        'with bad content',
        400,
        () => [imageReport({ advisories: ['a\u0000b'] })],
        'Results.0.Vulnerabilities.0.VulnerabilityID',
      ],
      [
        'in another format than they say',
        400,
        () => [imageReport(), { format: 'grype' }],
        'matches',
      ],
      [
        'with a parameter that nobody knows',
        400,
        () => [imageReport(), { entity: ENTITY }],
      ],
      [
        'with a broken compression',
        400,
        () => ['no gzip', {}, undefined, { 'content-encoding': 'gzip' }],
      ],
      [
        'in another encoding',
        415,
        () => ['x', {}, undefined, { 'content-encoding': 'br' }],
      ],
    ];

    it.each(cases)('%s: %i', async (_, expected, call, message = '') => {
      const id = idOf('elsewhere');
      await insertSubject(knex, {
        cluster: 'demo',
        namespace: 'b',
        name: id,
        id,
        containers: [
          {
            name: 'app',
            repository: FOREIGN,
            digest: `sha256:${'9'.repeat(64)}`,
          },
        ],
      });
      const { body, status } = await portal.upload(...call());
      expect({ status, body }).toMatchObject({
        status: expected,
        body: { error: { message: expect.stringContaining(message) } },
      });
      expect(JSON.stringify(body)).not.toContain('secret-value');
      expect(await storedIn(knex)).toEqual([]);
      expect(portal.event.success).not.toHaveBeenCalled();
      await knex('containers').delete();
      await knex('subjects').delete();
    });

    it('when they are older than what is stored', async () => {
      await portal.upload(imageReport());
      const before = await storedIn(knex);
      const { body, status } = await portal.upload(
        imageReport({ at: '2026-10-01T00:00:00Z', advisories: [] }),
      );
      expect(status).toBe(409);
      expect(body.error.message).toContain('upload a new scan');
      expect(await storedIn(knex)).toEqual(before);
    });

    it.each([
      ['dated', '2026-11-01T09:00:00Z', '2026-11-01T10:00:00Z'],
      ['undated', null, null],
    ])('when they were replaced: %s', async (_, first, second) => {
      const old = imageReport({ at: first });
      await portal.upload(old);
      await portal.upload(imageReport({ at: second, advisories: [] }));
      const before = await storedIn(knex);
      const { status } = await portal.upload(old);
      expect(status).toBe(409);
      expect(await storedIn(knex)).toEqual(before);
    });
  });
});

describe('the bounds of uploads', () => {
  let knex: Knex;

  beforeAll(async () => {
    knex = await migratedDatabase(databases, 'SQLITE_3');
  });

  it('are held by size, however it comes', async () => {
    const portal = await startPortal(knex, { bytes: 4096 });
    const large = imageReport({ more: { Padding: 'x'.repeat(5000) } });
    const sizes = [
      await portal.upload(large),
      await portal.upload(gzipSync(JSON.stringify(large)), {}, undefined, {
        'content-encoding': 'gzip',
      }),
    ];
    expect(sizes.map(it => it.status)).toEqual([413, 413]);
    expect(await storedIn(knex)).toEqual([]);
  });

  it('are held by number', async () => {
    const portal = await startPortal(knex, { perMinute: 2 });
    const answers = [
      await portal.upload({}),
      await portal.upload({}),
      await portal.upload({}),
    ];
    expect(answers.map(it => it.status)).toEqual([400, 400, 429]);
    expect(answers[2].headers['retry-after']).toBe('30');
  });

  it('leave the event loop free for others while 31 MB are read', async () => {
    const portal = await startPortal(knex);
    const padding = Array.from({ length: 26 }, () => 'x'.repeat(1_000_000));
    const text = Buffer.from(
      JSON.stringify(
        imageReport({
          advisories: Array.from(
            { length: 15_000 },
            (_, index) => `CVE-2026-${10_000 + index}`,
          ),
          more: { Packages: padding },
        }),
      ),
    );
    expect(text.length).toBeGreaterThan(29_000_000);
    expect(text.length).toBeLessThan(32 * 1024 * 1024);
    const started = performance.now();
    readUpload(text);
    const reading = performance.now() - started;

    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    const body = await portal.stream(text);
    delay.disable();
    expect(body.accepted.high).toBe(15_000);
    // Of itself it blocks for some milliseconds; a busy machine adds its own.
    expect(delay.percentile(95) / 1e6).toBeLessThan(100);
    expect(delay.max / 1e6).toBeLessThan(reading / 2);
  });
});
