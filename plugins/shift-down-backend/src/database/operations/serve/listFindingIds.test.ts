import { TestDatabases } from '@backstage/backend-test-utils';
import { SEVERITIES, severityRank } from '@shift-down/plugin-shift-down-common';
import type { Knex } from 'knex';
import { idOf, insertFinding } from '../../../__testUtils__/rows';
import { migratedDatabase } from '../../../__testUtils__/database';
import { listFindingIds, type FindingSort } from './listFindingIds';
import { planFindings } from './planFindings';
import { loadReadScope, type Readable, type ReadScope } from './readScope';

jest.setTimeout(120_000);

const ENTITIES = Array.from(
  { length: 520 },
  (_, index) => `component:default/e${String(index).padStart(3, '0')}`,
);
/** So many links of these that nobody would want to read them all. */
const SHARED = Array.from({ length: 10 }, (_, index) => `shared-${index}`);
const OWN = Array.from({ length: 60 }, (_, index) => `own-${index}`);

const severityOf = (index: number) => SEVERITIES[index % SEVERITIES.length];
const entityOf = (index: number) => ENTITIES[(index * 7) % ENTITIES.length];

async function seedFleet(knex: Knex): Promise<void> {
  await knex.batchInsert(
    'entities',
    ENTITIES.map(ref => ({
      ref,
      uid: ref,
      etag: '1',
      kind: 'component',
      namespace: 'default',
      name: ref.split('/')[1],
      annotations: '{}',
      first_seen: '',
    })),
    100,
  );
  for (const name of SHARED) {
    const finding_id = await insertFinding(knex, name, {
      severity: 'critical',
      type: 'vulnerability',
      policy: '',
    });
    await knex.batchInsert(
      'finding_entities',
      ENTITIES.map((entity_ref, index) => ({
        entity_ref,
        finding_id,
        control_id: 'c',
        result: index % 2 ? 'fail' : 'unknown',
        reason: '',
        severity_rank: severityRank('critical'),
        occurrences: 1,
      })),
      100,
    );
  }
  for (const [index, name] of OWN.entries()) {
    await insertFinding(knex, name, {
      severity: severityOf(index),
      subject_name: name,
      policy: `p${String(index % 9)}`,
      rule: `r${String(index % 2)}`,
      first_seen: `2026-10-${String(1 + (index % 28)).padStart(2, '0')}`,
      entities: [entityOf(index)],
      result: index % 5 ? 'fail' : 'unknown',
    });
  }
}

const ALL: Readable = { property: 'kind', values: ['component'] };
const FEW = ENTITIES.slice(0, 30);

const databases = TestDatabases.create();

describe.each(databases.eachSupportedId())('findings of a scope on %p', id => {
  let knex: Knex;
  let filtered: ReadScope;

  beforeAll(async () => {
    knex = await migratedDatabase(databases, id);
    await seedFleet(knex);
    filtered = await loadReadScope(knex, ALL);
  });

  const scopes: [string, () => ReadScope, string[]][] = [
    ['everything', () => ({ type: 'everything' }), ENTITIES],
    ['a filter', () => filtered, ENTITIES],
    ['a few', () => ({ type: 'refs', refs: FEW }), FEW],
    ['one', () => ({ type: 'refs', refs: [entityOf(5)] }), [entityOf(5)]],
    ['none', () => ({ type: 'refs', refs: [] }), []],
  ];

  function expectedNames(entities: string[]): string[] {
    return [
      ...(entities.length ? SHARED : []),
      ...OWN.filter((_, index) => entities.includes(entityOf(index))),
    ];
  }

  async function readAll(
    scope: ReadScope,
    sort: FindingSort,
    limit = 7,
  ): Promise<string[]> {
    const ids: string[] = [];
    let after: (string | number)[] | undefined;
    do {
      const page = await listFindingIds(knex, {
        scope,
        filters: {},
        sort,
        limit,
        after,
      });
      expect(page.ids.length).toBeLessThanOrEqual(limit);
      ids.push(...page.ids);
      after = page.next;
    } while (after && ids.length < 200);
    return ids;
  }

  it.each(scopes)('come in one order, page by page, for %s', async (...row) => {
    const [, scopeOf, entities] = row;
    const rows = new Map(
      (await knex('findings').select('*')).map(finding => [
        finding.id,
        finding,
      ]),
    );
    const keys = {
      severity: ['severity_rank', 'id'],
      firstSeen: ['first_seen', 'id'],
      policy: ['policy', 'rule', 'id'],
    };
    for (const [by, columns] of Object.entries(keys)) {
      const expected = expectedNames(entities)
        .map(name => idOf('finding', name))
        .sort((a, b) => {
          for (const column of columns) {
            const [x, y] = [rows.get(a)[column], rows.get(b)[column]];
            if (x !== y) {
              return x < y ? -1 : 1;
            }
          }
          return 0;
        });
      expect(await readAll(scopeOf(), by as FindingSort)).toEqual(expected);
      expect(await readAll(scopeOf(), `-${by}` as FindingSort)).toEqual(
        expected.reverse(),
      );
    }
  });

  it.each(scopes)('are counted once each for %s', async (...row) => {
    const [, scopeOf, entities] = row;
    const { total, totalIsLowerBound } = await listFindingIds(knex, {
      scope: scopeOf(),
      filters: {},
      sort: '-severity',
      limit: 1,
    });
    expect(total).toBe(expectedNames(entities).length);
    expect(totalIsLowerBound).toBe(false);
  });

  it.each(scopes)('have their worst result within %s', async (...row) => {
    const [, scopeOf, entities] = row;
    const isFailing = (name: string) =>
      SHARED.includes(name)
        ? entities.some(ref => ENTITIES.indexOf(ref) % 2 === 1)
        : OWN.indexOf(name) % 5 !== 0;
    for (const result of ['fail', 'unknown']) {
      const page = await listFindingIds(knex, {
        scope: scopeOf(),
        filters: { result: [result] },
        sort: '-severity',
        limit: 200,
      });
      const expected = expectedNames(entities).filter(
        name => isFailing(name) === (result === 'fail'),
      );
      expect(page.total).toBe(expected.length);
      expect([...page.ids].sort()).toEqual(
        expected.map(name => idOf('finding', name)).sort(),
      );
    }
  });

  it('filter by severity on either way', async () => {
    for (const [, scopeOf] of scopes.slice(0, 3)) {
      const page = await listFindingIds(knex, {
        scope: scopeOf(),
        filters: { severity: ['critical'], text: 'shared-' },
        sort: '-severity',
        limit: 200,
      });
      expect(page.total).toBe(SHARED.length);
      expect(page.ids).toHaveLength(SHARED.length);
    }
  });

  it('walk through severities of which there are many, and gather the others', async () => {
    await expect(
      planFindings(knex, {
        scope: filtered,
        filters: {},
        ranks: [5, 4, 3, 2, 1, 0],
      }),
    ).resolves.toEqual([
      { way: 'walk', ranks: [5] },
      { way: 'gather', ranks: [4, 3, 2, 1, 0] },
    ]);
  });

  it('are counted up to a bound', async () => {
    const ref = 'component:default/crowded';
    const ids = Array.from({ length: 1001 }, (_, index) =>
      idOf(ref, `${index}`),
    );
    const [template] = await knex('findings').limit(1);
    await knex.batchInsert(
      'findings',
      ids.map(finding => ({ ...template, id: finding })),
      20,
    );
    const [link] = await knex('finding_entities').limit(1);
    await knex.batchInsert(
      'finding_entities',
      ids.map(finding_id => ({ ...link, entity_ref: ref, finding_id })),
      100,
    );
    const scope: ReadScope = { type: 'refs', refs: [ref] };
    const request = { scope, sort: '-severity', limit: 1 } as const;
    await expect(
      listFindingIds(knex, { ...request, filters: {} }),
    ).resolves.toMatchObject({ total: 1000, totalIsLowerBound: true });
    await knex('finding_entities').where({ finding_id: ids[0] }).delete();
    await expect(
      listFindingIds(knex, { ...request, filters: {} }),
    ).resolves.toMatchObject({ total: 1000, totalIsLowerBound: false });
    await knex('finding_entities').where('entity_ref', ref).delete();
    await knex('findings').whereIn('id', ids).delete();
  });
});
