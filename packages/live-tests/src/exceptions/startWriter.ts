/** The writer of the module for Kubernetes, with the credentials that the examples give it. */
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import shiftDownModuleKubernetes from '@shift-down/plugin-shift-down-backend-module-kubernetes';
import {
  clusterWritersExtensionPoint,
  evidenceSourcesExtensionPoint,
  type ClusterWriter,
  type ClusterWriterOptions,
} from '@shift-down/plugin-shift-down-node';
import {
  applyObjects,
  type ControlPlane,
  type KubernetesObject,
} from 'control-plane';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';

const MANIFESTS = resolvePackagePath('live-tests', '../../examples/kubernetes');

export const EXCEPTION_NAMESPACE = 'shift-down-exceptions';
const PROBER = 'shift-down-prober';

export interface RunningWriter {
  writer: ClusterWriter;
  /** Tokens of their service accounts. */
  tokens: { enforcer: string; prober: string };
  stop(): Promise<void>;
}

export async function startWriter(
  server: ControlPlane,
): Promise<RunningWriter> {
  await applyObjects(server, [
    ...(await readManifest('enforcer.yaml')),
    ...proberObjects(),
  ]);
  const tokens = {
    enforcer: await server.createToken(
      'shift-down-enforcer',
      EXCEPTION_NAMESPACE,
    ),
    prober: await server.createToken(PROBER, EXCEPTION_NAMESPACE),
  };
  const writers: ClusterWriter[] = [];
  const backend = await startTestBackend({
    extensionPoints: [
      [evidenceSourcesExtensionPoint, { addSource: () => {} }],
      [clusterWritersExtensionPoint, { addWriter: it => writers.push(it) }],
    ],
    features: [
      shiftDownModuleKubernetes,
      mockServices.rootConfig.factory({
        data: {
          shiftDown: {
            clusters: [
              {
                name: 'live',
                type: 'serviceAccount',
                url: server.url,
                caData: server.caData,
                token: 'of-nobody',
                enforcer: { token: tokens.enforcer },
                prober: { token: tokens.prober },
              },
            ],
          },
        },
      }),
    ],
  });
  return { writer: writers[0], tokens, stop: () => backend.stop() };
}

export function asking(): ClusterWriterOptions {
  return {
    signal: AbortSignal.timeout(60_000),
    logger: mockServices.logger.mock(),
  };
}

async function readManifest(file: string): Promise<KubernetesObject[]> {
  const text = await readFile(join(MANIFESTS, file), 'utf8');
  return parseAllDocuments(text).map(document => document.toJS());
}

/** Creates workloads, and nothing else: RBAC has no word for "in dry runs only". */
function proberObjects(): KubernetesObject[] {
  const metadata = { name: PROBER };
  const roleRef = {
    apiGroup: 'rbac.authorization.k8s.io',
    kind: 'ClusterRole',
    name: PROBER,
  };
  return [
    {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { ...metadata, namespace: EXCEPTION_NAMESPACE },
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata,
      rules: [
        { apiGroups: [''], resources: ['pods'], verbs: ['create'] },
        { apiGroups: ['apps'], resources: ['deployments'], verbs: ['create'] },
      ],
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata,
      roleRef,
      subjects: [
        {
          kind: 'ServiceAccount',
          name: PROBER,
          namespace: EXCEPTION_NAMESPACE,
        },
      ],
    },
  ];
}
