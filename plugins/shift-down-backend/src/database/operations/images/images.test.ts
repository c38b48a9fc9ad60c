import { TestDatabases } from '@backstage/backend-test-utils';
import type { VexDocument } from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import { migratedDatabase } from '../../../__testUtils__/database';
import {
  insertCluster,
  insertEntity,
  insertSubject,
} from '../../../__testUtils__/rows';
import { refreshAdoption } from './adoption';
import { loadContent, pruneContents, storeContents } from './contents';
import {
  forgetImages,
  noteImages,
  selectUnnotedImages,
  touchImages,
} from './noteImages';
import { replaceVexDocuments } from './vexDocuments';

jest.setTimeout(60_000);

const day = (number: number) =>
  new Date(Date.UTC(2026, 9, number)).toISOString();

describe('operations on images', () => {
  const databases = TestDatabases.create();

  describe.each(databases.eachSupportedId())('on %p', id => {
    let knex: Knex;

    beforeEach(async () => {
      knex = await migratedDatabase(databases, id);
      await insertCluster(knex, 'demo');
    });
    afterEach(async () => await knex.destroy());

    it('note each image that runs once, and forget it some time after', async () => {
      const subject = await insertSubject(knex, {
        cluster: 'demo',
        namespace: 'shop',
        name: 'api',
        containers: [
          { name: 'a', repository: 'r/api', tag: '1', digest: 'sha256:1' },
          { name: 'b', repository: 'r/api', tag: '1', digest: 'sha256:1' },
          { name: 'c', repository: 'r/web' },
          { name: 'd', repository: '' },
        ],
      });
      const found = await selectUnnotedImages(knex);
      await noteImages(knex, found, day(1));
      expect(await selectUnnotedImages(knex)).toEqual([]);
      expect(
        await knex('images')
          .orderBy('repository')
          .select('repository', 'version', 'state'),
      ).toEqual([
        { repository: 'r/api', version: 'sha256:1', state: 'pending' },
        { repository: 'r/web', version: 'latest', state: 'pending' },
      ]);

      await knex('containers')
        .where({ subject_id: subject, repository: 'r/api' })
        .delete();
      const golden = { repository: 'r/golden', version: '1' };
      await noteImages(knex, [golden], day(1));
      await touchImages(knex, [golden], day(3));
      expect(await forgetImages(knex, day(2))).toBe(1);
      expect(
        await knex('images').orderBy('repository').pluck('repository'),
      ).toEqual(['r/golden', 'r/web']);
    });

    it('keep contents that evidence names, and of the others what is in use', async () => {
      const content = Buffer.from([0, 1, 254, 255]);
      const put = (digest: string, at: string) =>
        storeContents(knex, new Map([[digest, content]]), at);
      await put('named', day(1));
      await put('old', day(1));
      await put('used', day(8));
      await put('latest', day(9));
      await knex('image_contents').insert({ image_id: 'i', digest: 'named' });
      const left = () => knex('contents').orderBy('digest').pluck('digest');

      await pruneContents(knex, { unusedSince: day(5), maxBytes: 100 });
      expect(await left()).toEqual(['latest', 'named', 'used']);
      await pruneContents(knex, { unusedSince: day(5), maxBytes: 4 });
      expect(await left()).toEqual(['latest', 'named']);
      expect((await loadContent(knex, 'named'))?.content).toEqual(content);
      expect(await loadContent(knex, 'old')).toBeUndefined();
    });

    it('keep who stood on which release as intervals', async () => {
      await insertEntity(knex, 'component:default/api');
      const containers = [
        { name: 'a', repository: 'r/api', digest: 'sha256:1' },
      ];
      const add = (name: string) =>
        insertSubject(knex, {
          cluster: 'demo',
          namespace: 'shop',
          name,
          entities: ['component:default/api'],
          containers,
        });
      await add('api');
      await noteImages(knex, await selectUnnotedImages(knex), day(1));
      const stand = (version: string | null) =>
        knex('images').update({
          golden_image: version && 'node',
          golden_version: version,
        });
      await stand('1');
      expect(await refreshAdoption(knex, day(1))).toBe(1);
      expect(await refreshAdoption(knex, day(2))).toBe(0);
      await add('worker');
      await refreshAdoption(knex, day(3));
      await stand('2');
      await refreshAdoption(knex, day(4));
      await stand(null);
      await refreshAdoption(knex, day(5));
      const rows = await knex('golden_adoption').orderBy('from_at');
      expect(
        rows.map(it => [it.version, it.workloads, it.from_at, it.until_at]),
      ).toEqual([
        ['1', 1, day(1), day(3)],
        ['1', 2, day(3), day(4)],
        ['2', 2, day(4), day(5)],
      ]);
    });

    it('replace VEX documents of one origin, and tell whether any changed', async () => {
      const document: VexDocument = {
        digest: 'sha256:1',
        author: 'Platform',
        source: 'attached',
        repository: 'r/api',
        statements: [],
        trust: { trusted: false, reason: 'unsigned' },
      };
      const one = { source: 'attached', origin: 'one' } as const;
      const replace = (...documents: VexDocument[]) =>
        replaceVexDocuments(knex, one, documents, day(1));
      await replaceVexDocuments(
        knex,
        { source: 'attached', origin: 'two' },
        [document],
        day(1),
      );
      expect(await replace(document, document)).toBe(true);
      expect(await replace(document)).toBe(false);
      expect(
        await replace({ ...document, trust: { trusted: true, rules: [] } }),
      ).toBe(true);
      expect(await replace()).toBe(true);
      expect(await knex('vex_documents').pluck('origin')).toEqual(['two']);
    });
  });
});
