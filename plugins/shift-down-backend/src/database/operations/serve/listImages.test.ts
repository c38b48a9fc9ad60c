import { TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import {
  insertCluster,
  insertEntity,
  insertFinding,
  insertScan,
  insertSubject,
  SEEN,
} from '../../../__testUtils__/rows';
import { migratedDatabase } from '../../../__testUtils__/database';
import { countVulnerabilities } from './images/loadImageVulnerabilities';
import { listImages } from './listImages';
import { loadImages } from './loadImages';
import type { ReadScope } from './readScope';

jest.setTimeout(60_000);

const REF = 'component:default/a';
const SCOPE: ReadScope = { type: 'refs', refs: [REF] };

const databases = TestDatabases.create();

describe.each(databases.eachSupportedId())('images on %p', id => {
  let knex: Knex;

  beforeEach(async () => {
    knex = await migratedDatabase(databases, id);
    await insertCluster(knex, 'demo');
    await insertEntity(knex, REF);
  });

  async function runs(
    name: string,
    container: { tag?: string; digest?: string; repository?: string },
  ): Promise<string> {
    return await insertSubject(knex, {
      cluster: 'demo',
      namespace: 'n',
      name,
      entities: [REF],
      containers: [{ name: 'app', repository: `r/${name}`, ...container }],
    });
  }

  async function read() {
    const { images } = await listImages(knex, { scope: SCOPE, limit: 10 });
    return await loadImages(knex, images, SCOPE);
  }

  it.each([
    ['same digest', { digest: 'd1' }, { digest: 'd1' }, true],
    ['digest after a rollout', { digest: 'd2' }, { digest: 'd1' }, false],
    [
      'moved tag',
      { tag: 'v1', digest: 'd2' },
      { tag: 'v1', digest: 'd1' },
      false,
    ],
    ['same tag, no digest', { tag: 'v1' }, { tag: 'v1', digest: 'd1' }, true],
    ['other tag, no digest', { tag: 'v2' }, { tag: 'v1', digest: 'd1' }, false],
    [
      'other repository',
      { tag: 'v1', repository: 'r/new' },
      { tag: 'v1' },
      false,
    ],
  ])('know a scan of what runs: %s', async (_, runningNow, scanned, known) => {
    const subject_id = await runs('a', runningNow);
    await insertScan(knex, {
      subject_id,
      container: 'app',
      repository: 'r/a',
      ...scanned,
    });
    const [image] = await read();
    expect(image.scan !== undefined).toBe(known);
  });

  it('come most vulnerable first, and what was never scanned before what is clean', async () => {
    const counts: [string, Record<string, number> | undefined][] = [
      ['clean', {}],
      ['high', { high: 2 }],
      ['unscanned', undefined],
      ['critical', { critical: 1 }],
      ['medium', { medium: 900 }],
    ];
    for (const [name, found] of counts) {
      const subject_id = await runs(name, { tag: '1' });
      if (found) {
        await insertScan(knex, {
          subject_id,
          container: 'app',
          repository: `r/${name}`,
          tag: '1',
          counts: JSON.stringify(found),
        });
      }
    }
    const images = await read();
    expect(images.map(image => image.repository)).toEqual([
      'r/critical',
      'r/high',
      'r/medium',
      'r/unscanned',
      'r/clean',
    ]);
  });

  it('are told apart by digest, and count the vulnerabilities of the newest scan', async () => {
    const image = { repository: 'r/app', tag: '1', digest: 'd1' };
    const subjects = [
      await runs('old', image),
      await runs('new', image),
      await runs('other', { ...image, digest: 'd2' }),
    ];
    for (const [index, subject_id] of subjects.entries()) {
      await insertScan(knex, {
        subject_id,
        container: 'app',
        repository: 'r/app',
        digest: index === 2 ? 'd2' : 'd1',
        observed_at: `2026-11-0${index + 1}T00:00:00.000Z`,
      });
    }
    for (const [name, places] of [
      ['fixed', [subjects[0]]],
      ['left', [subjects[0], subjects[1]]],
    ] as const) {
      await insertFinding(knex, name, {
        type: 'vulnerability',
        severity: 'critical',
        seenIn: places.map(subject_id => ({ subject_id, component: 'app' })),
      });
    }
    const images = await read();
    expect(
      images.map(({ version, places }) => ({
        version,
        places: places.map(place => place.name),
      })),
    ).toEqual([
      { version: 'd1', places: ['new', 'old'] },
      { version: 'd2', places: ['other'] },
    ]);
    await expect(
      countVulnerabilities(
        knex,
        images.flatMap(({ scan }) => scan ?? []),
        SCOPE,
        SEEN,
      ),
    ).resolves.toEqual([
      expect.objectContaining({
        subject_id: subjects[1],
        severity: 'critical',
        layer: 'unknown',
        count: 1,
      }),
    ]);
  });
});
