/** The clock of a service level stands still for as long as a decision says. */
import { TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { assessedControls } from '../../../__testUtils__/assess';
import { migratedDatabase } from '../../../__testUtils__/database';
import {
  insertCovered,
  insertException,
} from '../../../__testUtils__/exceptions';
import {
  insertCluster,
  insertEntity,
  insertFinding,
  insertSource,
  insertSubject,
} from '../../../__testUtils__/rows';
import type { ExceptionRow } from '../../exceptionTables';
import { loadExemptions } from './loadExemptions';

jest.setTimeout(60_000);

const SHOP = 'component:default/shop';
const OTHER = 'component:default/other';
const REPOSITORY = 'registry.example.com/shop';
/** Seven days after it was seen. */
const DUE = '2026-11-08T00:00:00.000Z';
/** Five of them in November. */
const ACTIVE: Partial<ExceptionRow> = {
  active_from: '2026-11-03T00:00:00.000Z',
  active_until: '2026-11-08T00:00:00.000Z',
};

const databases = TestDatabases.create();

describe.each(databases.eachSupportedId())('exemptions on %p', id => {
  let knex: Knex;
  let findingId: string;

  beforeEach(async () => {
    knex = await migratedDatabase(databases, id);
    await insertCluster(knex, 'demo');
    await insertSource(knex, {
      cluster_name: 'demo',
      kind: 'VulnerabilityReport',
    });
    for (const ref of [SHOP, OTHER]) {
      await insertEntity(knex, ref);
      await knex('claims').insert({ entity_ref: ref, state: 'confirmed' });
    }
    const web = await insertSubject(knex, {
      cluster: 'demo',
      namespace: 'shop',
      name: 'web',
      entities: [SHOP, OTHER],
      containers: [{ name: 'app', repository: REPOSITORY }],
    });
    findingId = await insertFinding(knex, 'CVE-2026-1', {
      type: 'vulnerability',
      control_id: 'critical-vulnerabilities',
      severity: 'critical',
      advisory: 'CVE-2026-1',
      package_url: 'pkg:npm/left-pad',
      repository: REPOSITORY,
      seenIn: [
        {
          subject_id: web,
          component: 'app',
          source_kind: 'VulnerabilityReport',
          detail: JSON.stringify({ fixedVersion: '2.0.0' }),
        },
      ],
    });
  });

  afterEach(async () => {
    await knex.destroy();
  });

  async function dueAt(ref = SHOP): Promise<string> {
    await assessedControls(knex, ref);
    const { due_at } = await knex('finding_entities')
      .where({ entity_ref: ref, finding_id: findingId })
      .first();
    return due_at;
  }

  it('is due by its service level without any', async () => {
    expect(await dueAt()).toBe(DUE);
  });

  it.each([
    ['approved', ACTIVE, '2026-11-13'],
    [
      'revoked',
      { ...ACTIVE, active_until: '2026-11-05T00:00:00.000Z' },
      '2026-11-10',
    ],
    [
      'withdrawn',
      { ...ACTIVE, active_until: '2026-11-04T00:00:00.000Z' },
      '2026-11-09',
    ],
    ['lapsed', ACTIVE, '2026-11-08'],
    ['requested', { active_from: null, active_until: null }, '2026-11-08'],
    ['unreviewed', { active_from: null, active_until: null }, '2026-11-08'],
  ])('is later by the time of one that is %s', async (state, row, dueOn) => {
    await insertException(knex, 'e1', { ...row, state });
    await insertCovered(knex, 'e1', [findingId]);

    expect(await dueAt()).toBe(`${dueOn}T00:00:00.000Z`);
    expect(await dueAt(OTHER)).toBe(DUE);
  });

  it('is later by two of them together, and by no day twice', async () => {
    await insertException(knex, 'e1', ACTIVE);
    await insertException(knex, 'e2', {
      active_from: '2026-11-06T00:00:00.000Z',
      active_until: '2026-11-10T00:00:00.000Z',
    });
    await insertCovered(knex, 'e1', [findingId]);
    await insertCovered(knex, 'e2', [findingId]);

    expect(await dueAt()).toBe('2026-11-15T00:00:00.000Z');
  });

  it('is no later by what is not covered, and from then on by what was covered later', async () => {
    await insertException(knex, 'e1', ACTIVE);
    await insertCovered(knex, 'e1', [findingId]);
    await knex('exception_findings').update({ covered: false });

    expect(await dueAt()).toBe(DUE);

    await knex('exception_findings').update({
      covered: true,
      since: '2026-11-06T00:00:00.000Z',
    });
    expect(await loadExemptions(knex, SHOP)).toEqual([
      {
        findingId,
        from: '2026-11-06T00:00:00.000Z',
        until: ACTIVE.active_until,
      },
    ]);
    expect(await dueAt()).toBe('2026-11-10T00:00:00.000Z');
  });
});
