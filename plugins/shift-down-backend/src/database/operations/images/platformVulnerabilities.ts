import type { Severity } from '@shift-down/plugin-shift-down-common';
import type { Knex } from 'knex';
import { bulkInsert } from '../../bulkInsert';
import type {
  GoldenReleaseRow,
  GoldenReleaseVulnerabilityRow,
  GoldenVulnerabilityRow,
} from '../../imageTables';

type Listed = GoldenReleaseVulnerabilityRow & { scanned_at: string };

/**
 * Brings what is the platform's to fix in step with the reports of one golden image: open
 * is what is in some supported release of a channel and what none of them lacks.
 *
 * @remarks
 * A release that nobody scanned, or not since the vulnerability was known, lacks nothing.
 * While no supported release has a report nothing is opened and nothing closes. `first_seen`
 * stays where it was however often something closes and comes back.
 *
 * @param isSupported - Whether a release of it is supported now.
 * @param dueAt - When something that was first seen then is due, if it ever is.
 * @returns Whether anything changed.
 * @internal
 */
export async function refreshPlatformVulnerabilities(
  tx: Knex,
  image: string,
  {
    dueAt,
    isSupported,
    now,
  }: {
    isSupported: (version: string) => boolean;
    dueAt: (
      vulnerability: { advisory: string; severity: Severity },
      firstSeen: string,
    ) => string | undefined;
    now: string;
  },
): Promise<boolean> {
  const releases: GoldenReleaseRow[] = await tx('golden_releases')
    .where({ image })
    .whereNotNull('scanned_at');
  const supported = releases.filter(it => isSupported(it.version));
  const listed = await loadListed(tx, image, supported);
  const stored: GoldenVulnerabilityRow[] = await tx(
    'golden_vulnerabilities',
  ).where({ image });
  const byKey = new Map(stored.map(row => [keyOf(row), row]));
  const before = new Map(byKey);
  const rows: GoldenVulnerabilityRow[] = [];

  for (const channel of new Set(supported.map(it => it.channel))) {
    const ofChannel = supported
      .filter(it => it.channel === channel)
      .sort((a, b) => order(a).localeCompare(order(b)));
    const versions = new Set(ofChannel.map(it => it.version));
    const places = groupByIdentity(
      listed.filter(it => versions.has(it.version)),
    );
    for (const seen of places.values()) {
      const [{ advisory, package_name, package_url, severity }] = seen;
      const key = { image, channel, advisory, package_url };
      const known = before.get(keyOf(key));
      before.delete(keyOf(key));
      const firstSeen =
        known?.first_seen ?? [...seen.map(it => it.scanned_at), now].sort()[0];
      const lacking = ofChannel.find(
        release =>
          (release.scanned_at ?? '') >= firstSeen &&
          !seen.some(it => it.version === release.version),
      );
      if (!known && lacking) {
        continue;
      }
      rows.push({
        ...key,
        package_name,
        severity,
        first_seen: firstSeen,
        due_at:
          dueAt({ advisory, severity: severity as Severity }, firstSeen) ??
          null,
        closed_at: lacking ? known?.closed_at ?? now : null,
        closed_by: lacking
          ? (known?.closed_at && known.closed_by) || lacking.version
          : null,
      });
    }
    // What no supported release lists any more is none of them, if they were scanned since.
    for (const [key, row] of before) {
      const lacking = ofChannel.find(
        it => (it.scanned_at ?? '') >= row.first_seen,
      );
      if (row.channel === channel && row.closed_at === null && lacking) {
        rows.push({ ...row, closed_at: now, closed_by: lacking.version });
        before.delete(key);
      }
    }
  }
  const changed = rows.filter(row => differs(row, byKey.get(keyOf(row))));
  await bulkInsert(tx, 'golden_vulnerabilities', changed, {
    key: ['image', 'channel', 'advisory', 'package_url'],
    then: ['severity', 'package_name', 'due_at', 'closed_at', 'closed_by'],
  });
  return changed.length > 0;
}

async function loadListed(
  tx: Knex,
  image: string,
  releases: readonly GoldenReleaseRow[],
): Promise<Listed[]> {
  const scannedAt = new Map(
    releases.map(it => [it.version, it.scanned_at ?? '']),
  );
  const rows: GoldenReleaseVulnerabilityRow[] = await tx(
    'golden_release_vulnerabilities',
  )
    .where({ image })
    .orderBy(['advisory', 'package_url', 'version']);
  return rows.flatMap(row => {
    const scanned_at = scannedAt.get(row.version);
    return scanned_at === undefined ? [] : [{ ...row, scanned_at }];
  });
}

function groupByIdentity(rows: readonly Listed[]): Map<string, Listed[]> {
  const groups = new Map<string, Listed[]>();
  for (const row of rows) {
    const identity = `${row.advisory} ${row.package_url}`;
    const group = groups.get(identity);
    if (group) {
      group.push(row);
    } else {
      groups.set(identity, [row]);
    }
  }
  return groups;
}

/** Oldest first. */
function order(release: GoldenReleaseRow): string {
  return `${release.released ?? ''} ${release.version}`;
}

function keyOf({
  advisory,
  channel,
  package_url,
}: Pick<
  GoldenVulnerabilityRow,
  'advisory' | 'channel' | 'package_url'
>): string {
  return JSON.stringify([channel, advisory, package_url]);
}

function differs(
  row: GoldenVulnerabilityRow,
  before: GoldenVulnerabilityRow | undefined,
): boolean {
  return (
    before === undefined ||
    before.severity !== row.severity ||
    before.package_name !== row.package_name ||
    before.due_at !== row.due_at ||
    before.closed_at !== row.closed_at ||
    before.closed_by !== row.closed_by
  );
}
