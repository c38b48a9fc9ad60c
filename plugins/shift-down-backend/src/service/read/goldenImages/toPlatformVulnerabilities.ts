import {
  SEVERITIES,
  type Severity,
} from '@shift-down/plugin-shift-down-common';
import type { GoldenImageDetail } from '@shift-down/plugin-shift-down-common/client';
import type { ReleaseVulnerability } from '@shift-down/plugin-shift-down-policy';
import type { GoldenVulnerabilityRow } from '../../../database/imageTables';
import { oneOf } from '../../response/oneOf';
import type { GoldenContext } from './context';

type PlatformVulnerability =
  GoldenImageDetail['platformVulnerabilities'][number];

/** What the platform has to fix, with the releases that carry it. */
export function toPlatformVulnerabilities(
  { index, now }: GoldenContext,
  rows: readonly GoldenVulnerabilityRow[],
  isKnownExploited: (advisory: string) => boolean,
): PlatformVulnerability[] {
  const places = new Map<
    string,
    { versions: string[]; newest: ReleaseVulnerability }
  >();
  const channels = new Set(rows.map(it => `${it.image}\n${it.channel}`));
  for (const channel of channels) {
    const [image, name] = channel.split('\n');
    for (const { facts, version } of index.channel(image, name)) {
      for (const listed of facts?.report?.vulnerabilities ?? []) {
        const key = keyOf(name, listed.advisory, listed.packageUrl);
        const known = places.get(key);
        if (known) {
          known.versions.push(version);
        } else {
          places.set(key, { versions: [version], newest: listed });
        }
      }
    }
  }
  const today = now.toISOString();
  return rows.map(row => {
    const place = places.get(keyOf(row.channel, row.advisory, row.package_url));
    return {
      advisory: row.advisory,
      packageName: row.package_name,
      installedVersion: place?.newest.installedVersion || undefined,
      fixedVersion: place?.newest.fixedVersion || undefined,
      severity: oneOf<Severity>(SEVERITIES, row.severity, 'unknown'),
      channel: row.channel,
      releases: place?.versions ?? [],
      firstSeen: row.first_seen,
      dueAt: row.due_at ?? undefined,
      overdue:
        row.closed_at === null && row.due_at !== null && row.due_at < today,
      knownExploited: isKnownExploited(row.advisory),
      closedAt: row.closed_at ?? undefined,
      closedBy: row.closed_by ?? undefined,
    };
  });
}

function keyOf(channel: string, advisory: string, packageUrl: string): string {
  return [channel, advisory, packageUrl].join('\n');
}
