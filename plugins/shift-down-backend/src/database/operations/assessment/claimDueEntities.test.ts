import { TestDatabases } from '@backstage/backend-test-utils';
import { migratedDatabase } from '../../../__testUtils__/database';
import { claimDueEntities } from './claimDueEntities';
import { failAssessment } from './failAssessment';
import { markForAssessment } from '../queue/markForAssessment';

jest.setTimeout(60_000);

const at = (second: number) => new Date(second * 1000);

describe('the queue of entities to assess', () => {
  const databases = TestDatabases.create();

  describe.each(databases.eachSupportedId())('on %p', id => {
    const open = () => migratedDatabase(databases, id);

    it('gives out what is due, the longest due first, and to one only', async () => {
      const knex = await open();
      await markForAssessment(knex, ['b', 'a'], at(2).toISOString());
      await markForAssessment(knex, ['c'], at(1).toISOString());
      await markForAssessment(knex, ['later'], at(100).toISOString());
      const claim = (limit: number) =>
        claimDueEntities(knex, { now: at(10), limit, hiddenForSeconds: 60 });

      expect((await claim(1)).map(it => it.entityRef)).toEqual(['c']);
      const others = await claim(10);
      expect(others.map(it => it.entityRef).sort()).toEqual(['a', 'b']);
      expect(await claim(10)).toEqual([]);
      expect(
        await claimDueEntities(knex, {
          now: at(71),
          limit: 10,
          hiddenForSeconds: 60,
        }),
      ).toHaveLength(3);
    });

    it('is shared by several workers without overlap', async () => {
      const knex = await open();
      const refs = Array.from({ length: 200 }, (_, index) => `e${index}`);
      await markForAssessment(knex, refs, at(1).toISOString());
      const claims = await Promise.all(
        Array.from({ length: 10 }, () =>
          claimDueEntities(knex, {
            now: at(2),
            limit: 20,
            hiddenForSeconds: 60,
          }),
        ),
      );
      const claimed = claims.flat().map(it => it.entityRef);
      expect(new Set(claimed).size).toBe(claimed.length);
      expect(claimed.length).toBeGreaterThan(0);
    });

    it('keeps the place of an entity that is marked again, under a new ticket', async () => {
      const knex = await open();
      await markForAssessment(knex, ['a'], at(1).toISOString());
      const before = await knex('assessment_queue').first();
      await markForAssessment(knex, ['a'], at(5).toISOString());
      const after = await knex('assessment_queue').first();
      expect(after.due_at).toBe(before.due_at);
      expect(after.ticket).not.toBe(before.ticket);
    });

    it('brings an entity forward that waits for later', async () => {
      const knex = await open();
      await markForAssessment(knex, ['a'], at(100).toISOString());
      await markForAssessment(knex, ['a'], at(5).toISOString());
      expect((await knex('assessment_queue').first()).due_at).toBe(
        at(5).toISOString(),
      );
    });

    it('notes a failure only under its own ticket', async () => {
      const knex = await open();
      await markForAssessment(knex, ['a'], at(1).toISOString());
      const { ticket } = await knex('assessment_queue').first();
      const failure = {
        entityRef: 'a',
        attempts: 1,
        error: 'broken',
        retryAt: at(50).toISOString(),
      };
      await failAssessment(knex, { ...failure, ticket: 'another' });
      expect(await knex('assessment_queue').first()).toMatchObject({
        attempts: 0,
        error: null,
      });
      await failAssessment(knex, { ...failure, ticket });
      expect(await knex('assessment_queue').first()).toMatchObject({
        attempts: 1,
        error: 'broken',
        due_at: failure.retryAt,
      });
    });
  });
});
