import { TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { migratedDatabase } from '../__testUtils__/database';
import { eventually } from '../__testUtils__/eventually';
import {
  FakeImageSource,
  HOST,
  imageOf,
  imageStage,
} from '../__testUtils__/images';
import { insertCluster, insertSubject } from '../__testUtils__/rows';
import { HeldLease } from '../collection/HeldLease';
import { IMAGES_LEASE } from './ImageService';

jest.setTimeout(60_000);

const API = imageOf('shop/api', '1', ['base', 'api']);

describe('inspection of images', () => {
  const databases = TestDatabases.create();

  describe.each(databases.eachSupportedId())('on %p', id => {
    let knex: Knex;
    let source: FakeImageSource;

    const run = async (
      ...containers: { repository: string; tag?: string; digest?: string }[]
    ) => {
      await insertSubject(knex, {
        cluster: 'demo',
        namespace: 'shop',
        name: `workload-${Math.random()}`,
        containers: containers.map((it, index) => ({
          name: `c${index}`,
          ...it,
        })),
      });
    };
    const api = { repository: API.repository, digest: API.digest };

    beforeEach(async () => {
      knex = await migratedDatabase(databases, id);
      await insertCluster(knex, 'demo');
      source = new FakeImageSource();
      source.push(API, '1');
    });
    afterEach(async () => await knex.destroy());

    it('reads what runs by its digest, else by its tag, once for all that run it', async () => {
      await run(api, api, { repository: `${HOST}/shop/api`, tag: '1' });
      await run(api);
      const stage = await imageStage(knex, { source });
      await stage.settle();
      expect(source.asked.map(it => it.reference)).toEqual(
        expect.arrayContaining([{ digest: API.digest }, { tag: '1' }]),
      );
      expect(source.asked).toHaveLength(2);
      expect(await stage.image('shop/api', '1')).toMatchObject({
        state: 'read',
        digest: API.digest,
      });
      const digests = await knex('image_digests').pluck('digest');
      expect(new Set(digests)).toEqual(new Set([API.digest]));
    });

    it('never hands an image to a source that does not cover it', async () => {
      await run({ repository: '169.254.169.254/latest', tag: 'meta-data' });
      const stage = await imageStage(knex, { source });
      await stage.settle();
      expect(source.asked).toEqual([]);
      const row = await knex('images').first();
      expect(row).toMatchObject({
        state: 'unknown',
        problem: 'registry-not-configured',
        signature_state: 'unknown',
        lineage_state: 'unknown',
      });
      expect(JSON.parse(row.assessment).status).toEqual({
        state: 'unknown',
        reason: 'Its registry is not configured, so nobody asks it',
      });
    });

    it('asks again only when it is due, and conditionally', async () => {
      await run(api);
      const stage = await imageStage(knex, { source });
      await stage.settle();
      await stage.settle();
      expect(source.asked).toHaveLength(1);
      stage.clock.pass({ minutes: 20 });
      await stage.settle();
      expect(source.asked).toHaveLength(2);
      expect(source.asked[1].previous).toEqual({
        digest: API.digest,
        state: expect.any(String),
      });
    });

    it('follows a tag that moves', async () => {
      await run({ repository: API.repository, tag: '1' });
      const stage = await imageStage(knex, { source });
      await stage.settle();
      const moved = source.push(imageOf('shop/api', '1b', ['other']), '1');
      stage.clock.pass({ minutes: 10 });
      await stage.settle();
      expect(await stage.image('shop/api', '1')).toMatchObject({
        digest: moved.digest,
      });
      expect(await knex('image_digests').pluck('digest')).toEqual([
        moved.digest,
      ]);
    });

    it('loses nothing when a registry fails, waits as it says, and says so once it is too old', async () => {
      await run(api);
      const stage = await imageStage(knex, { source });
      await stage.settle();
      const before = await stage.image('shop/api', API.digest);
      source.inspects = async () => ({
        outcome: 'unknown',
        problem: 'rate-limited',
        reason: 'Too many requests',
        retryAfterSeconds: 7200,
      });
      stage.clock.pass({ minutes: 20 });
      await stage.settle();
      const failed = await stage.image('shop/api', API.digest);
      expect(failed).toMatchObject({
        state: 'unknown',
        problem: 'rate-limited',
        reason: 'Too many requests',
        evidence: before.evidence,
        evidence_at: before.evidence_at,
        assessment: before.assessment,
        changed_at: before.changed_at,
        attempts: 1,
      });
      expect(
        Date.parse(failed.next_check_at) - stage.clock.now().getTime(),
      ).toBe(7200_000);

      stage.clock.pass({ hours: 24 });
      await stage.settle();
      const old = await stage.image('shop/api', API.digest);
      expect(old.evidence).toBe(before.evidence);
      expect(old.assessment.sbom).toEqual({
        state: 'unknown',
        reason: `It could not be read since ${before.evidence_at}: Too many requests`,
      });

      source.inspects = undefined;
      stage.clock.pass({ hours: 24 });
      await stage.settle();
      const again = await stage.image('shop/api', API.digest);
      expect(again).toMatchObject({
        state: 'read',
        problem: null,
        attempts: 0,
      });
      expect(again.assessment.sbom).toEqual(before.assessment.sbom);
    });

    it.each([
      ['throws', async () => Promise.reject(new Error('a bug')), /a bug/],
      [
        'never answers',
        async () => await new Promise<never>(() => {}),
        /longer/,
      ],
    ])('goes on when a source %s', async (_, misbehave, reason) => {
      const web = source.push(imageOf('shop/web', '1', ['web']));
      await run(api, { repository: web.repository, digest: web.digest });
      const inspects = FakeImageSource.prototype.inspect;
      source.inspects = async (request, options) => {
        if (request.repository === API.repository) {
          return await misbehave();
        }
        const honest = new FakeImageSource();
        honest.push(web);
        return await inspects.call(honest, request, options);
      };
      const stage = await imageStage(knex, { source, timeoutMilliseconds: 50 });
      await stage.settle();
      expect(await stage.image('shop/api', API.digest)).toMatchObject({
        state: 'unknown',
        problem: 'unavailable',
        reason: expect.stringMatching(reason),
      });
      expect(await stage.image('shop/web', web.digest)).toMatchObject({
        state: 'read',
      });
    });

    it('writes nothing once its lease is another’s', async () => {
      await run(api);
      const stage = await imageStage(knex, { source });
      await stage.settle();
      const before = await stage.image('shop/api', API.digest);
      stage.clock.pass({ minutes: 20 });
      source.push({ ...API, attachmentsProblem: 'cut short' });
      await HeldLease.take(knex, {
        name: IMAGES_LEASE,
        holder: 'another',
        seconds: 600,
        seize: true,
      });
      await stage.inspector
        .inspectDue(stage.lease.signal)
        .catch(() => undefined);
      expect(await stage.image('shop/api', API.digest)).toEqual(before);
    });

    it('lets no host that does not answer keep the others waiting', async () => {
      const release = new AbortController();
      source.covers = () => true;
      source.inspects = async ({ repository }) => {
        if (repository.startsWith('slow')) {
          await new Promise(resolve =>
            release.signal.addEventListener('abort', resolve),
          );
        }
        return { outcome: 'unknown', problem: 'not-found', reason: 'gone' };
      };
      const stage = await imageStage(knex, { source });
      await run(
        ...Array.from({ length: 250 }, (_, index) => ({
          repository: 'slow.example/shop/api',
          tag: `${index}`,
        })),
      );
      await run({ repository: 'quick.example/shop/api', tag: '1' });
      const settled = stage.settle();
      await eventually(
        async () =>
          (
            await knex('images')
              .where('repository', 'quick.example/shop/api')
              .first()
          )?.problem === 'not-found',
      );
      expect(
        await knex('images').where('state', 'unknown').pluck('repository'),
      ).toEqual(['quick.example/shop/api']);
      release.abort();
      source.inspects = undefined;
      await settled;
    });

    it('asks for those with the oldest evidence first, and leaves lanes to other hosts', async () => {
      const order: string[] = [];
      let most = 0;
      let running = 0;
      source.inspects = async ({ reference }) => {
        order.push(reference.tag ?? '');
        running += 1;
        most = Math.max(most, running);
        await new Promise(resolve => setTimeout(resolve, 5));
        running -= 1;
        return { outcome: 'unknown', problem: 'unavailable', reason: 'down' };
      };
      await run(
        ...['a', 'b', 'c', 'd', 'e'].map(tag => ({
          repository: API.repository,
          tag,
        })),
      );
      const stage = await imageStage(knex, { source });
      await stage.settle();
      expect(order).toHaveLength(5);
      expect(most).toBe(2);
      await knex('images').update({ next_check_at: '2026-01-01' });
      await knex('images').where('version', 'c').update({ evidence_at: null });
      await knex('images')
        .whereNot('version', 'c')
        .update({ evidence_at: '2026-10-01T00:00:00.000Z' });
      order.length = 0;
      await stage.inspector.inspectDue(new AbortController().signal);
      expect(order[0]).toBe('c');
    });
  });
});
