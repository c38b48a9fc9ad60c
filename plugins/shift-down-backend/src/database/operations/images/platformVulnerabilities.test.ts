import { TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { migratedDatabase } from '../../../__testUtils__/database';
import { storeReleaseReport } from './goldenReleases';
import { refreshPlatformVulnerabilities } from './platformVulnerabilities';

jest.setTimeout(60_000);

const day = (number: number) =>
  new Date(Date.UTC(2026, 9, number)).toISOString();

describe('what is the platform’s to fix', () => {
  const databases = TestDatabases.create();

  describe.each(databases.eachSupportedId())('on %p', id => {
    let knex: Knex;
    const unsupported = new Set<string>();

    const report = (
      version: string,
      observedAt: string,
      ...advisories: string[]
    ) =>
      storeReleaseReport(
        knex,
        { image: 'node', version },
        {
          scanner: 'Trivy',
          observedAt,
          vulnerabilities: advisories.map(advisory => ({
            advisory,
            packageUrl: 'pkg:deb/debian/openssl',
            packageName: 'openssl',
            installedVersion: '1',
            fixedVersion: '2',
            severity: 'critical',
          })),
        },
        'git',
      );
    const refresh = async (now: string) => {
      await refreshPlatformVulnerabilities(knex, 'node', {
        isSupported: version => !unsupported.has(version),
        dueAt: (_, firstSeen) => firstSeen,
        now,
      });
      const rows = await knex('golden_vulnerabilities').orderBy([
        'channel',
        'advisory',
      ]);
      return rows.map(row => [
        row.channel,
        row.advisory,
        row.first_seen,
        row.closed_at && row.closed_by,
      ]);
    };

    beforeEach(async () => {
      unsupported.clear();
      knex = await migratedDatabase(databases, id);
      await knex('golden_releases').insert(
        [
          { version: '1.0', channel: '1' },
          { version: '1.1', channel: '1' },
          { version: '2.0', channel: '2' },
        ].map((it, index) => ({
          image: 'node',
          released: `2026-0${index + 1}-01`,
          facts: '{"platforms":[]}',
          ...it,
        })),
      );
    });
    afterEach(async () => await knex.destroy());

    it('is what no supported release of the channel lacks', async () => {
      await report('1.0', day(1), 'CVE-1', 'CVE-2');
      await report('1.1', day(2), 'CVE-1');
      await report('2.0', day(2), 'CVE-2');
      expect(await refresh(day(3))).toEqual([
        ['1', 'CVE-1', day(1), null],
        ['2', 'CVE-2', day(2), null],
      ]);
    });

    it('is lacked by no release that was not scanned since', async () => {
      await report('1.0', day(5), 'CVE-1');
      expect(await refresh(day(6))).toEqual([['1', 'CVE-1', day(5), null]]);
      await report('1.1', day(4));
      expect(await refresh(day(6))).toEqual([['1', 'CVE-1', day(5), null]]);
      await report('1.1', day(6));
      expect(await refresh(day(7))).toEqual([['1', 'CVE-1', day(5), '1.1']]);
    });

    it('is lacked by none whose support has ended', async () => {
      await report('1.0', day(1), 'CVE-1');
      await report('1.1', day(2));
      unsupported.add('1.1');
      expect(await refresh(day(3))).toEqual([['1', 'CVE-1', day(1), null]]);
    });

    it('closes when no supported release lists it any more, and stays while none is known', async () => {
      await report('1.0', day(1), 'CVE-1');
      await refresh(day(2));
      unsupported.add('1.0').add('1.1');
      expect(await refresh(day(3))).toEqual([['1', 'CVE-1', day(1), null]]);
      unsupported.clear();
      await report('1.0', day(4));
      expect(await refresh(day(5))).toEqual([['1', 'CVE-1', day(1), '1.0']]);
    });

    it('goes by the newest report of a release', async () => {
      expect(await report('1.0', day(3), 'CVE-1')).toBe(true);
      expect(await report('1.0', day(2), 'CVE-2')).toBe(false);
      expect(await report('1.0', day(3), 'CVE-1')).toBe(false);
      expect(
        await knex('golden_release_vulnerabilities').pluck('advisory'),
      ).toEqual(['CVE-1']);
      expect(await report('9.9', day(9), 'CVE-1')).toBe(false);
    });
  });
});
