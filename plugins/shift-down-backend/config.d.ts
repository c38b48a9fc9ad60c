import type { HumanDuration } from '@backstage/types';

export interface Config {
  /** Shift Down: the security posture of catalog entities. */
  shiftDown?: {
    /** How workloads find their entities. */
    correlation?: {
      /**
       * What confirms the claim of an annotation. `namespace-owner` (the default):
       * the Namespace's owner must own the entity or be an ancestor group of one who
       * does. `annotations`: nothing; for organisations without tenancy.
       */
      trust?: 'namespace-owner' | 'annotations';
      /**
       * Label of a Namespace that names its owning group. Default:
       * `shift-down.io/owner`.
       */
      ownerLabel?: string;
      /** Owners of namespaces by rule; the first that matches holds, before labels. */
      namespaceOwners?: Array<{
        /** Name of a cluster; every cluster if left out. */
        cluster?: string;
        /** Name of the namespace, `*` standing for any characters. */
        namespace: string;
        /** Ref of the group that owns it, such as `group:default/team-a`. */
        owner: string;
      }>;
      /** The mirror of the catalog. */
      mirror?: {
        /** How often the catalog is read. Default: every 30 seconds. */
        frequency?: HumanDuration | string;
        /**
         * Kinds of entities to mirror. Default: Component, Resource, API, System,
         * Domain and Group. Without Group no ancestor group confirms a claim.
         */
        kinds?: string[];
      };
    };
    /** The control catalogue. */
    controls?: {
      /** Changes by control id; a control is never redefined. */
      overrides?: {
        [controlId: string]: {
          /** `false` switches the control off. */
          enabled?: boolean;
          /** Weighs the control in the score. */
          severity?: 'critical' | 'high' | 'medium' | 'low' | 'info';
          /** Whose job it is. */
          responsibility?: 'platform' | 'application' | 'security';
        };
      };
    };
    /**
     * Age at which what a report says is no longer believed, by kind of source, such
     * as `PolicyReport: { hours: 24 }`.
     */
    maxAge?: {
      [sourceKind: string]: HumanDuration | string;
    };
    /**
     * Service levels: days until a vulnerability has to be dealt with, from when it was
     * first seen; of one that a golden image brought, from when a release lacks it.
     */
    sla?: {
      /** Default: 7. */
      critical?: number;
      /** Default: 30. */
      high?: number;
      /** Default: 90. */
      medium?: number;
      /** Default: 180. */
      low?: number;
      /** Those known to be exploited, of any severity; the shorter span holds. */
      knownExploited?: {
        /** Default: 3. */
        days?: number;
        /** Advisory ids, such as `CVE-2021-44228`. */
        advisories?: string[];
        /** A file in the JSON form of CISA's catalogue, read when the backend starts. */
        file?: string;
      };
    };
    /** Collection of evidence. */
    collection?: {
      /** Without a word from a source for so long it is stale. Default: 5 minutes. */
      staleAfter?: HumanDuration | string;
    };
    /** Assessment of entities. */
    assessment?: {
      /** Entities assessed side by side in one replica. Default: 4. */
      concurrency?: number;
    };
    /** Our own evaluation of what is collected. */
    evaluation?: {
      /** `false` leaves judgement to the engines that report. Default: true. */
      enabled?: boolean;
      podSecurity?: {
        /**
         * Version of the Pod Security Standards that workloads are held against, such as
         * `v1.36`, or `latest`. Default: that of each cluster, or else the newest known.
         */
        version?: string;
      };
    };
    /** What is asked of registries about the images that run. */
    images?: {
      /** Inspections at once, over all registries. Default: 8. */
      concurrency?: number;
      refresh?: {
        /**
         * After so long an image by its digest is asked for again, for what is attached to
         * it may change. Default: 15 minutes.
         */
        digests?: HumanDuration | string;
        /** After so long one by its tag is, and tags are listed. Default: 5 minutes. */
        tags?: HumanDuration | string;
      };
      /**
       * What was read so long ago, and could not be read again since, is unknown. Default:
       * 24 hours.
       */
      maxAge?: HumanDuration | string;
    };
    /** Whom we trust with which images. */
    supplyChain?: {
      /** Public keys in PEM, by the name that rules give them. */
      keys?: { [name: string]: string };
      /** Sigstore trusted roots by name: the content of `trusted_root.json`. */
      trustedRoots?: { [name: string]: string | object };
      /**
       * Who has to sign. A signer is `{ key }`, or `{ root, issuer }` with an `identity` that
       * is compared in full or an `identityPattern` (RE2) that is anchored.
       */
      signatures?: Array<{
        name: string;
        /** Normalised; `*` is any run but `/`, `**` is any. */
        repositories: string[];
        signer: object;
      }>;
      /** Who may say how an image was built, and with which level that is believed. */
      provenance?: Array<{
        name: string;
        repositories: string[];
        signer: object;
        builders: Array<{ id: string; level: 1 | 2 | 3 }>;
        /** Canonical source repositories. */
        sources: string[];
        buildTypes: string[];
        /** Those that may be there: `true` for any value, or the value. */
        externalParameters?: { [name: string]: unknown };
      }>;
      /** Verifiers whose summaries (VSA) are believed. */
      verifiers?: Array<{
        name: string;
        repositories: string[];
        signer: object;
        /** `verifier.id` */
        verifier: string;
      }>;
      /** Authors whose VEX statements suppress. */
      vexAuthors?: Array<{
        name: string;
        /** As the document says. */
        author: string;
        repositories: string[];
        /** Package URLs that it may speak of; all if left out. */
        packages?: string[];
        /** `git` for files that are reviewed with a golden image, or `{ signer }`. */
        proof: 'git' | object;
      }>;
    };
    /** Golden images, declared in files of kind `GoldenImage`. */
    goldenImages?: {
      locations?: Array<{
        /** `url` is read by Backstage's URL reader; `folder` is on this machine. */
        type: 'url' | 'folder';
        /** A file, or a folder or tree of files; of a URL also a pattern with `*`. */
        target: string;
      }>;
      /** How often the files are read. Default: every 5 minutes. */
      frequency?: HumanDuration | string;
    };
    /**
     * Services that may read the admission policies of some clusters, for
     * `shift-down check`, and nothing else.
     */
    pipelines?: Array<{
      /** As Backstage's external access names it, such as `external:ci`. */
      subject: string;
      /** Names of clusters. */
      clusters: string[];
      /**
       * Namespaces whose labels it may read, `*` standing for any characters. Without
       * any, policies that select namespaces are unknown to it.
       */
      namespaces?: string[];
    }>;
    /**
     * Services that may upload what scanners found in pipelines. Each needs the
     * permission `shift-down.evidence.upload` beside its entry.
     */
    uploads?: Array<{
      /** As Backstage's external access names it, such as `external:ci`. */
      subject: string;
      /**
       * Repositories of images that it may speak about, such as
       * `registry.example.com/team/*`: `*` stands for any characters but `/`, `**` for
       * any.
       */
      repositories?: string[];
      /**
       * Entities whose dependencies it may speak about, such as
       * `component:default/shop`; `*` for all.
       */
      entities?: string[];
      /** Formats that it may upload. Default: all. */
      formats?: Array<'trivy' | 'grype' | 'sarif' | 'cyclonedx' | 'openvex'>;
      /**
       * Whether what its scans do not list is believed to be absent. Default: false, so
       * that an upload can fail a control on vulnerabilities, but never pass it.
       */
      complete?: boolean;
    }>;
    /** Campaigns, which move repositories to other releases of golden images. */
    campaigns?: {
      /**
       * Which repository an entity is built from. `confirmed` (default): an entity that
       * was read from a repository is built from that one. `annotations`: from the one
       * that `backstage.io/source-location` names, whoever wrote that.
       */
      sourceLocations?: 'confirmed' | 'annotations';
      /** An open pull request is looked at so often. Default: 120. */
      followSeconds?: number;
      /** `--build-arg` that all builds are given; a base that one gives is left alone. */
      buildArguments?: { [name: string]: string };
    };
    /** Exceptions: who decides, within which limits, and how engines are told. */
    exceptions?: {
      /**
       * Who decides. Without any, or with `permission.enabled` not true, nobody does.
       */
      deciders?: Array<{
        /** Ref of a group, such as `group:default/security`. */
        group: string;
        /** Decides only about these. Default: all. */
        severities?: Array<
          'critical' | 'high' | 'medium' | 'low' | 'info' | 'unknown'
        >;
        /** Groups that stand in for it. */
        deputies?: string[];
      }>;
      /** Who may let something through at once and alone. */
      breakGlass?: {
        /** Refs of groups and users. Default: nobody. */
        holders?: string[];
        /** For so long at most, and never longer than 24, the default. */
        maxHours?: number;
      };
      /**
       * Limits by severity of what is reached. Defaults: critical 30 and 90 days, decided
       * within 2 working days by two people, with ticket and compensating controls; high 90
       * and 180, within 3, with compensating controls; medium 180 and 365, within 5; low and
       * info 365 and 730, within 10; unknown as critical, by one person and without ticket.
       */
      limits?: {
        [severity in
          | 'critical'
          | 'high'
          | 'medium'
          | 'low'
          | 'info'
          | 'unknown']?: {
          /** Longest time of one exception, in days. */
          maxDays?: number;
          /** Longest time of all that reach the same finding, in days. */
          maxTotalDays?: number;
          /** Working days until a request has to be decided. */
          reviewDays?: number;
          /** People who have to approve: 1 or 2. */
          approvals?: 1 | 2;
          required?: Array<'ticket' | 'compensatingControls'>;
          /** Open and active ones of one entity. Default: 50. */
          maxPerEntity?: number;
        };
      };
      /** When people work. */
      calendar?: {
        /** IANA name. Default: `UTC`. */
        timeZone?: string;
        /** 1 (Monday) to 7 (Sunday). Default: Monday to Friday. */
        workingDays?: number[];
        /** Dates on which nobody works, such as `2027-01-01`. */
        holidays?: string[];
      };
      /** How two User entities are known to be one person. */
      identity?: {
        /**
         * Annotations of User entities with an id of the identity provider. Default:
         * `graph.microsoft.com/user-id`, `keycloak.org/id`, `okta.com/user-id`,
         * `github.com/user-id`. Without any of them the email is compared.
         */
        annotations?: string[];
      };
      /**
       * How the engines of a cluster are told. Default: `cluster` where an enforcer is
       * configured, else `document`.
       */
      delivery?: Array<{
        /** Name of the cluster. */
        cluster: string;
        /**
         * `cluster`: written by the enforcer. `pull-request`: a file in a repository.
         * `document`: shown, for somebody to apply. `none`: engines are not told.
         */
        type: 'cluster' | 'pull-request' | 'document' | 'none';
        /** Of `pull-request`. */
        repositoryUrl?: string;
        /** Folder in the repository. */
        path?: string;
        /** Branch that pull requests are for. Default: the repository's own. */
        base?: string;
      }>;
      /** What pipelines are given. */
      export?: {
        /** URL that stands for this portal in exports. */
        issuer?: string;
        /** So long an export is good for. Default: 24. */
        hours?: number;
      };
    };
    /**
     * Namespaces that are secure from the first minute. Without clusters nobody asks for any.
     */
    provisioning?: {
      /** What they are made from. */
      baselines?: {
        /** Where the versions are kept. */
        locations?: Array<{
          /** A folder of this machine, or the URL of a tree on a Git host. */
          type: 'folder' | 'url';
          /** Has one folder a version in it. */
          target: string;
        }>;
        /** Version that new namespaces get. Default: the newest. */
        current?: string;
      };
      /** Clusters that namespaces are made in. */
      clusters?: Array<{
        /** Name in `shiftDown.clusters`. */
        cluster: string;
        /**
         * `cluster` (default): written by the provisioner of the cluster. `pull-request`:
         * files in a repository that a GitOps controller applies.
         */
        delivery?: 'cluster' | 'pull-request';
        /** Of `pull-request`: one of `shiftDown.git.repositories`. */
        repositoryUrl?: string;
        /**
         * Folder in the repository, of this cluster alone; each namespace has one in it.
         * Default: `namespaces`.
         */
        path?: string;
        /** Branch that pull requests are for. Default: the repository's own. */
        base?: string;
        /** Names of environments that are offered. Default: all. */
        environments?: string[];
        /**
         * Where names are resolved; Pods talk to these whatever else they may. Default: Pods
         * labelled `k8s-app: kube-dns` in `kube-system`, at port 53.
         */
        dns?: Array<{
          /** Name of a namespace. */
          namespace?: string;
          /** Labels of the Pods; at least one. */
          podLabels?: { [name: string]: string };
          /** Instead of Pods: addresses, such as those of a cache on the node. */
          cidr?: string;
          /** Default: 53. */
          ports?: number[];
        }>;
        /**
         * Whether namespaces that somebody else made with the label
         * `shift-down.io/baseline` are filled with it. Default: no.
         */
        justInTime?: boolean;
      }>;
      /** What namespaces are for. Default: development, staging, production. */
      environments?: Array<{ name: string; title: string }>;
      /** Presets of quotas. Default: small, medium, large. */
      sizes?: Array<{
        name: string;
        title: string;
        /** `spec.hard` of a ResourceQuota. */
        quota: { [resource: string]: string | number };
        /** What containers get that name no limits. */
        containerDefaults: {
          default: { [resource: string]: string | number };
          defaultRequest: { [resource: string]: string | number };
          max?: { [resource: string]: string | number };
        };
      }>;
      /**
       * What teams may be given in their namespace. Default: viewer and developer, the
       * ClusterRoles that the provisioner's manifest ships.
       */
      roles?: Array<{
        name: string;
        title: string;
        /** The provisioner needs `bind` on it. */
        clusterRole: string;
      }>;
      /** What groups of the catalog are called by the clusters' identity provider. */
      groups?: {
        named?: Array<{
          /** Ref of a Group. */
          group: string;
          /** As RoleBindings name it. Those of the cluster (`system:…`) are refused. */
          name: string;
        }>;
        /** Groups that the catalog takes from the identity provider itself. */
        ingested?: {
          /**
           * What their `backstage.io/managed-by-origin-location` begins with; nothing that a
           * team registers may begin so.
           */
          originLocation: string;
          /** Stands before the name of the Group. Default: nothing. */
          prefix?: string;
        };
      };
      /**
       * Names that nobody is given, `*` standing for any characters; `default`, `kube-*`,
       * `openshift-*` and `shift-down*` never are. Default: those of common add-ons.
       */
      reservedNamespaces?: string[];
      /** What names have to begin with; the first whose group fits holds. Default: anything. */
      prefixes?: Array<{
        /** Ref of a Group; everybody's if left out. */
        group?: string;
        /** `${owner}` stands for the name of the group. */
        prefixes: string[];
      }>;
      /** Of all namespaces of one group in one cluster together, by resource. */
      teamQuota?: { [resource: string]: string | number };
      /** How namespaces are proved by dry runs. */
      proofs?: {
        /** Image of the Pods that are asked about; none is ever started. */
        image?: string;
        /** Labels that the guardrails ask of Pods. */
        labels?: { [name: string]: string };
        /** Names of the policies that should refuse. */
        policies?: {
          registries?: string[];
          services?: string[];
          limits?: string[];
        };
      };
    };
    /** Bounds of uploads. */
    uploadLimits?: {
      /** Size of a document in bytes, compressed or not. Default: 33554432 (32 MiB). */
      bytes?: number;
      /** Uploads of one service in a minute, by each replica. Default: 60. */
      perMinute?: number;
      /** For how long a scan counts as one. Default: 30 days. */
      scanAge?: HumanDuration | string;
      /** For how long uploads are kept about images that do not run. Default: 30 days. */
      retention?: HumanDuration | string;
    };
  };
}
