/** The provisioner of the module for Kubernetes, with the credentials of the examples. */
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import shiftDownModuleKubernetes from '@shift-down/plugin-shift-down-backend-module-kubernetes';
import {
  clusterProvisionersExtensionPoint,
  clusterWritersExtensionPoint,
  evidenceSourcesExtensionPoint,
  type ClusterProvisioner,
} from '@shift-down/plugin-shift-down-node';
import { applyObjects, type ControlPlane } from 'control-plane';
import { readManifest } from '../cluster/TestCluster';

export interface RunningProvisioner {
  provisioner: ClusterProvisioner;
  /** Tokens of their service accounts. */
  tokens: { provisioner: string; prober: string };
  stop(): Promise<void>;
}

/** @param more - Of the cluster's entry in the configuration. */
export async function startProvisioner(
  server: ControlPlane,
  more: object = {},
): Promise<RunningProvisioner> {
  for (const file of ['provisioner.yaml', 'enforcer.yaml', 'prober.yaml']) {
    await applyObjects(server, await readManifest(file));
  }
  const tokens = {
    provisioner: await server.createToken(
      'shift-down-provisioner',
      'shift-down',
    ),
    prober: await server.createToken(
      'shift-down-prober',
      'shift-down-exceptions',
    ),
  };
  const provisioners: ClusterProvisioner[] = [];
  const backend = await startTestBackend({
    extensionPoints: [
      [evidenceSourcesExtensionPoint, { addSource: () => {} }],
      [clusterWritersExtensionPoint, { addWriter: () => {} }],
      [
        clusterProvisionersExtensionPoint,
        { addProvisioner: it => provisioners.push(it) },
      ],
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
                provisioner: { token: tokens.provisioner },
                prober: { token: tokens.prober },
                ...more,
              },
            ],
          },
        },
      }),
    ],
  });
  return { provisioner: provisioners[0], tokens, stop: () => backend.stop() };
}
