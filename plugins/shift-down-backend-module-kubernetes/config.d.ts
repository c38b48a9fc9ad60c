import type { HumanDuration } from '@backstage/types';

export interface Config {
  shiftDown?: {
    /**
     * The clusters whose security posture is shown.
     */
    clusters?: Array<{
      /**
       * Unique and stable; entities may name it in `backstage.io/kubernetes-cluster`.
       */
      name: string;
      /**
       * How the cluster is observed. `recorded`: a folder of manifests and reports.
       * `kubeconfig`: a context of a kubeconfig. `inCluster`: the cluster that the
       * backend runs in. `serviceAccount`: an address and a token. `kubernetesPlugin`:
       * a cluster that the installed Kubernetes plugin has credentials for.
       */
      type:
        | 'recorded'
        | 'kubeconfig'
        | 'inCluster'
        | 'serviceAccount'
        | 'kubernetesPlugin';
      /**
       * What people call the cluster; its name by default.
       */
      title?: string;
      /**
       * `recorded`: the folder, read with all that is in it. `kubeconfig`: the file,
       * read again when it changes. A relative path starts at the nearest folder at or
       * above the working directory that holds an `app-config.yaml`.
       */
      path?: string;
      /**
       * `recorded`: how often the folder is looked at for changes; every two seconds by
       * default.
       */
      refresh?: HumanDuration | string;
      /**
       * `recorded`: larger files are not read, and named as unreadable; 16 by default.
       */
      maxFileSizeMiB?: number;
      /**
       * `kubeconfig`: the context; the current one by default.
       */
      context?: string;
      /**
       * `kubernetesPlugin`: the cluster's name there; the same name by default.
       */
      cluster?: string;
      /**
       * `serviceAccount`: address of the API server, with https.
       */
      url?: string;
      /**
       * `serviceAccount`: the token.
       * @visibility secret
       */
      token?: string;
      /**
       * `serviceAccount`: a file with the token, which may rotate.
       */
      tokenFile?: string;
      /**
       * `serviceAccount`: the API server's certificate authority, PEM as it is or in
       * Base64.
       */
      caData?: string;
      /**
       * `serviceAccount`: a file with the API server's certificate authority, PEM.
       */
      caFile?: string;
      /**
       * `serviceAccount`: believes whoever answers at the address. Shown as a warning.
       */
      skipTLSVerify?: boolean;
      /**
       * The outbound proxy, instead of the kubeconfig's and of `HTTPS_PROXY` and
       * `NO_PROXY` in the environment; not for `kubernetesPlugin`.
       * @visibility secret
       */
      proxyUrl?: string;
      /**
       * The only namespaces that are collected, where the credential is good for no
       * more. Not for `recorded`.
       */
      namespaces?: string[];
      /**
       * How far reports of policy engines and scanners are believed.
       */
      reports?: {
        /**
         * `rbac`, the default of live clusters: what others than the platform and its
         * engines may write, says the cluster's RBAC, is unverified. `trusted`, the
         * default of recorded ones. `untrusted`: a pass in a report never counts.
         */
        trust?: 'rbac' | 'trusted' | 'untrusted';
        /**
         * With `rbac`, who else is trusted to write reports: `user:<name>`,
         * `group:<name>` or `serviceaccount:<namespace>:<name>`; `*` stands for any
         * run of characters.
         */
        writers?: string[];
      };
      /**
       * The credential that writes exceptions, with the rights of
       * `examples/kubernetes/enforcer.yaml`; the portal writes nothing to the cluster
       * without it. Not for `recorded` and `kubernetesPlugin`.
       */
      enforcer?: {
        /**
         * A token of the same API server.
         * @visibility secret
         */
        token?: string;
        /**
         * A file with the token, which may rotate.
         */
        tokenFile?: string;
        /**
         * `kubeconfig`: another context of the same file.
         */
        context?: string;
        /**
         * The namespace that exceptions of engines are written to;
         * `shift-down-exceptions` by default.
         */
        namespace?: string;
      };
      /**
       * The credential that asks, in dry runs and access reviews, whether what has ended
       * is refused again and whether namespaces are as secure as they are meant to be,
       * with the rights of `examples/kubernetes/prober.yaml`. Without it reports are waited
       * for, and nothing is proved.
       */
      prober?: {
        /**
         * A token of the same API server.
         * @visibility secret
         */
        token?: string;
        /**
         * A file with the token, which may rotate.
         */
        tokenFile?: string;
        /**
         * `kubeconfig`: another context of the same file.
         */
        context?: string;
      };
      /**
       * The credential that makes namespaces, with the rights of
       * `examples/kubernetes/provisioner.yaml`; the portal makes none without it. Not for
       * `kubernetesPlugin`.
       */
      provisioner?: {
        /**
         * A token of the same API server.
         * @visibility secret
         */
        token?: string;
        /**
         * A file with the token, which may rotate.
         */
        tokenFile?: string;
        /**
         * `kubeconfig`: another context of the same file.
         */
        context?: string;
        /**
         * `recorded`: `true` writes namespaces into the folder, below `provisioned`.
         */
        folder?: true;
      };
      networkPolicies?: {
        /**
         * What enforces network policies in the cluster, such as `calico` or `cilium`.
         * Without it isolation counts as declared, and not as known to hold.
         */
        enforcedBy?: string;
      };
      /**
       * Not for `recorded`.
       */
      limits?: {
        /**
         * Larger objects are named, not read, and their subjects unknown; 8 by default.
         */
        objectMiB?: number;
        /**
         * Pages of a list above this are asked for again in halves; 16 by default.
         */
        pageMiB?: number;
      };
    }>;
  };
}
