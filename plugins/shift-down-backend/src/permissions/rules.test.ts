import { TestDatabases } from '@backstage/backend-test-utils';
import {
  AuthorizeResult,
  type PermissionCondition,
  type PermissionCriteria,
} from '@backstage/plugin-permission-common';
import {
  createConditionAuthorizer,
  createConditionTransformer,
  type PermissionRuleset,
} from '@backstage/plugin-permission-node';
import {
  shiftDownEntityResourceRef,
  type AuthorizableEntity,
  type EntityCondition,
} from '@shift-down/plugin-shift-down-node';
import fc from 'fast-check';
import type { Knex } from 'knex';
import { applyEntityFilter } from '../database/operations/serve/applyEntityFilter';
import { loadAuthorizableEntities } from '../database/operations/serve/loadAuthorizableEntities';
import {
  insertCluster,
  insertEntity,
  insertSubject,
} from '../__testUtils__/rows';
import { migratedDatabase } from '../__testUtils__/database';
import { shiftDownPermissionRules } from './rules';

jest.setTimeout(120_000);

const rules = Object.values(shiftDownPermissionRules);
const ruleset: PermissionRuleset<AuthorizableEntity, EntityCondition> = {
  getRuleByName(name) {
    const rule = rules.find(candidate => candidate.name === name);
    if (!rule) {
      throw new Error(`No rule is called ${name}`);
    }
    return rule as ReturnType<
      PermissionRuleset<AuthorizableEntity, EntityCondition>['getRuleByName']
    >;
  },
};
const appliesInMemory = createConditionAuthorizer(ruleset);
const toFilter = createConditionTransformer(ruleset);

type Conditions = PermissionCriteria<PermissionCondition>;

/** Few values, so that conditions and entities often meet. */
const OWNERS = ['group:default/a', 'group:default/b', 'user:default/c'];
const SYSTEMS = ['system:default/s', 'system:default/t'];
const KINDS = ['component', 'resource', 'API'];
const NAMESPACES = ['n', 'o', ''];
const CLUSTERS = ['x', 'y'];

function condition(
  rule: string,
  parameter: string,
  values: string[],
): fc.Arbitrary<Conditions> {
  return fc.subarray(values).map(chosen => ({
    rule,
    resourceType: shiftDownEntityResourceRef.resourceType,
    params: { [parameter]: chosen },
  }));
}

const conditions = fc.letrec<{ tree: Conditions }>(tie => {
  const trees = fc.array(tie('tree'), { minLength: 0, maxLength: 3 });
  return {
    tree: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      condition('IS_ENTITY_OWNER', 'claims', OWNERS),
      condition('IS_ENTITY_KIND', 'kinds', KINDS),
      condition('IN_SYSTEM', 'systems', SYSTEMS),
      condition('IN_NAMESPACE', 'namespaces', NAMESPACES),
      condition('IN_CLUSTER', 'clusters', CLUSTERS),
      trees.map(anyOf => ({ anyOf } as Conditions)),
      trees.map(allOf => ({ allOf } as Conditions)),
      tie('tree').map(not => ({ not })),
    ),
  };
}).tree;

const mirroredEntity = fc.record({
  kind: fc.constantFrom('component', 'resource', 'api'),
  owners: fc.subarray(OWNERS),
  partOf: fc.subarray(SYSTEMS),
  workloads: fc.array(
    fc.record({
      cluster: fc.constantFrom(...CLUSTERS),
      namespace: fc.constantFrom(...NAMESPACES),
      kind: fc.constantFrom('Deployment', 'Namespace'),
      name: fc.constantFrom('n', 'app'),
    }),
    { maxLength: 2 },
  ),
});

const GHOST = 'component:default/not-in-the-mirror';

async function insertMirror(
  knex: Knex,
  entities: (typeof mirroredEntity extends fc.Arbitrary<infer T> ? T : never)[],
): Promise<string[]> {
  for (const table of [
    'entities',
    'entity_relations',
    'subject_entities',
    'subjects',
    'clusters',
    'claims',
  ]) {
    await knex(table).delete();
  }
  for (const cluster of CLUSTERS) {
    await insertCluster(knex, cluster);
  }
  const refs = [GHOST];
  for (const [index, { kind, workloads, ...relations }] of entities.entries()) {
    const ref = `${kind}:default/e${index}`;
    refs.push(ref);
    await insertEntity(knex, ref, relations);
    for (const [position, workload] of workloads.entries()) {
      const id = await insertSubject(knex, {
        ...workload,
        id: `${index}-${position}`.padStart(32, '0'),
      });
      await knex('subject_entities').insert({
        subject_id: id,
        entity_ref: ref,
        via: 'test',
      });
    }
  }
  await knex('claims').insert(
    refs.map(entity_ref => ({ entity_ref, state: 'confirmed' })),
  );
  return refs;
}

describe('permission rules', () => {
  const databases = TestDatabases.create();

  it.each(databases.eachSupportedId())(
    'decide the same in memory and in %p',
    async id => {
      const knex = await migratedDatabase(databases, id);
      await fc.assert(
        fc.asyncProperty(
          fc.array(mirroredEntity, { maxLength: 5 }),
          fc.array(conditions, { minLength: 5, maxLength: 10 }),
          async (entities, trees) => {
            const refs = await insertMirror(knex, entities);
            const resources = await loadAuthorizableEntities(knex, refs);
            for (const tree of trees) {
              const decision = {
                result: AuthorizeResult.CONDITIONAL,
                pluginId: 'shift-down',
                resourceType: shiftDownEntityResourceRef.resourceType,
                conditions: tree,
              } as const;
              const inMemory = refs.filter(ref =>
                appliesInMemory(decision, resources.get(ref)),
              );
              const inDatabase: string[] = await applyEntityFilter(
                knex('claims').pluck('entity_ref'),
                toFilter(tree),
                'entity_ref',
              );
              expect(inDatabase.sort()).toEqual(inMemory.sort());
            }
          },
        ),
        { numRuns: 25 },
      );
    },
  );

  it.each(databases.eachSupportedId())(
    'let nothing pass that the mirror does not hold on %p',
    async id => {
      const knex = await migratedDatabase(databases, id);
      await insertMirror(knex, []);
      const everythingElse = toFilter({
        not: {
          rule: 'IS_ENTITY_KIND',
          resourceType: shiftDownEntityResourceRef.resourceType,
          params: { kinds: ['api'] },
        },
      });
      expect(
        await applyEntityFilter(
          knex('claims').pluck('entity_ref'),
          everythingElse,
          'entity_ref',
        ),
      ).toEqual([]);
    },
  );
});
