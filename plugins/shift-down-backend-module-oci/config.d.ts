export interface Config {
  shiftDown?: {
    /**
     * The only places that images are read from, in the order in which they are asked;
     * any other image is unknown.
     */
    registries?: Array<{
      /**
       * `registry`: a registry, over the network. `layout`: a folder in the form of an
       * OCI image layout that stands for one.
       */
      type: 'registry' | 'layout';
      /**
       * The host as image references name it, with its port if they do. For a layout
       * also with a path, such as `registry.example.org/team`.
       */
      host: string;
      /**
       * `layout`: the folder, read again when it changes. A relative path starts at the
       * nearest folder at or above the working directory that holds an
       * `app-config.yaml`.
       */
      path?: string;
      /**
       * `registry`: its address if that is not `https://` and the host.
       */
      url?: string;
      /**
       * `registry`: plain http, and no TLS anywhere on its way; only to loopback
       * addresses and to those under `addresses`.
       */
      insecure?: boolean;
      auth?: {
        /**
         * `anonymous` by default. With `basic` and `dockerConfig` the registry may ask
         * for a token, which is fetched and kept until it expires.
         */
        type: 'anonymous' | 'basic' | 'bearer' | 'dockerConfig';
        username?: string;
        /**
         * @visibility secret
         */
        password?: string;
        /**
         * `bearer`: sent as it is.
         * @visibility secret
         */
        token?: string;
        /**
         * `dockerConfig`: the file, read again for each token. Credential helpers are
         * not run.
         */
        path?: string;
      };
      /**
       * Further hosts that the registry may send us to: its token service, and where
       * it keeps blobs.
       */
      hosts?: string[];
      /**
       * Addresses and ranges, such as `10.0.0.0/8`, that these hosts may have besides
       * public ones.
       */
      addresses?: string[];
      /**
       * The certificate authority of these hosts, PEM, instead of those that Node trusts.
       */
      caFile?: string;
      /**
       * Requests at once; 4 by default.
       */
      concurrency?: number;
      /**
       * For one request and its whole answer; 30 by default.
       */
      timeoutSeconds?: number;
      /**
       * For so long, what was found under tags and about digests is not asked again;
       * 60 by default. How often they are asked for is the backend's to say.
       */
      recheckSeconds?: number;
      limits?: {
        /**
         * Manifests and configurations; 4 by default.
         */
        manifestMiB?: number;
        /**
         * One document about an image; 16 by default.
         */
        documentMiB?: number;
        /**
         * All documents about one image; 64 by default.
         */
        documentsMiB?: number;
        /**
         * Documents about one image; 200 by default.
         */
        documents?: number;
        /**
         * Platforms of one image; 50 by default.
         */
        platforms?: number;
        /**
         * Tags of one repository; 20,000 by default.
         */
        tags?: number;
      };
    }>;
  };
}
