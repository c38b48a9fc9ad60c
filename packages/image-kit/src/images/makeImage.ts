import {
  type Made,
  annotationsOrNone,
  describe,
  jsonBytes,
  toBlob,
} from './content';
import { type Layer, type MadeLayer, makeLayer } from './makeLayer';
import { MEDIA_TYPES } from './mediaTypes';

export interface ImageOptions {
  /** Lowest first; on top of those of the base. */
  layers: Layer[];
  /** `os/architecture[/variant]`; that of the base, else `linux/amd64`. */
  platform?: string;
  /** Of the configuration, over those of the base. */
  labels?: Record<string, string>;
  /** Of the manifest; a build takes none from its base. */
  annotations?: Record<string, string>;
  /** ISO 8601; a fixed day by default. */
  created?: string;
  base?: MadeImage;
}

/** One platform's image. */
export interface MadeImage extends Made {
  layers: MadeLayer[];
  platform: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
  created: string;
}

const CREATED = '2026-01-01T00:00:00Z';

export async function makeImage(options: ImageOptions): Promise<MadeImage> {
  const { base } = options;
  const layers = [
    ...(base?.layers ?? []),
    ...(await Promise.all(options.layers.map(makeLayer))),
  ];
  return assembleImage({
    layers,
    platform: options.platform ?? base?.platform ?? 'linux/amd64',
    labels: { ...base?.labels, ...options.labels },
    annotations: options.annotations ?? {},
    created: options.created ?? CREATED,
  });
}

/** The manifest and the configuration over layers that are made. */
export function assembleImage(
  parts: Pick<
    MadeImage,
    'layers' | 'platform' | 'labels' | 'annotations' | 'created'
  >,
): MadeImage {
  const [os, architecture, variant] = parts.platform.split('/');
  const config = jsonBytes({
    created: parts.created,
    architecture,
    os,
    variant,
    config: {
      // What a reader must not keep.
      Env: ['PATH=/usr/local/bin:/usr/bin:/bin', 'API_TOKEN=canary-in-the-env'],
      Cmd: ['/bin/server'],
      Labels: annotationsOrNone(parts.labels),
    },
    rootfs: { type: 'layers', diff_ids: parts.layers.map(it => it.diffId) },
    history: parts.layers.map(() => ({
      created: parts.created,
      created_by: 'RUN echo canary-in-the-history',
    })),
  });
  const content = jsonBytes({
    schemaVersion: 2,
    mediaType: MEDIA_TYPES.manifest,
    config: describe(config, MEDIA_TYPES.config),
    layers: parts.layers.map(it => it.descriptor),
    annotations: annotationsOrNone(parts.annotations),
  });
  return {
    ...parts,
    content,
    descriptor: {
      ...describe(content, MEDIA_TYPES.manifest),
      platform: { os, architecture, ...(variant && { variant }) },
    },
    blobs: [
      toBlob(config),
      ...parts.layers.flatMap(it => (it.blob ? [it.blob] : [])),
    ],
    children: [],
  };
}
