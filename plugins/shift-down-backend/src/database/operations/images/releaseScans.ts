import type { Severity } from '@shift-down/plugin-shift-down-common';
import type { ReleaseReport } from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import { inChunks } from '../../inChunks';
import type { ImageScanRow } from '../../tables';
import { releaseIdentities } from './releaseIdentities';

/** A scan of a workload that runs exactly a golden release. @internal */
export interface ReleaseScan {
  image: string;
  version: string;
  scan: Pick<
    ImageScanRow,
    'object_id' | 'subject_id' | 'container' | 'scanner' | 'observed_at'
  >;
}

/**
 * The newest scan of each golden release by its digest, if it is newer than the report that
 * is known.
 *
 * @remarks
 * What is said of a digest here counts for everybody: it comes only from clusters whose
 * reports nobody but those that the platform trusts may write.
 * @internal
 */
export async function selectReleaseScans(knex: Knex): Promise<ReleaseScan[]> {
  const identities = await releaseIdentities(knex);
  const rows = await inChunks<
    string,
    Pick<
      ImageScanRow,
      | 'object_id'
      | 'subject_id'
      | 'container'
      | 'scanner'
      | 'observed_at'
      | 'digest'
      | 'repository'
    >
  >(identities.byDigest.keys(), chunk =>
    knex('image_scans as scan')
      .join('objects as object', 'object.id', 'scan.object_id')
      .join('clusters as cluster', 'cluster.uid', 'object.cluster_uid')
      .whereIn('scan.digest', chunk)
      .where('object.source_kind', 'VulnerabilityReport')
      .whereIn('cluster.report_trust', ['trusted', 'rbac'])
      .whereNotExists(
        knex('report_writers as writer')
          .whereRaw('writer.cluster_uid = object.cluster_uid')
          .whereRaw('writer.source_kind = object.source_kind')
          .where(it =>
            it
              .where('writer.namespace', '')
              .orWhereRaw('writer.namespace = object.namespace'),
          )
          .where('writer.trusted', false)
          .select(knex.raw('1')),
      )
      .select(
        'scan.object_id',
        'scan.subject_id',
        'scan.container',
        'scan.scanner',
        'scan.observed_at',
        'scan.digest',
        'scan.repository',
      ),
  );
  const newest = new Map<string, ReleaseScan>();
  for (const row of rows) {
    for (const release of identities.byDigest.get(row.digest ?? '') ?? []) {
      const key = `${release.image} ${release.version}`;
      const known = newest.get(key)?.scan.observed_at ?? release.scannedAt;
      if (release.repository === row.repository && row.observed_at > known) {
        newest.set(key, { ...release, scan: row });
      }
    }
  }
  return [...newest.values()];
}

/** What a scan lists, as a report of the release. @internal */
export async function loadScanReport(
  knex: Knex,
  { scan }: ReleaseScan,
): Promise<ReleaseReport> {
  const rows: {
    advisory: string;
    package_url: string;
    package_name: string;
    severity: string;
    detail: string;
  }[] = await knex('occurrences as occurrence')
    .join('findings as finding', 'finding.id', 'occurrence.finding_id')
    .where({
      'occurrence.object_id': scan.object_id,
      'occurrence.subject_id': scan.subject_id,
      'occurrence.component': scan.container,
      'finding.type': 'vulnerability',
    })
    .orderBy(['finding.advisory', 'finding.package_url'])
    .select(
      'finding.advisory',
      'finding.package_url',
      'finding.package_name',
      'finding.severity',
      'occurrence.detail',
    );
  return {
    scanner: scan.scanner,
    observedAt: scan.observed_at,
    vulnerabilities: rows.map(row => {
      const detail: Record<string, string> = JSON.parse(row.detail);
      return {
        advisory: row.advisory,
        packageUrl: row.package_url,
        packageName: row.package_name,
        installedVersion: detail.installedVersion ?? '',
        fixedVersion: detail.fixedVersion ?? '',
        severity: row.severity as Severity,
      };
    }),
  };
}
