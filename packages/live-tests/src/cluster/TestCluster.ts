/** A real control plane with a collector's account, behind a proxy that can fail. */
import {
  applyObjects,
  deleteObjects,
  installCustomResources,
  startControlPlane,
  type ControlPlane,
  type ControlPlaneOptions,
  type KubernetesObject,
} from 'control-plane';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import type { JsonObject } from '@backstage/types';
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseAllDocuments } from 'yaml';
import { FaultProxy } from '../faults/FaultProxy';

const MANIFESTS = resolvePackagePath('live-tests', '../../examples/kubernetes');

type Rule = { apiGroups: string[]; resources: string[]; verbs: string[] };

export interface TestClusterOptions extends ControlPlaneOptions {
  /** Definitions to install; all that are known by default. */
  customResources?: string[];
}

export class TestCluster {
  readonly #tokenFile: string;
  #account = { name: '', namespace: '' };

  private constructor(
    readonly server: ControlPlane,
    /** What the portal sees of the API server. */
    readonly proxy: FaultProxy,
    private readonly directory: string,
    private readonly customResources: string[] | undefined,
  ) {
    this.#tokenFile = join(directory, 'token');
  }

  static async start(options: TestClusterOptions = {}): Promise<TestCluster> {
    const { customResources, ...controlPlane } = options;
    const server = await startControlPlane(controlPlane);
    const cluster = new TestCluster(
      server,
      await FaultProxy.start({ host: '127.0.0.1', port: server.port }),
      await mkdtemp(join(tmpdir(), 'live-tests-')),
      customResources,
    );
    await cluster.prepare();
    return cluster;
  }

  /** Installs what every cluster has; again after its contents were replaced. */
  async prepare(): Promise<void> {
    await installCustomResources(this.server, this.customResources);
    const manifest = await readManifest('collector.yaml');
    await applyObjects(this.server, manifest);
    const account = manifest.find(({ kind }) => kind === 'ServiceAccount');
    if (!account) {
      throw new Error('collector.yaml holds no ServiceAccount');
    }
    this.#account = {
      name: account.metadata.name,
      namespace: account.metadata.namespace ?? 'default',
    };
    await this.rotateToken();
  }

  /** The account that collects. */
  get account(): { name: string; namespace: string } {
    return this.#account;
  }

  /** Writes a new token into the token file, as a mounted one is: by a rename. */
  async rotateToken(): Promise<string> {
    const token = await this.createToken();
    await this.writeToken(token);
    return token;
  }

  createToken(): Promise<string> {
    const { name, namespace } = this.#account;
    return this.server.createToken(name, namespace);
  }

  async writeToken(token: string): Promise<void> {
    await writeFile(`${this.#tokenFile}.new`, `${token}\n`);
    await rename(`${this.#tokenFile}.new`, this.#tokenFile);
  }

  /** An entry of `shiftDown.clusters` for the collector's token file. */
  entry(name: string, more: JsonObject = {}): JsonObject {
    return {
      name,
      type: 'serviceAccount',
      url: `https://127.0.0.1:${this.proxy.port}`,
      caData: this.server.caData,
      tokenFile: this.#tokenFile,
      ...more,
    };
  }

  /** An entry of `shiftDown.clusters` for a kubeconfig with a token of its own. */
  async kubeconfigEntry(
    name: string,
    more: JsonObject = {},
  ): Promise<JsonObject> {
    const path = join(this.directory, `${name}.kubeconfig`);
    const text = this.server
      .kubeconfigFor({ token: await this.createToken() })
      .replaceAll(this.server.url, `https://127.0.0.1:${this.proxy.port}`);
    await writeFile(path, text);
    return { name, type: 'kubeconfig', path, ...more };
  }

  apply(...objects: KubernetesObject[]): Promise<KubernetesObject[]> {
    return applyObjects(this.server, objects);
  }

  delete(...objects: KubernetesObject[]): Promise<void> {
    return deleteObjects(this.server, objects);
  }

  /** Changes fields of one object, as a JSON merge patch. */
  async patch(path: string, change: JsonObject): Promise<KubernetesObject> {
    return this.server.json(path, {
      method: 'PATCH',
      headers: { 'content-type': 'application/merge-patch+json' },
      json: change,
    });
  }

  /** Takes every right in an API group from the collector. */
  async forbid(group: string): Promise<void> {
    await this.#setRules(rules =>
      rules
        .map(rule => ({
          ...rule,
          apiGroups: rule.apiGroups.filter(it => it !== group),
        }))
        .filter(({ apiGroups }) => apiGroups.length > 0),
    );
  }

  /** Gives them back. */
  async allow(group: string): Promise<void> {
    const granted = (await readManifest('collector.yaml'))
      .flatMap(({ rules = [] }) => rules as Rule[])
      .filter(({ apiGroups }) => apiGroups.includes(group));
    await this.#setRules(rules => [...rules, ...granted]);
  }

  async #setRules(change: (rules: Rule[]) => Rule[]): Promise<void> {
    const path = `/apis/rbac.authorization.k8s.io/v1/clusterroles/${
      this.#account.name
    }`;
    const { rules } = await this.server.json<{ rules: Rule[] }>(path);
    await this.patch(path, { rules: change(rules) });
    // The authorizer learns of it by a watch of its own.
    await sleep(500);
  }

  /** What the portal knows the cluster by. */
  async uid(): Promise<string> {
    const { metadata } = await this.server.json<KubernetesObject>(
      '/api/v1/namespaces/kube-system',
    );
    return metadata.uid!;
  }

  async stop(): Promise<void> {
    await this.proxy.stop();
    await this.server.stop();
    await rm(this.directory, { recursive: true, force: true });
  }
}

/** A manifest that the operations guide tells people to apply. */
export async function readManifest(file: string): Promise<KubernetesObject[]> {
  const text = await readFile(join(MANIFESTS, file), 'utf8');
  return parseAllDocuments(text)
    .map(document => document.toJS() as KubernetesObject | null)
    .filter(object => object !== null);
}
