/** What is known of the releases of golden images: their layers, and their reports. */
import type { ImageEvidence } from '@shift-down/plugin-shift-down-common';
import {
  imageId,
  type GoldenImage,
  type GoldenRelease,
  type GoldenReleaseFacts,
  type ReleaseReport,
} from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import { createHash } from 'node:crypto';
import { releaseReferences } from '../../../images/golden/releaseReferences';
import { bulkInsert } from '../../bulkInsert';
import { inChunks } from '../../inChunks';
import type {
  GoldenImageRow,
  GoldenReleaseRow,
  GoldenReleaseVulnerabilityRow,
  ImageRow,
} from '../../imageTables';
import { noteImages } from './noteImages';

type KnownImage = Pick<ImageRow, 'id' | 'digest' | 'evidence' | 'reason'>;

/** What `facts` holds: layers, or why they are not known. @internal */
export type StoredFacts = Pick<GoldenReleaseFacts, 'platforms' | 'problem'>;

/**
 * Brings the releases of a golden image in step with its definition and with what
 * registries say of them.
 *
 * @returns Whether anything changed that judgement reads of it.
 * @internal
 */
export async function refreshReleases(
  tx: Knex,
  name: string,
  now: string,
): Promise<boolean> {
  const row: GoldenImageRow | undefined = await tx('golden_images')
    .where({ name })
    .forUpdate()
    .first();
  if (!row) {
    return false;
  }
  const image: GoldenImage = JSON.parse(row.definition);
  const references = image.releases.flatMap(release =>
    releaseReferences(image, release),
  );
  await noteImages(tx, references, now);
  const known = await loadKnown(tx, references);
  const stored: GoldenReleaseRow[] = await tx('golden_releases').where({
    image: name,
  });
  const before = new Map(stored.map(it => [it.version, it]));
  const rows = image.releases.map(release =>
    releaseRow(image, release, known, before.get(release.version)),
  );
  await forgetReleases(
    tx,
    name,
    stored
      .map(it => it.version)
      .filter(version => !rows.some(it => it.version === version)),
  );
  await bulkInsert(
    tx,
    'golden_releases',
    rows.filter(it => differs(it, before.get(it.version))),
    {
      key: ['image', 'version'],
      then: ['channel', 'released', 'supported_until', 'digest', 'facts'],
    },
  );
  const hash = hashOf(row.definition, rows);
  if (hash === row.hash) {
    return false;
  }
  await tx('golden_images').where({ name }).update({ hash, changed_at: now });
  return true;
}

async function loadKnown(
  tx: Knex,
  references: { repository: string; version: string }[],
): Promise<Map<string, KnownImage>> {
  const rows = await inChunks<string, KnownImage>(
    references.map(it => imageId(it.repository, it.version)),
    chunk =>
      tx('images')
        .whereIn('id', chunk)
        .select('id', 'digest', 'evidence', 'reason'),
    200,
  );
  return new Map(rows.map(row => [row.id, row]));
}

function releaseRow(
  image: GoldenImage,
  release: GoldenRelease,
  known: ReadonlyMap<string, KnownImage>,
  before: GoldenReleaseRow | undefined,
): GoldenReleaseRow {
  const found = releaseReferences(image, release).map(it =>
    known.get(imageId(it.repository, it.version)),
  );
  const unread = found.find(it => it === undefined || it.evidence === null);
  const evidence = found
    .filter(it => it !== undefined && it.evidence !== null)
    .map((it): ImageEvidence => JSON.parse(it!.evidence!));
  const facts: StoredFacts = {
    platforms: evidence.flatMap(it => it.platforms),
    ...(unread !== undefined || found.length === 0
      ? { problem: unread?.reason || 'It has not been inspected yet' }
      : {}),
  };
  return {
    image: image.name,
    version: release.version,
    channel: release.channel,
    released: release.released ?? null,
    supported_until: release.supportedUntil ?? null,
    digest:
      release.digests.index ??
      (found.length === 1 ? found[0]?.digest ?? null : null),
    facts: JSON.stringify(facts),
    scanner: before?.scanner ?? null,
    scanned_at: before?.scanned_at ?? null,
    report_origin: before?.report_origin ?? null,
    report_hash: before?.report_hash ?? null,
  };
}

function differs(
  row: GoldenReleaseRow,
  before: GoldenReleaseRow | undefined,
): boolean {
  return (
    before === undefined ||
    before.channel !== row.channel ||
    before.released !== row.released ||
    before.supported_until !== row.supported_until ||
    before.digest !== row.digest ||
    before.facts !== row.facts
  );
}

function hashOf(definition: string, rows: readonly GoldenReleaseRow[]): string {
  const hash = createHash('sha256').update(definition);
  for (const row of rows) {
    hash.update(
      JSON.stringify([row.version, row.digest, row.facts, row.report_hash]),
    );
  }
  return hash.digest('hex');
}

async function forgetReleases(
  tx: Knex,
  image: string,
  versions: readonly string[],
): Promise<void> {
  for (const table of ['golden_releases', 'golden_release_vulnerabilities']) {
    if (versions.length > 0) {
      await tx(table).where({ image }).whereIn('version', versions).delete();
    }
  }
}

/** Where a report of a release comes from. @internal */
export type ReportOrigin = 'git' | 'scan' | 'upload';

/**
 * Keeps a report of a release if it is newer than what is known, or is what its own origin
 * says now. A release that is not known has none.
 *
 * @returns Whether it is another one now.
 * @internal
 */
export async function storeReleaseReport(
  tx: Knex,
  { image, version }: { image: string; version: string },
  report: ReleaseReport,
  origin: ReportOrigin,
): Promise<boolean> {
  const key = { image, version };
  const stored: GoldenReleaseRow | undefined = await tx('golden_releases')
    .where(key)
    .forUpdate()
    .first();
  const report_hash = createHash('sha256')
    .update(JSON.stringify(report))
    .digest('hex');
  if (!stored || stored.report_hash === report_hash) {
    return false;
  }
  const isOwn = stored.report_origin === origin;
  const before = stored.scanned_at ?? '';
  if (isOwn ? before > report.observedAt : before >= report.observedAt) {
    return false;
  }
  const rows = new Map(
    report.vulnerabilities.map(it => {
      const row: GoldenReleaseVulnerabilityRow = {
        ...key,
        advisory: it.advisory,
        package_url: it.packageUrl,
        package_name: it.packageName,
        installed_version: it.installedVersion,
        fixed_version: it.fixedVersion,
        severity: it.severity,
      };
      return [`${it.advisory} ${it.packageUrl}`, row];
    }),
  );
  await tx('golden_release_vulnerabilities').where(key).delete();
  await bulkInsert(tx, 'golden_release_vulnerabilities', [...rows.values()]);
  await tx('golden_releases').where(key).update({
    scanner: report.scanner,
    scanned_at: report.observedAt,
    report_origin: origin,
    report_hash,
  });
  return true;
}
