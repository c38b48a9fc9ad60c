/** What would become of an object, as the API server says in a dry run. */
import type {
  ClusterManifest,
  ClusterWriterOptions,
  DryRunOutcome,
} from '@shift-down/plugin-shift-down-node';
import { z } from 'zod';
import type { ApiClient } from '../writer/ApiClient';
import { tryCreation } from '../writer/probeObject';

const texts = z.record(z.string(), z.string()).optional();

/** Without what exists only for as long as the request does, such as its UID. */
const object = z.looseObject({
  apiVersion: z.string().min(1),
  kind: z.string().min(1),
  metadata: z.object({
    name: z.string().min(1),
    namespace: z.string().optional(),
    labels: texts,
    annotations: texts,
  }),
});

/** @internal */
export async function dryRunObject(
  client: ApiClient,
  manifest: ClusterManifest,
  options: ClusterWriterOptions,
): Promise<DryRunOutcome> {
  const tried = await tryCreation(client, manifest, options);
  switch (tried.outcome) {
    case 'unavailable':
      return { outcome: 'unavailable', message: tried.reason };
    case 'refused': {
      const { message, reason } = tried.answer;
      return { outcome: 'refused', message, reason };
    }
    default:
      return admitted(tried.body);
  }
}

function admitted(body: unknown): DryRunOutcome {
  if (body === undefined) {
    return {
      outcome: 'unavailable',
      message:
        'One of that name is there already, so that nobody can say what it would become.',
    };
  }
  const parsed = object.safeParse(body);
  if (!parsed.success) {
    return {
      outcome: 'unavailable',
      message:
        'What the cluster answered is no Kubernetes object; check what stands before its API server.',
    };
  }
  const { status: _status, ...rest } = parsed.data;
  return { outcome: 'admitted', manifest: rest };
}
