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
  };
}
