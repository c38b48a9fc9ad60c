import type { CollectedObject } from '@shift-down/plugin-shift-down-common';
import type { BaselineManifest } from '@shift-down/plugin-shift-down-policy';

/** @internal */
export function uidOf(kind: string, name: string): string {
  return `uid-${kind}-${name}`;
}

/** As the collector keeps it. @internal */
export function collected(
  manifest: BaselineManifest,
  uid = uidOf(manifest.kind, manifest.metadata.name),
  now: Date,
): CollectedObject {
  const { apiVersion, kind, metadata, ...rest } = manifest;
  const { annotations, labels = {}, name, namespace = '' } = metadata;
  const fields = {
    apiVersion,
    kind,
    metadata: { name, ...(namespace && { namespace }), annotations },
    ...rest,
  };
  return {
    key: { apiVersion, kind, namespace, name },
    uid,
    observedAt: now.toISOString(),
    subjects: [],
    evidence: [
      kind === 'Namespace'
        ? { type: 'namespace', name, uid, labels, fields }
        : {
            type: 'resource',
            object: { namespace, kind, name },
            apiVersion,
            uid,
            labels,
            fields,
          },
    ],
  };
}
