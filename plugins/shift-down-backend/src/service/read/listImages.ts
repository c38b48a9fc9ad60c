import {
  SEVERITIES,
  type Severity,
} from '@shift-down/plugin-shift-down-common';
import type {
  Image,
  ImagePage,
  ListImagesQuery,
} from '@shift-down/plugin-shift-down-common/client';
import { imageVersion } from '@shift-down/plugin-shift-down-policy';
import {
  loadVerdicts,
  verdictKey,
} from '../../database/operations/serve/goldenImages/loadGolden';
import { loadEngineVerifications } from '../../database/operations/serve/images/loadEngineVerifications';
import {
  countVulnerabilities,
  type VulnerabilityCount,
} from '../../database/operations/serve/images/loadImageVulnerabilities';
import { loadPipelineScans } from '../../database/operations/serve/images/loadPipelineScans';
import { listImages as listImageKeys } from '../../database/operations/serve/listImages';
import {
  loadImages,
  type ScopedImage,
} from '../../database/operations/serve/loadImages';
import { loadClusters } from '../../database/operations/serve/loadClusters';
import type { AuthorizedReader } from '../PostureCatalog';
import { decodeCursor, encodeCursor } from '../request/cursor';
import { clusterNamesOf } from '../response/clusterNames';
import { toEngineVerifications } from '../response/toEngineVerifications';
import { toVerdicts } from '../response/toImageVerdicts';
import type { ServeContext } from '../ServeContext';
import { loadGoldenContext } from './goldenImages/context';
import { readScopeOf } from './readScope';

/** One page of images, most vulnerable first. */
export async function listImages(
  context: ServeContext,
  query: ListImagesQuery,
  { entities, mayReadGoldenImages = false }: AuthorizedReader,
): Promise<ImagePage> {
  const { database } = context;
  const { limit = 25, cursor, ...filters } = query;
  const cursorContext = { list: 'images', sort: '', filters };
  const after = decodeCursor(cursor, cursorContext);
  const scope = await readScopeOf(context, filters.entityRef, entities);

  const { images, next, total, totalIsLowerBound } = await listImageKeys(
    database,
    { scope, text: filters.text, limit, after },
  );
  const [loaded, clusters, golden] = await Promise.all([
    loadImages(database, images, scope),
    loadClusters(database),
    loadGoldenContext(context),
  ]);
  const digests = loaded.flatMap(({ repository, places }) => {
    const digest = digestOf(places);
    return digest ? [{ repository, digest }] : [];
  });
  const places = loaded.flatMap(image => image.places);
  const [vulnerabilities, verdicts, engines, scans] = await Promise.all([
    countVulnerabilities(
      database,
      loaded.flatMap(({ scan }) => scan ?? []),
      scope,
      golden.now.toISOString(),
    ),
    loadVerdicts(database, loaded.map(storedKey)),
    loadEngineVerifications(database, [
      ...new Set(places.map(place => place.subject_id)),
    ]),
    loadPipelineScans(database, digests),
  ]);

  const clusterNames = clusterNamesOf(clusters);
  const items = loaded.map((image): Image => {
    const { repository, scan } = image;
    const digest = digestOf(image.places);
    const upload = scans.find(
      it => it.repository === repository && it.digest === digest,
    );
    const stored = verdicts.get(verdictKey(storedKey(image)));
    return {
      repository,
      tag: image.places.find(place => place.tag)?.tag ?? undefined,
      digest,
      ...toScan(
        scan,
        vulnerabilities.filter(
          row =>
            row.subject_id === scan?.subject_id &&
            row.component === scan.container,
        ),
      ),
      workloads: image.places.map(place => ({
        cluster: clusterNames.get(place.cluster_uid),
        namespace: place.namespace,
        kind: place.kind,
        name: place.name,
        component: place.container,
      })),
      ...(context.looksAtImages &&
        toVerdicts(stored, { ...golden, mayAdvise: mayReadGoldenImages })),
      engineVerifications: toEngineVerifications(
        engines.filter(row =>
          image.places.some(
            place =>
              place.subject_id === row.subject_id &&
              (row.component === '' || row.component === place.container),
          ),
        ),
      ),
      pipelineScan: upload && {
        tool: upload.tool,
        observedAt: upload.observedAt,
      },
    };
  });
  return {
    items,
    total,
    totalIsLowerBound,
    nextCursor: next && encodeCursor(next, cursorContext),
  };
}

function digestOf(places: ScopedImage['places']): string | undefined {
  return places.find(place => place.digest)?.digest ?? undefined;
}

/** What the stage of images calls it. */
function storedKey({ repository, version }: ScopedImage): {
  repository: string;
  version: string;
} {
  return { repository, version: imageVersion({ tag: version }) };
}

function toScan(
  scan: ScopedImage['scan'],
  counts: readonly VulnerabilityCount[],
): Pick<
  Image,
  | 'scanned'
  | 'scanner'
  | 'scannedAt'
  | 'os'
  | 'osEndOfLife'
  | 'vulnerabilities'
  | 'vulnerabilitiesByLayer'
  | 'suppressed'
  | 'nextDueAt'
  | 'overdue'
> {
  if (!scan) {
    return { scanned: false };
  }
  const ofLayer = (layer: VulnerabilityCount['layer']) =>
    bySeverity(counts.filter(row => row.layer === layer));
  const dates = counts.flatMap(row => row.nextDueAt ?? []).sort();
  return {
    scanned: true,
    scanner: scan.scanner ?? undefined,
    scannedAt: scan.observed_at ?? undefined,
    os: scan.os || undefined,
    osEndOfLife: Boolean(scan.os_end_of_life),
    vulnerabilities: bySeverity(counts),
    vulnerabilitiesByLayer: {
      base: ofLayer('base'),
      application: ofLayer('application'),
      unknown: ofLayer('unknown'),
    },
    suppressed: sum(counts.map(row => row.suppressed)),
    nextDueAt: dates[0],
    overdue: sum(counts.map(row => row.overdue)),
  };
}

function bySeverity(
  counts: readonly VulnerabilityCount[],
): Record<Severity, number> {
  const count = (severity: Severity) =>
    sum(counts.filter(row => row.severity === severity).map(row => row.count));
  return Object.fromEntries(
    SEVERITIES.map(severity => [severity, count(severity)]),
  ) as Record<Severity, number>;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
