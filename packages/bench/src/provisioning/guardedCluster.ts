/** A real API server with the guardrails of the examples, and the portal's accounts in it. */
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import type { JsonObject } from '@backstage/types';
import {
  applyObjects,
  startControlPlane,
  type ControlPlane,
  type KubernetesObject,
} from 'control-plane';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { until } from '../measure';

export const EXAMPLES = resolvePackagePath('bench', '../../examples');

const ACCOUNTS = [
  'collector.yaml',
  'provisioner.yaml',
  'enforcer.yaml',
  'prober.yaml',
];
const LEVELS = ['organisation', 'namespaces'];
const TOKEN_SECONDS = 4 * 60 * 60;
const WRITERS = {
  provisioner: ['shift-down-provisioner', 'shift-down'],
  prober: ['shift-down-prober', 'shift-down-exceptions'],
} as const;

/** Notes every request of those who make and ask, and nobody else's. */
const AUDIT_POLICY = JSON.stringify({
  apiVersion: 'audit.k8s.io/v1',
  kind: 'Policy',
  omitStages: ['RequestReceived', 'ResponseStarted'],
  rules: [
    {
      level: 'Metadata',
      users: Object.values(WRITERS).map(
        ([name, namespace]) => `system:serviceaccount:${namespace}:${name}`,
      ),
    },
    { level: 'None' },
  ],
});

export interface GuardedCluster {
  /** An entry of `shiftDown.clusters`. */
  entry(name: string): Promise<JsonObject>;
  /** Requests of the portal's provisioner and prober so far. */
  countRequests(): Promise<number>;
  stop(): Promise<void>;
}

export async function startGuardedCluster(): Promise<GuardedCluster> {
  const server = await startControlPlane({ auditPolicy: AUDIT_POLICY });
  try {
    for (const file of [
      ...ACCOUNTS.map(it => `kubernetes/${it}`),
      'policies/guardrail-exceptions.yaml',
    ]) {
      await applyObjects(server, await readManifest(file));
    }
    for (const level of LEVELS) {
      const { resources } = parse(
        await readExample(`policies/${level}/kustomization.yaml`),
      ) as { resources: string[] };
      for (const resource of resources) {
        await applyObjects(
          server,
          await readManifest(`policies/${level}/${resource}`),
        );
      }
    }
    await until('the guardrails hold', 60, () => isGuarded(server));
  } catch (error) {
    await server.stop();
    throw error;
  }
  const tokenOf = (name: string, namespace: string) =>
    server.createToken(name, namespace, TOKEN_SECONDS);
  return {
    entry: async name => ({
      name,
      type: 'serviceAccount',
      url: server.url,
      caData: server.caData,
      token: await tokenOf('shift-down-collector', 'shift-down'),
      provisioner: { token: await tokenOf(...WRITERS.provisioner) },
      prober: { token: await tokenOf(...WRITERS.prober) },
    }),
    async countRequests() {
      const text = await readFile(server.auditLog, 'utf8');
      return text.split('\n').filter(line => line !== '').length;
    },
    stop: () => server.stop(),
  };
}

export async function readManifest(path: string): Promise<KubernetesObject[]> {
  return parseAllDocuments(await readExample(path))
    .map(document => document.toJS() as KubernetesObject | null)
    .filter(object => object !== null);
}

function readExample(path: string): Promise<string> {
  return readFile(join(EXAMPLES, path), 'utf8');
}

/** Policies take a while from being stored to being asked. */
async function isGuarded(server: ControlPlane): Promise<boolean> {
  const { ok } = await server.request('/api/v1/namespaces?dryRun=All', {
    method: 'POST',
    json: {
      metadata: { name: 'nobodys', labels: { 'shift-down.io/owner': 'x' } },
    },
  });
  return !ok;
}
