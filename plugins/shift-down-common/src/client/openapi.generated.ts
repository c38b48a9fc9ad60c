// Generated from plugins/shift-down-backend/src/schema/openapi.yaml by
// `yarn generate:api`; edit that file instead.
/** @public */
export interface paths {
  '/entities/by-name/{kind}/{namespace}/{name}/posture': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** @description The posture of one entity. An entity that is unknown and one that the user may not read answer alike, with 404. */
    get: operations['GetPosture'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/postures': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** @description Postures of all entities that the user may read, a page at a time. */
    get: operations['ListPostures'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/posture/by-refs': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** @description Postures of up to 100 entities, in the order asked for; an entity that is unknown or may not be read has no posture in its item. */
    post: operations['GetPosturesByRefs'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/findings': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** @description Findings of the entities that the user may read, filtered, searched, sorted and paged in the database. */
    get: operations['ListFindings'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/findings/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** @description One finding with where it is seen, as far as the user may read those entities. Unknown and forbidden answer alike, with 404. */
    get: operations['GetFinding'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/images': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** @description Images that run in the entities that the user may read. */
    get: operations['ListImages'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/sources': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** @description Freshness of every source of the clusters that the user's entities run in; with the permission shift-down.sources.read of all clusters, with errors in full, unowned workloads and namespaces without an owner. */
    get: operations['ListSources'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
/** @public */
export type webhooks = Record<string, never>;
/** @public */
export interface components {
  schemas: {
    Error: {
      error: {
        name: string;
        message: string;
      };
      response: {
        statusCode: number;
      };
    };
    /** @enum {string} */
    Area: 'vulnerabilities' | 'misconfigurations' | 'supply-chain';
    /** @enum {string} */
    Responsibility: 'platform' | 'application' | 'security';
    /** @enum {string} */
    Severity: 'critical' | 'high' | 'medium' | 'low' | 'info' | 'unknown';
    /** @enum {string} */
    Result: 'fail' | 'unknown' | 'pass' | 'not-applicable';
    /** @enum {string} */
    Grade: 'A' | 'B' | 'C' | 'D' | 'F' | 'unknown';
    /** @enum {string} */
    FreshnessState:
      | 'fresh'
      | 'stale'
      | 'forbidden'
      | 'not-installed'
      | 'failed';
    /**
     * @description pending: not assessed yet. not-claimed: the entity has no annotation that claims workloads. unconfirmed: it claims, but the namespace's owner does not confirm it. no-workloads: nothing runs that matches. assessed: the rest holds.
     * @enum {string}
     */
    PostureState:
      | 'pending'
      | 'not-claimed'
      | 'unconfirmed'
      | 'no-workloads'
      | 'assessed';
    PostureShare: {
      /** @description 0 to 100 */
      score?: number;
      /** @description 0 to 1 */
      coverage: number;
      passing: number;
      failing: number;
      unknown: number;
    };
    PostureOverview: {
      entityRef: string;
      title?: string;
      kind?: string;
      ownerRef?: string;
      systemRef?: string;
      state: components['schemas']['PostureState'];
      score?: number;
      grade: components['schemas']['Grade'];
      coverage: number;
      /** @description Controls that pass */
      passing: number;
      /** @description Controls that fail */
      failing: number;
      /** @description Controls that are unknown */
      unknown: number;
      worstFinding?: {
        id: string;
        title: string;
        severity: components['schemas']['Severity'];
      };
      assessedAt?: string;
    };
    PosturePage: {
      items: components['schemas']['PostureOverview'][];
      total: number;
      totalIsLowerBound: boolean;
      nextCursor?: string;
    };
    ControlReference: {
      standard: string;
      version?: string;
      id: string;
      url?: string;
    };
    ControlResult: {
      id: string;
      title: string;
      area: components['schemas']['Area'];
      responsibility: components['schemas']['Responsibility'];
      severity: components['schemas']['Severity'];
      result: components['schemas']['Result'];
      /** @description In words why it is unknown or not applicable. */
      reason?: string;
      /** @description Distinct findings that fail */
      failing: number;
      /** @description Distinct findings that are unknown */
      unknown: number;
      worstSeverity?: components['schemas']['Severity'];
      since?: string;
      rationale: string;
      remediation: string;
      references: components['schemas']['ControlReference'][];
    };
    Source: {
      /** @description Name in config */
      cluster: string;
      kind: string;
      state: components['schemas']['FreshnessState'];
      since?: string;
      lastSuccessAt?: string;
      /** @description Set where the cluster is a recording */
      recordedAt?: string;
      error?: string;
      warnings?: string[];
      /** @description Only with shift-down.sources.read */
      objects?: number;
      /** @description Lists that the engine cut. Only with shift-down.sources.read */
      cut?: {
        policy: string;
        listed: number;
        total: number;
      }[];
    };
    Claim: {
      annotation: string;
      value: string;
    };
    RunningWorkload: {
      cluster: string;
      namespace: string;
      kind: string;
      name: string;
      /** @description Level that the namespace enforces, if any. */
      podSecurityEnforce?: string;
      pods: {
        total: number;
        ready: number;
      };
      containers: {
        name: string;
        /** @enum {string} */
        type: 'init' | 'main' | 'ephemeral';
        image: string;
        digest?: string;
      }[];
    };
    Posture: components['schemas']['PostureOverview'] & {
      /**
       * @description What confirms claims; annotations means that nothing does.
       * @enum {string}
       */
      trust: 'namespace-owner' | 'annotations';
      notApplicable: number;
      byArea: (components['schemas']['PostureShare'] & {
        area: components['schemas']['Area'];
      })[];
      byResponsibility: (components['schemas']['PostureShare'] & {
        responsibility: components['schemas']['Responsibility'];
      })[];
      controls: components['schemas']['ControlResult'][];
      claims: components['schemas']['Claim'][];
      /** @description Some claim of the entity is not confirmed. It reveals nothing more. */
      unconfirmedClaim?: boolean;
      /** @description At most 200. */
      workloads: components['schemas']['RunningWorkload'][];
      sources: components['schemas']['Source'][];
      /** @description Oldest first; at most 90 points, daily and then hourly for the last days. */
      trend: {
        at: string;
        score?: number;
        grade: components['schemas']['Grade'];
        coverage: number;
      }[];
      /** @description The last 50 changes of a control, newest first. */
      changes: {
        controlId: string;
        at: string;
        from?: components['schemas']['Result'];
        to: components['schemas']['Result'];
      }[];
      /** @description What a system or domain is rolled up from, as far as the user may read it. */
      parts: components['schemas']['PostureOverview'][];
    };
    Subject: {
      /** @description Name in config */
      cluster?: string;
      namespace: string;
      kind: string;
      name: string;
      component?: string;
    };
    Finding: {
      id: string;
      /** @enum {string} */
      type: 'policy' | 'vulnerability';
      controlId: string;
      title: string;
      severity: components['schemas']['Severity'];
      area: components['schemas']['Area'];
      responsibility: components['schemas']['Responsibility'];
      engine: string;
      category?: string;
      policy?: string;
      rule?: string;
      advisory?: string;
      packageName?: string;
      packageUrl?: string;
      installedVersion?: string;
      fixedVersion?: string;
      repository?: string;
      subject?: components['schemas']['Subject'];
      /** @enum {string} */
      result: 'fail' | 'unknown';
      reason?: string;
      /** @description One of the report's own messages. */
      message?: string;
      firstSeen: string;
      lastSeen: string;
      lastFailedAt?: string;
      /** @description Places that the user may read */
      occurrences: number;
      /** @description Entities that the user may read and the finding belongs to; at most 20. */
      entityRefs?: string[];
    };
    FindingPage: {
      items: components['schemas']['Finding'][];
      total: number;
      totalIsLowerBound: boolean;
      nextCursor?: string;
      /** @description How many findings each filter value would leave, without the filter on that same field. Only where one entity is named. */
      facets?: {
        [key: string]: {
          value: string;
          count: number;
        }[];
      };
    };
    Occurrence: {
      cluster: string;
      namespace: string;
      kind: string;
      name: string;
      component?: string;
      /** @enum {string} */
      result: 'fail' | 'unknown';
      reason?: string;
      message: string;
      /** @description Engine and policy or scanner that said so */
      reportedBy: string;
      /** @description The engine's own word */
      outcome?: string;
      sourceKind?: string;
      freshness?: components['schemas']['FreshnessState'];
      observedAt: string;
      detail?: {
        [key: string]: string;
      };
      entityRefs: string[];
      /** @description What the allow-list kept of the object. */
      fields?: {
        [key: string]: unknown;
      };
    };
    FindingDetail: components['schemas']['Finding'] & {
      control: components['schemas']['ControlSummary'];
      remediation: string;
      url?: string;
      /** @description At most 100. */
      occurrenceList: components['schemas']['Occurrence'][];
    };
    ControlSummary: {
      id: string;
      title: string;
      rationale: string;
      remediation: string;
      references: components['schemas']['ControlReference'][];
    };
    Image: {
      repository: string;
      tag?: string;
      digest?: string;
      /** @description Whether a scanner has reported on it; false is unknown, not clean. */
      scanned: boolean;
      scanner?: string;
      scannedAt?: string;
      os?: string;
      osEndOfLife?: boolean;
      /** @description Distinct vulnerabilities by severity; absent if never scanned. */
      vulnerabilities?: {
        [key: string]: number;
      };
      /** @description At most 20. */
      workloads: components['schemas']['Subject'][];
    };
    ImagePage: {
      items: components['schemas']['Image'][];
      total: number;
      totalIsLowerBound: boolean;
      nextCursor?: string;
    };
    SourceList: {
      /** @description Whether the user may read all sources. */
      complete: boolean;
      clusters: {
        name: string;
        title: string;
        uid?: string;
        recordedAt?: string;
        duplicateOf?: string;
        error?: string;
        sources: components['schemas']['Source'][];
      }[];
      /** @description What belongs to no entity. Only with shift-down.sources.read */
      unowned?: {
        workloads: number;
        findings: number;
      };
      /** @description Namespaces without an owner, so that no claim in them can be confirmed. Only with shift-down.sources.read; at most 500. */
      unboundNamespaces?: {
        cluster: string;
        namespace: string;
        workloads: number;
        /** @description The label to put on the Namespace */
        label: string;
        /** @description The line of app-config instead */
        config: string;
      }[];
    };
  };
  responses: {
    /** @description What went wrong and what to do about it. */
    Error: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/json': components['schemas']['Error'];
      };
    };
  };
  parameters: {
    kind: string;
    namespace: string;
    name: string;
    limit: number;
    /** @description The nextCursor or previousCursor of an earlier page, unchanged. */
    cursor: string;
  };
  requestBodies: never;
  headers: never;
  pathItems: never;
}
export type $defs = Record<string, never>;
/** @public */
export interface operations {
  GetPosture: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        kind: components['parameters']['kind'];
        namespace: components['parameters']['namespace'];
        name: components['parameters']['name'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The posture. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Posture'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  ListPostures: {
    parameters: {
      query?: {
        /** @description Part of the entity's name or title, in any case. */
        text?: string;
        /** @description Entity kinds, lower case. */
        kind?: string[];
        /** @description Refs of owners. */
        owner?: string[];
        grade?: components['schemas']['Grade'][];
        /** @description Severities of the worst failing finding. */
        severity?: components['schemas']['Severity'][];
        /** @description A leading minus sorts descending. Worst first is `-grade`. */
        sort?:
          | 'name'
          | '-name'
          | 'grade'
          | '-grade'
          | 'worst'
          | '-worst'
          | 'owner'
          | '-owner';
        limit?: components['parameters']['limit'];
        /** @description The nextCursor or previousCursor of an earlier page, unchanged. */
        cursor?: components['parameters']['cursor'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description One page. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PosturePage'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  GetPosturesByRefs: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          entityRefs: string[];
        };
      };
    };
    responses: {
      /** @description An item for each ref asked for. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: {
              entityRef: string;
              posture?: components['schemas']['PostureOverview'];
            }[];
          };
        };
      };
      default: components['responses']['Error'];
    };
  };
  ListFindings: {
    parameters: {
      query?: {
        /** @description Only findings of this entity (or of a system's or domain's parts). */
        entityRef?: string;
        type?: 'policy' | 'vulnerability';
        area?: components['schemas']['Area'][];
        responsibility?: components['schemas']['Responsibility'][];
        severity?: components['schemas']['Severity'][];
        result?: ('fail' | 'unknown')[];
        control?: string[];
        engine?: string[];
        policy?: string[];
        /** @description Image repository, in full. */
        repository?: string[];
        /** @description Cluster names. */
        cluster?: string[];
        /** @description Kubernetes namespaces. */
        namespace?: string[];
        /** @description Only vulnerabilities with (or without) a fixed version. */
        fixable?: boolean;
        /** @description Part of title, policy, rule, advisory, package or subject name, in any case. */
        text?: string;
        sort?:
          | 'severity'
          | '-severity'
          | 'firstSeen'
          | '-firstSeen'
          | 'policy'
          | '-policy';
        limit?: components['parameters']['limit'];
        /** @description The nextCursor or previousCursor of an earlier page, unchanged. */
        cursor?: components['parameters']['cursor'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description One page. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['FindingPage'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  GetFinding: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The finding. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['FindingDetail'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  ListImages: {
    parameters: {
      query?: {
        entityRef?: string;
        /** @description Part of the repository, in any case. */
        text?: string;
        limit?: components['parameters']['limit'];
        /** @description The nextCursor or previousCursor of an earlier page, unchanged. */
        cursor?: components['parameters']['cursor'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description One page, most vulnerable first. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ImagePage'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  ListSources: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Clusters and their sources. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SourceList'];
        };
      };
      default: components['responses']['Error'];
    };
  };
}
