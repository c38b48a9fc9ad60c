/** The policies of `examples/policies` on an API server, and what they say to whom. */
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import {
  applyObjects,
  type ControlPlane,
  type KubernetesObject,
} from 'control-plane';
import { join } from 'node:path';
import { parse } from 'yaml';
import { readFile } from 'node:fs/promises';
import { readManifest } from '../cluster/TestCluster';
import { untilEffective } from '../verdict/untilEffective';

const POLICIES = resolvePackagePath('live-tests', '../../examples/policies');

/** Waits until they are asked. */
export async function applyLevels(
  server: ControlPlane,
  ...levels: string[]
): Promise<void> {
  await applyObjects(server, [
    ...(await readManifest('../policies/guardrail-exceptions.yaml')),
    ...(await readManifest(
      '../policies/organisation/guardrails-namespace.yaml',
    )),
  ]);
  for (const level of levels) {
    const text = await readFile(
      join(POLICIES, level, 'kustomization.yaml'),
      'utf8',
    );
    const { resources } = parse(text) as { resources: string[] };
    for (const resource of resources) {
      await applyObjects(
        server,
        await readManifest(`../policies/${level}/${resource}`),
      );
    }
  }
  await untilEffective(server);
}

/** What the API server says to somebody; `admitted` where it does as it is told. */
export async function send(
  server: ControlPlane,
  token: string,
  method: 'POST' | 'PATCH',
  path: string,
  json: object,
): Promise<string> {
  const response = await server.request(path, {
    method,
    token,
    json,
    ...(method === 'PATCH' && {
      headers: { 'content-type': 'application/merge-patch+json' },
    }),
  });
  const { message = '' } = (await response.json()) as { message?: string };
  return response.ok ? 'admitted' : message;
}

export const label = (
  labels: Record<string, string | null>,
  more: object = {},
) => ({
  metadata: { labels, ...more },
});

export const RBAC = 'rbac.authorization.k8s.io';

/** All rights that RBAC knows. */
export const everything = (
  name: string,
  subject: object,
): KubernetesObject => ({
  apiVersion: `${RBAC}/v1`,
  kind: 'ClusterRoleBinding',
  metadata: { name },
  roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: 'cluster-admin' },
  subjects: [subject],
});
