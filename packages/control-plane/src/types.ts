/** What a control plane can be asked for, and what it offers. */
import type { Dispatcher, RequestInit, Response } from 'undici';
import type { KubernetesObject } from './objects/KubernetesObject';
import type { ManagedProcess } from './processes/ManagedProcess';

/** A user that the API server knows by a fixed bearer token. What it may do, RBAC says. */
export interface TokenUser {
  token: string;
  user: string;
  groups?: string[];
}

export interface ControlPlaneOptions {
  /** Port of the API server on 127.0.0.1; any free one by default. */
  port?: number;
  /**
   * Whether kube-controller-manager runs (default). Without it there are no default
   * service accounts, ReplicaSets, Pods of Deployments or garbage collection,
   * namespaces stay `Terminating`, and the admission plugin `ServiceAccount` is off.
   */
  controllerManager?: boolean;
  /** Further users, beside the administrator. */
  tokens?: TokenUser[];
  admissionPlugins?: { enable?: string[]; disable?: string[] };
  /** Feature gates of API server and controller manager. */
  featureGates?: Record<string, boolean>;
  /** Further flags, such as `--watch-cache=false`; they win over ours. */
  apiServerArguments?: string[];
  etcdArguments?: string[];
  controllerManagerArguments?: string[];
  /** An audit policy (YAML or JSON); what it logs goes to `auditLog`. */
  auditPolicy?: string;
  /** How long each process may take until it is ready, in milliseconds; 90,000 by default. */
  readyWithinMs?: number;
}

/** How somebody proves to the API server who they are. */
export type Credential =
  | { token: string }
  | { tokenFile: string }
  | { clientCertificate: string; clientKey: string };

/** Like `fetch`, with the certificate authority known. */
export interface RequestOptions extends Omit<RequestInit, 'dispatcher'> {
  /** Bearer token instead of the administrator's. */
  token?: string;
  /** An object to send, as JSON. */
  json?: unknown;
}

export interface KubectlOptions {
  /** Namespace where none is named. */
  namespace?: string;
  /** What it reads with `-f -`. */
  input?: string;
}

/** What kubectl said. */
export interface KubectlResult {
  code: number;
  stdout: string;
  stderr: string;
}

export interface ControlPlane {
  /** `https://127.0.0.1:<port>`. */
  readonly url: string;
  readonly port: number;
  /** Certificate authority of the API server, PEM. */
  readonly caData: string;
  /** Bearer token of a user in `system:masters`. */
  readonly adminToken: string;
  /** The administrator's kubeconfig: its text, and the file that holds it. */
  readonly kubeconfig: { readonly text: string; readonly path: string };
  /** Everything of this control plane lies here, until it is stopped. */
  readonly directory: string;
  readonly auditLog: string;
  readonly apiServer: ManagedProcess;
  readonly etcd: ManagedProcess;
  /** Undefined when it was not asked for, or isn't there. */
  readonly controllerManager?: ManagedProcess;

  /** As administrator, or with another token. Answers of all statuses are returned. */
  request(path: string, options?: RequestOptions): Promise<Response>;
  /** The body of a successful answer; throws an `ApiError` otherwise. Asks again after 429. */
  json<T = KubernetesObject>(
    path: string,
    options?: RequestOptions,
  ): Promise<T>;
  /** For an own `fetch` of undici: knows the certificate authority. */
  readonly dispatcher: Dispatcher;

  /** A kubeconfig for another credential. */
  kubeconfigFor(
    credential: Credential,
    options?: { namespace?: string },
  ): string;
  /**
   * Runs the real kubectl as somebody. Refusals are exit codes.
   *
   * @throws Error where the programs were given in a folder that holds no kubectl.
   */
  kubectl(
    credential: Credential,
    args: readonly string[],
    options?: KubectlOptions,
  ): Promise<KubectlResult>;
  /** A client certificate (PEM), valid for `seconds`; an hour by default. */
  issueClientCertificate(subject: {
    user: string;
    groups?: string[];
    seconds?: number;
  }): Promise<{ clientCertificate: string; clientKey: string }>;
  /**
   * A token of a service account, by TokenRequest. The API server gives none for less
   * than 600 seconds; delete the service account to end one early.
   */
  createToken(
    serviceAccount: string,
    namespace: string,
    seconds?: number,
  ): Promise<string>;

  /**
   * Makes etcd forget what was before the revision; before now, without one. The API
   * server's watch cache still remembers: restart it, or run it with
   * `--watch-cache=false`, to have old watches answered with 410.
   *
   * @returns the revision
   */
  compact(revision?: number): Promise<number>;
  /** Replaces the contents by those of an empty cluster: same address, authority and tokens. */
  replace(): Promise<void>;
  /** Kills all, and removes the directory. */
  stop(): Promise<void>;
}
