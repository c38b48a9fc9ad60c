import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import type { Knex } from 'knex';
import { component, group } from '../__testUtils__/catalog';
import { OWN_CLOCK } from '../__testUtils__/clock';
import { migratedDatabase } from '../__testUtils__/database';
import { namespace, workload } from '../__testUtils__/evidence';
import { CORRELATION, createSink } from '../__testUtils__/sink';
import { CatalogMirror } from './CatalogMirror';

jest.setTimeout(60_000);

const REF = 'component:default/api';

describe('CatalogMirror', () => {
  const databases = TestDatabases.create();

  describe.each(databases.eachSupportedId())('on %p', id => {
    let knex: Knex;

    const mirrorOf = (catalog: ReturnType<typeof catalogServiceMock>) =>
      new CatalogMirror({
        database: knex,
        clock: OWN_CLOCK,
        catalog,
        auth: mockServices.auth(),
        logger: mockServices.logger.mock(),
        correlation: { ...CORRELATION, namespaceOwners: [] },
        kinds: ['Component', 'Resource', 'System', 'Group'],
        onMarked: () => {},
      });
    const mirror = (...entities: Entity[]) =>
      mirrorOf(catalogServiceMock({ entities })).refresh();
    const links = async () =>
      (
        await knex('subject_entities as link')
          .join('subjects as subject', 'subject.id', 'link.subject_id')
          .orderBy(['entity_ref', 'subject.name'])
          .select('entity_ref', 'subject.name')
      ).map(row => `${row.entity_ref} → ${row.name}`);
    const state = async (ref = REF) =>
      (await knex('claims').where('entity_ref', ref).first())?.state;
    const queued = () =>
      knex('assessment_queue').pluck('entity_ref').orderBy('entity_ref');

    const teamA = group('team-a', 'division');
    const teamB = group('team-b');
    const division = group('division');
    const groups = [teamA, teamB, division];

    beforeEach(async () => {
      knex = await migratedDatabase(databases, id);
      const sink = await createSink(knex, {
        correlation: { ...CORRELATION, namespaceOwners: [] },
      });
      await sink.apply('Namespace', {
        upserts: [namespace('payments', { 'shift-down.io/owner': 'team-a' })],
        deletes: [],
      });
      await sink.apply('Workload', {
        upserts: [workload('api'), workload('web')],
        deletes: [],
      });
    });

    it('mirrors what matters of an entity', async () => {
      await mirror(...groups, {
        ...component('api'),
        metadata: {
          ...component('api').metadata,
          title: 'The API',
          annotations: {
            'backstage.io/kubernetes-id': 'api',
            'example.com/other': 'left out',
          },
        },
        relations: [
          { type: 'ownedBy', targetRef: 'group:default/Team-A' },
          { type: 'ownedBy', targetRef: 'group:default/team-b' },
          { type: 'partOf', targetRef: 'component:default/whole' },
          { type: 'partOf', targetRef: 'system:default/shop' },
          { type: 'dependsOn', targetRef: 'resource:default/db' },
        ],
      });
      expect(await knex('entities').where('ref', REF).first()).toMatchObject({
        kind: 'component',
        name: 'api',
        title: 'The API',
        type: 'service',
        owner_ref: 'group:default/team-a',
        system_ref: 'system:default/shop',
        annotations: '{"backstage.io/kubernetes-id":"api"}',
      });
      expect(
        await knex('entity_relations')
          .where('source_ref', REF)
          .orderBy('target_ref')
          .pluck('target_ref'),
      ).toEqual([
        'component:default/whole',
        'group:default/team-a',
        'group:default/team-b',
        'system:default/shop',
      ]);
    });

    it('follows an annotation that is added, moved and removed', async () => {
      const claim = (value?: string) =>
        mirror(
          ...groups,
          component('api', {
            annotations: value ? { 'backstage.io/kubernetes-id': value } : {},
          }),
        );
      await claim();
      expect([await state(), await links()]).toEqual(['none', []]);
      await claim('api');
      expect([await state(), await links()]).toEqual([
        'confirmed',
        [`${REF} → api`],
      ]);
      await claim('web');
      expect([await state(), await links()]).toEqual([
        'confirmed',
        [`${REF} → web`],
      ]);
      await knex('assessment_queue').delete();
      await claim();
      expect([await state(), await links()]).toEqual(['none', []]);
      expect(await queued()).toEqual([REF]);
    });

    it('does nothing for entities that have not changed', async () => {
      await mirror(...groups, component('api'));
      await knex('assessment_queue').delete();
      await mirror(...groups, component('api'));
      expect(await queued()).toEqual([]);
    });

    it('follows a change of owner', async () => {
      await mirror(...groups, component('api', { owner: 'team-b' }));
      expect([await state(), await links()]).toEqual(['unconfirmed', []]);
      await mirror(...groups, component('api', { owner: 'team-a' }));
      expect(await state()).toBe('confirmed');
      await mirror(...groups, component('api', { owner: 'team-b' }));
      expect([await state(), await links()]).toEqual(['unconfirmed', []]);
    });

    it('follows a change of the hierarchy of groups', async () => {
      const squad = (parent: string) => [
        group('squad', parent),
        component('api', { owner: 'squad' }),
      ];
      await mirror(...groups, ...squad('team-b'));
      expect(await state()).toBe('unconfirmed');
      await mirror(...groups, ...squad('team-a'));
      expect(await state()).toBe('confirmed');

      await mirror(
        group('team-a', 'division'),
        group('division', 'squad'),
        ...squad('team-b'),
        teamB,
      );
      expect(await state()).toBe('unconfirmed');

      await mirror(
        teamA,
        division,
        group('team-b', 'team-a'),
        ...squad('team-b'),
      );
      expect(await state()).toBe('confirmed');
      await mirror(teamA, division, ...squad('team-b'));
      expect(await state()).toBe('unconfirmed');
    });

    it('does not take a child group for an ancestor', async () => {
      await mirror(...groups, component('api', { owner: 'division' }));
      expect(await state()).toBe('unconfirmed');
    });

    it('forgets an entity with all that was known of it', async () => {
      await mirror(...groups, component('api'), component('web'));
      const now = new Date().toISOString();
      await knex('posture_history').insert({
        entity_ref: REF,
        resolution: 'day',
        bucket: now,
        grade: 'A',
        coverage: 1,
      });

      await mirror(...groups, component('web'));

      expect(await links()).toEqual(['component:default/web → web']);
      for (const table of [
        'claims',
        'claim_keys',
        'assessment_queue',
        'posture_history',
      ]) {
        expect(await knex(table).where('entity_ref', REF)).toEqual([]);
      }
      expect(await knex('entities').where('ref', REF)).toEqual([]);
      expect(await knex('subjects').where('name', 'api')).toHaveLength(1);
    });

    it('keeps everything while the catalog is away', async () => {
      await mirror(...groups, component('api'));
      const catalog = catalogServiceMock({ entities: [] });
      catalog.streamEntities = async function* fail() {
        yield [teamA];
        throw new Error('the catalog is away');
      };
      await expect(mirrorOf(catalog).refresh()).rejects.toThrow('away');
      expect([await state(), await links()]).toEqual([
        'confirmed',
        [`${REF} → api`],
      ]);
      expect(await knex('entities')).toHaveLength(4);
    });

    it('does not believe that there is suddenly nothing at all', async () => {
      await mirror(...groups, component('api'));
      await mirror();
      expect(await knex('entities')).toHaveLength(4);
    });

    it('mirrors one entity on demand, if it is of a kind to mirror', async () => {
      const one = mirrorOf(
        catalogServiceMock({
          entities: [
            ...groups,
            component('api'),
            component('u', { kind: 'User' }),
          ],
        }),
      );
      expect(await one.refreshEntity(REF)).toBe(true);
      expect(await one.refreshEntity('component:default/none')).toBe(false);
      expect(await one.refreshEntity('user:default/u')).toBe(false);
      expect(await knex('entities').pluck('ref')).toEqual([REF]);
      expect(await queued()).toEqual([REF]);
    });

    it('assesses no groups and no systems', async () => {
      await mirror(
        ...groups,
        component('shop', { kind: 'System' }),
        component('api'),
      );
      expect(await queued()).toEqual([REF]);
      expect(await knex('claims').pluck('entity_ref')).toEqual([REF]);
    });
  });
});
