/** What a name stands for while others are making it. */
import { TestDatabases } from '@backstage/backend-test-utils';
import { migratedDatabase } from '../../__testUtils__/database';
import {
  aStoredRequest,
  insertManaged,
} from '../../__testUtils__/managedNamespaces';
import { FakeProvisioner } from '../__testUtils__/FakeProvisioner';
import { Standing } from './Standing';

jest.setTimeout(60_000);

const NOW = new Date('2026-11-20T12:00:00Z');
const REQUEST = aStoredRequest();

describe('A name', () => {
  const databases = TestDatabases.create();

  it.each(databases.eachSupportedId())(
    'that another makes between two looks is not taken for gone, %s',
    async engine => {
      const knex = await migratedDatabase(databases, engine);
      const place = {
        uid: 'uid-demo',
        open: {
          uid: 'uid-demo',
          provisioner: new FakeProvisioner(),
          capabilities: { uid: 'uid-demo', warnings: [] },
        },
      };
      const make = () =>
        insertManaged(knex, {
          name: REQUEST.name,
          owner_ref: REQUEST.ownerRef,
          uid: 'uid-just-made',
        });
      const standing = (seen: { uid: string } | undefined) =>
        new Standing({
          database: knex,
          clock: { now: () => NOW },
          places: {
            async findNamespace() {
              await make();
              return seen;
            },
          },
        });

      await standing(undefined).of(REQUEST, place);
      const [row] = await knex('managed_namespaces');
      expect(row).toMatchObject({ state: 'complete', gone_at: null });

      await knex('managed_namespaces').delete();
      const { isTaken, row: found } = await standing({
        uid: 'uid-just-made',
      }).of(REQUEST, place);
      expect(isTaken).toBeUndefined();
      expect(found?.uid).toBe('uid-just-made');
    },
  );
});
