import { randomBytes } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAuthority } from './access/certificates';
import { createClient } from './access/client';
import { renderKubeconfig } from './access/kubeconfig';
import { runKubectl } from './access/kubectl';
import { findBinaries } from './binaries';
import { createApiServer } from './components/apiServer';
import { createControllerManager } from './components/controllerManager';
import { createEtcd } from './components/etcd';
import { writeFiles } from './components/files';
import { Guard } from './processes/Guard';
import { freePort } from './processes/ports';
import type { ControlPlane, ControlPlaneOptions } from './types';

const READY_WITHIN_MS = 90_000;
const HOUR_SECONDS = 3_600;

/** Starts etcd, kube-apiserver and kube-controller-manager on 127.0.0.1; ready when it returns. */
export async function startControlPlane(
  options: ControlPlaneOptions = {},
): Promise<ControlPlane> {
  const binaries = await findBinaries();
  const directory = await mkdtemp(join(tmpdir(), 'control-plane-'));
  const guard = new Guard(directory);
  try {
    return await start(options, binaries, directory, guard);
  } catch (error) {
    await guard.end();
    throw error;
  }
}

async function start(
  options: ControlPlaneOptions,
  binaries: Awaited<ReturnType<typeof findBinaries>>,
  directory: string,
  guard: Guard,
): Promise<ControlPlane> {
  const managerBinary = managerOf(options, binaries);
  const port = options.port ?? (await freePort());
  const url = `https://127.0.0.1:${port}`;
  const authority = await createAuthority();
  const caData = authority.certificate;
  const adminToken = randomBytes(24).toString('base64url');
  const kubeconfig = renderKubeconfig({
    url,
    caData,
    credential: { token: adminToken },
  });
  const files = await writeFiles(directory, {
    authority: caData,
    serving: await authority.issueForServer({
      dns: ['localhost', 'kubernetes.default.svc'],
      ip: ['127.0.0.1'],
    }),
    tokens: [
      { token: adminToken, user: 'admin', groups: ['system:masters'] },
      ...(options.tokens ?? []),
    ],
    kubeconfig,
    auditPolicy: options.auditPolicy,
  });
  const client = createClient({ url, caData, token: adminToken });

  const surroundings = {
    directory,
    process: {
      guard,
      readyWithinMs: options.readyWithinMs ?? READY_WITHIN_MS,
    },
  };
  const etcdUrl = `http://127.0.0.1:${await freePort()}`;
  const etcd = createEtcd(surroundings, {
    binary: binaries.etcd,
    url: etcdUrl,
    arguments: options.etcdArguments ?? [],
  });
  const apiServer = createApiServer(surroundings, {
    ...options,
    binary: binaries['kube-apiserver'],
    port,
    etcdUrl,
    files,
    withControllers: managerBinary !== undefined,
    isReady: async signal => (await client.request('/readyz', { signal })).ok,
  });
  const controllerManager =
    managerBinary === undefined
      ? undefined
      : createControllerManager(surroundings, {
          ...options,
          binary: managerBinary,
          files,
          // What it makes tells more than what it says.
          isReady: async signal =>
            (
              await client.request(
                '/api/v1/namespaces/default/serviceaccounts/default',
                { signal },
              )
            ).ok,
        });

  await etcd.process.start();
  await apiServer.start();
  await controllerManager?.start();

  return {
    url,
    port,
    caData,
    adminToken,
    kubeconfig: { text: kubeconfig, path: files.kubeconfig },
    directory,
    auditLog: files.auditLog,
    apiServer,
    etcd: etcd.process,
    controllerManager,
    ...client,
    kubeconfigFor: (credential, { namespace } = {}) =>
      renderKubeconfig({ url, caData, credential, namespace }),
    async kubectl(credential, args, { namespace, input } = {}) {
      if (binaries.kubectl === undefined) {
        throw new Error(
          'KUBEBUILDER_ASSETS holds no kubectl. Name one in TEST_ASSET_KUBECTL, or unset it to have the pinned programs built.',
        );
      }
      return await runKubectl(
        { binary: binaries.kubectl, directory },
        renderKubeconfig({ url, caData, credential, namespace }),
        args,
        { input },
      );
    },
    async issueClientCertificate({
      user,
      groups = [],
      seconds = HOUR_SECONDS,
    }) {
      const { certificate, key } = await authority.issueForClient(
        user,
        groups,
        seconds * 1000,
      );
      return { clientCertificate: certificate, clientKey: key };
    },
    async createToken(serviceAccount, namespace, seconds = HOUR_SECONDS) {
      const { status } = await client.json<{ status: { token: string } }>(
        `/api/v1/namespaces/${namespace}/serviceaccounts/${serviceAccount}/token`,
        { method: 'POST', json: { spec: { expirationSeconds: seconds } } },
      );
      return status.token;
    },
    compact: revision => etcd.compact(revision),
    async replace() {
      await controllerManager?.kill();
      await apiServer.stop();
      await etcd.process.kill();
      await etcd.empty();
      await etcd.process.start();
      await apiServer.start();
      await controllerManager?.start();
    },
    async stop() {
      await Promise.all([
        controllerManager?.kill(),
        apiServer.kill(),
        etcd.process.kill(),
        client.dispatcher.destroy(),
      ]);
      await guard.end();
    },
  };
}

/** Its path, unless nobody asked for it or it isn't there. */
function managerOf(
  { controllerManager = true }: ControlPlaneOptions,
  binaries: Awaited<ReturnType<typeof findBinaries>>,
) {
  const path = binaries['kube-controller-manager'];
  if (controllerManager && path === undefined) {
    console.warn(
      'KUBEBUILDER_ASSETS holds no kube-controller-manager: no default service accounts, no ' +
        'ReplicaSets and Pods of Deployments, no garbage collection, and deleted namespaces ' +
        'stay Terminating. Unset it to have the pinned programs built.',
    );
  }
  return controllerManager ? path : undefined;
}
