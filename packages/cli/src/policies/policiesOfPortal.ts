/** The admission policies that a portal found in a cluster. */
import { InputError } from '@backstage/errors';
import type { KubernetesObject } from '@shift-down/plugin-shift-down-policy';
import { z } from 'zod';
import type { Manifest, NotEvaluated, Problem } from '../input/types';
import { askPortal, type Portal } from '../portal';

const exportSchema = z.object({
  cluster: z.string(),
  kubernetesVersion: z.string().optional(),
  freshness: z.enum(['fresh', 'stale', 'forbidden', 'not-installed', 'failed']),
  freshSince: z.string().optional(),
  objects: z.array(
    z.custom<KubernetesObject>(
      value =>
        typeof value === 'object' &&
        value !== null &&
        'apiVersion' in value &&
        typeof value.apiVersion === 'string' &&
        'kind' in value &&
        typeof value.kind === 'string',
    ),
  ),
  problems: z.array(z.object({ policy: z.string(), reason: z.string() })),
});

export interface PortalPolicies {
  manifests: Manifest[];
  kubernetesVersion?: string;
  notEvaluated: NotEvaluated[];
  problems: Problem[];
}

/** @throws InputError if the portal does not answer with policies. */
export async function policiesOfPortal(
  portal: Portal,
  cluster: string,
): Promise<PortalPolicies> {
  if (!cluster) {
    throw new InputError(
      'Policies of a portal are those of one cluster: name it with --cluster',
    );
  }
  const file = `${portal.url}/api/shift-down/policies`;
  const found = parse(
    await askPortal(portal, `/policies?cluster=${encodeURIComponent(cluster)}`),
    file,
  );
  const start = { line: 1, column: 1 };
  return {
    manifests: found.objects.map(object => ({
      object,
      file,
      position: start,
      comment: '',
      locate: () => start,
    })),
    kubernetesVersion: found.kubernetesVersion,
    notEvaluated: found.problems.map(({ policy, reason }) => ({
      file,
      ...start,
      resource: `ValidatingAdmissionPolicy/${policy}`,
      reason,
    })),
    problems:
      found.freshness === 'fresh'
        ? []
        : [
            {
              file,
              message: `The policies of cluster ${cluster} are ${
                found.freshness
              }${
                found.freshSince ? ` since ${found.freshSince}` : ''
              }, so nobody knows what holds there now`,
            },
          ],
  };
}

function parse(text: string, address: string) {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    content = undefined;
  }
  const parsed = exportSchema.safeParse(content);
  if (!parsed.success) {
    throw new InputError(
      `What ${address} answers are no policies: is it the address of the portal’s back end?`,
    );
  }
  return parsed.data;
}
