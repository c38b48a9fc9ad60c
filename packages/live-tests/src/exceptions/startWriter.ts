/** The writer of the module for Kubernetes, with the credentials that the examples give it. */
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import shiftDownModuleKubernetes from '@shift-down/plugin-shift-down-backend-module-kubernetes';
import {
  clusterProvisionersExtensionPoint,
  clusterWritersExtensionPoint,
  evidenceSourcesExtensionPoint,
  type ClusterWriter,
  type ClusterWriterOptions,
} from '@shift-down/plugin-shift-down-node';
import { applyObjects, type ControlPlane } from 'control-plane';
import { readManifest } from '../cluster/TestCluster';

export const EXCEPTION_NAMESPACE = 'shift-down-exceptions';

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
    ...(await readManifest('prober.yaml')),
  ]);
  const tokens = {
    enforcer: await server.createToken(
      'shift-down-enforcer',
      EXCEPTION_NAMESPACE,
    ),
    prober: await server.createToken('shift-down-prober', EXCEPTION_NAMESPACE),
  };
  const writers: ClusterWriter[] = [];
  const backend = await startTestBackend({
    extensionPoints: [
      [evidenceSourcesExtensionPoint, { addSource: () => {} }],
      [clusterWritersExtensionPoint, { addWriter: it => writers.push(it) }],
      [clusterProvisionersExtensionPoint, { addProvisioner: () => {} }],
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
