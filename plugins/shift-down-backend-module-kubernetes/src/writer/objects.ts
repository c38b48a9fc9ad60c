/** Objects as the API server answers with them. */
import { ServiceUnavailableError } from '@backstage/errors';
import type {
  ClusterManifest,
  ClusterObject,
} from '@shift-down/plugin-shift-down-node';
import { z } from 'zod';

const labels = z.record(z.string(), z.string()).optional();

const object = z.looseObject({
  apiVersion: z.string().min(1),
  kind: z.string().min(1),
  metadata: z.object({
    name: z.string().min(1),
    namespace: z.string().optional(),
    uid: z.string().min(1),
    resourceVersion: z.string().min(1),
    labels,
    annotations: labels,
    managedFields: z
      .array(
        z.looseObject({
          manager: z.string().default(''),
          operation: z.string().default(''),
        }),
      )
      .default([]),
  }),
});

/** @internal */
export type AnsweredObject = z.infer<typeof object>;

/** @throws ServiceUnavailableError if it is no object. @internal */
export function parseObject(body: unknown): AnsweredObject {
  const parsed = object.safeParse(body);
  if (!parsed.success) {
    throw new ServiceUnavailableError(
      'What the cluster answered is no Kubernetes object; check what stands before its API server.',
    );
  }
  return parsed.data;
}

/** Without what the API server keeps for itself. @internal */
export function toClusterObject(answered: AnsweredObject): ClusterObject {
  const { status: _status, metadata, ...rest } = answered;
  const { uid, resourceVersion, managedFields: _fields, ...kept } = metadata;
  const manifest: ClusterManifest = { ...rest, metadata: kept };
  return { uid, resourceVersion, manifest };
}
