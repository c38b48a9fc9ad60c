/** An object in a file of its own, as the provisioner keeps it. */
import type {
  ClusterManifest,
  ClusterObject,
} from '@shift-down/plugin-shift-down-node';
import { createHash } from 'crypto';
import { parse, stringify } from 'yaml';
import { z } from 'zod';

const texts = z.record(z.string(), z.string()).optional();

const stored = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({
    name: z.string(),
    namespace: z.string().optional(),
    uid: z.string().min(1),
    resourceVersion: z.string(),
    creationTimestamp: z.string(),
    labels: texts,
    annotations: texts,
  }),
});

/** @internal */
export interface StoredObject extends ClusterObject {
  creationTimestamp: string;
  /** Whether it is not as the provisioner left it. */
  isEdited: boolean;
}

/** @returns `undefined` if it can't be read as an object. @internal */
export function parseStored(text: string): StoredObject | undefined {
  let parsed: z.infer<typeof stored>;
  try {
    parsed = stored.parse(parse(text, { maxAliasCount: 0 }));
  } catch {
    return undefined;
  }
  const { status: _status, metadata, ...rest } = parsed;
  const { uid, resourceVersion, creationTimestamp, ...kept } = metadata;
  const manifest: ClusterManifest = { ...rest, metadata: kept };
  const version = versionOf(manifest);
  return {
    uid,
    creationTimestamp,
    resourceVersion: version,
    manifest,
    isEdited: version !== resourceVersion,
  };
}

/** @internal */
export function renderStored(
  manifest: ClusterManifest,
  { uid, creationTimestamp }: { uid: string; creationTimestamp: string },
): string {
  const { apiVersion, kind, metadata, ...rest } = manifest;
  return stringify(
    {
      apiVersion,
      kind,
      metadata: {
        ...metadata,
        uid,
        resourceVersion: versionOf(manifest),
        creationTimestamp,
      },
      ...rest,
      ...(kind === 'Namespace' && { status: { phase: 'Active' } }),
    },
    { aliasDuplicateObjects: false },
  );
}

/** What an API server adds by itself, so that policies see it. @internal */
export function defaulted(manifest: ClusterManifest): ClusterManifest {
  const { kind, metadata } = manifest;
  return kind === 'Namespace'
    ? {
        ...manifest,
        metadata: {
          ...metadata,
          labels: {
            'kubernetes.io/metadata.name': metadata.name,
            ...metadata.labels,
          },
        },
      }
    : manifest;
}

/** By its contents; the order of fields does not matter. @internal */
export function versionOf(manifest: ClusterManifest): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(manifest)))
    .digest('hex')
    .slice(0, 16);
}

/** Fields of the one that have another value in the other, as kubectl writes paths. @internal */
export function differingFields(
  ours: unknown,
  theirs: unknown,
  path = '',
): string[] {
  if (isRecord(ours) && isRecord(theirs)) {
    return Object.entries(ours).flatMap(([key, value]) =>
      differingFields(value, theirs[key], `${path}.${key}`),
    );
  }
  return JSON.stringify(sorted(ours)) === JSON.stringify(sorted(theirs))
    ? []
    : [path];
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(sorted);
  }
  return isRecord(value)
    ? Object.fromEntries(
        Object.keys(value)
          .filter(key => value[key] !== undefined)
          .sort()
          .map(key => [key, sorted(value[key])]),
      )
    : value;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
