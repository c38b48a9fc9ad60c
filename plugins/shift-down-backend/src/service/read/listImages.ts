import { SEVERITIES } from '@shift-down/plugin-shift-down-common';
import type {
  Image,
  ImagePage,
  ListImagesQuery,
} from '@shift-down/plugin-shift-down-common/client';
import { listImages as listImageKeys } from '../../database/operations/serve/listImages';
import {
  loadImages,
  type ScopedImage,
} from '../../database/operations/serve/loadImages';
import { loadClusters } from '../../database/operations/serve/loadClusters';
import type { Readable } from '../../database/operations/serve/readScope';
import { decodeCursor, encodeCursor } from '../request/cursor';
import { clusterNamesOf } from '../response/clusterNames';
import type { ServeContext } from '../ServeContext';
import { readScopeOf } from './readScope';

/** One page of images, most vulnerable first. */
export async function listImages(
  context: ServeContext,
  query: ListImagesQuery,
  readable: Readable,
): Promise<ImagePage> {
  const { database } = context;
  const { limit = 25, cursor, ...filters } = query;
  const cursorContext = { list: 'images', sort: '', filters };
  const after = decodeCursor(cursor, cursorContext);
  const scope = await readScopeOf(context, filters.entityRef, readable);

  const { images, next, total, totalIsLowerBound } = await listImageKeys(
    database,
    { scope, text: filters.text, limit, after },
  );
  const [loaded, clusters] = await Promise.all([
    loadImages(database, images, scope),
    loadClusters(database),
  ]);
  const clusterNames = clusterNamesOf(clusters);
  return {
    items: loaded.map(image => toImage(image, clusterNames)),
    total,
    totalIsLowerBound,
    nextCursor: next && encodeCursor(next, cursorContext),
  };
}

function toImage(image: ScopedImage, clusterNames: Map<string, string>): Image {
  const { repository, places, scan } = image;
  return {
    repository,
    tag: places.find(place => place.tag)?.tag ?? undefined,
    digest: places.find(place => place.digest)?.digest ?? undefined,
    ...(scan
      ? {
          scanned: true,
          scanner: scan.scanner ?? undefined,
          scannedAt: scan.observed_at ?? undefined,
          os: scan.os || undefined,
          osEndOfLife: Boolean(scan.os_end_of_life),
          vulnerabilities: Object.fromEntries(
            SEVERITIES.map(severity => [
              severity,
              image.vulnerabilities[severity] ?? 0,
            ]),
          ),
        }
      : { scanned: false }),
    workloads: places.map(place => ({
      cluster: clusterNames.get(place.cluster_uid),
      namespace: place.namespace,
      kind: place.kind,
      name: place.name,
      component: place.container,
    })),
  };
}
