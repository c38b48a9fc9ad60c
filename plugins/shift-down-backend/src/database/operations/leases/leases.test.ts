import { TestDatabases } from '@backstage/backend-test-utils';
import { migratedDatabase } from '../../../__testUtils__/database';
import { acquireLease } from './acquireLease';
import { releaseLease } from './releaseLease';

jest.setTimeout(60_000);

describe('leases', () => {
  const databases = TestDatabases.create();

  it.each(databases.eachSupportedId())(
    'have one holder, who can renew, release or lose them, on %p',
    async id => {
      const knex = await migratedDatabase(databases, id);
      const at = (second: number, holder: string) =>
        acquireLease(knex, {
          name: 'source:demo',
          holder,
          now: new Date(second * 1000),
          seconds: 30,
        });

      expect(await at(0, 'a')).toBe(true);
      expect(await at(10, 'b')).toBe(false);
      expect(await at(20, 'a')).toBe(true);
      expect(await at(49, 'b')).toBe(false);
      expect(await at(50, 'b')).toBe(true);
      expect(await at(51, 'a')).toBe(false);

      await releaseLease(knex, { name: 'source:demo', holder: 'a' });
      expect(await at(52, 'a')).toBe(false);
      await releaseLease(knex, { name: 'source:demo', holder: 'b' });
      expect(await at(53, 'a')).toBe(true);
    },
  );
});
