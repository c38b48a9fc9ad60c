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
    get: operations['ListImages'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/golden-images': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['ListGoldenImages'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/golden-images/{name}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['GetGoldenImage'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/golden-images/{name}/users': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['ListGoldenImageUsers'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/golden-images/{name}/advice': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['GetUpgradeAdvice'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/campaigns': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['ListCampaigns'];
    put?: never;
    post: operations['PlanCampaign'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/campaigns/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['GetCampaign'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/campaigns/{id}/{action}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post: operations['ChangeCampaign'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/image-bumps': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post: operations['BumpImage'];
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
    get: operations['ListSources'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/sources/{name}/test': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post: operations['TestSource'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/namespaces': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['ListNamespaces'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/namespaces/{cluster}/{namespace}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['GetNamespace'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/policies': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['ListPolicies'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/exceptions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['ListExceptions'];
    put?: never;
    post: operations['RequestException'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/exceptions/preview': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post: operations['PreviewException'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/exceptions/break-glass': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post: operations['BreakGlass'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/exceptions/settings': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['GetExceptionSettings'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/exceptions/reports': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['GetExceptionReports'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/exceptions/import': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post: operations['ImportIgnoreFile'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/exceptions/keys': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['GetExceptionKeys'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/exceptions/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['GetException'];
    put: operations['EditException'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/exceptions/{id}/{action}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post: operations['ChangeException'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/managed-namespaces': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['ListManagedNamespaces'];
    put?: never;
    post: operations['ProvisionNamespace'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/managed-namespaces/options': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['GetNamespaceOptions'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/managed-namespaces/preview': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post: operations['PreviewNamespace'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/managed-namespaces/catalog': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['ListNamespacesForCatalog'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/managed-namespaces/{cluster}/{namespace}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['GetManagedNamespace'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/managed-namespaces/{cluster}/{namespace}/{action}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post: operations['ChangeManagedNamespace'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/namespace-adoptions/preview': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post: operations['PreviewAdoption'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/namespace-adoptions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post: operations['AdoptNamespace'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/baselines': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['ListBaselines'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/rollouts': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['ListRollouts'];
    put?: never;
    post: operations['PlanRollout'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/rollouts/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['GetRollout'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/rollouts/{id}/{action}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post: operations['ChangeRollout'];
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
        code?: string;
      };
      response: {
        statusCode: number;
      };
    };
    Area: 'vulnerabilities' | 'misconfigurations' | 'supply-chain';
    Responsibility: 'platform' | 'application' | 'security';
    Severity: 'critical' | 'high' | 'medium' | 'low' | 'info' | 'unknown';
    Result: 'fail' | 'unknown' | 'pass' | 'not-applicable';
    Grade: 'A' | 'B' | 'C' | 'D' | 'F' | 'unknown';
    FreshnessState:
      | 'fresh'
      | 'stale'
      | 'forbidden'
      | 'not-installed'
      | 'failed';
    PostureState:
      | 'pending'
      | 'not-claimed'
      | 'unconfirmed'
      | 'no-workloads'
      | 'assessed';
    PostureShare: {
      score?: number;
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
      passing: number;
      failing: number;
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
      reason?: string;
      unverified?: boolean;
      failing: number;
      unknown: number;
      exempt?: number;
      worstSeverity?: components['schemas']['Severity'];
      since?: string;
      disagreements?: components['schemas']['Disagreement'][];
      rationale: string;
      remediation: string;
      references: components['schemas']['ControlReference'][];
    };
    Source: {
      cluster: string;
      kind: string;
      state: components['schemas']['FreshnessState'];
      since?: string;
      lastSuccessAt?: string;
      recordedAt?: string;
      error?: string;
      warnings?: string[];
      objects?: number;
      cut?: {
        policy: string;
        listed: number;
        total: number;
      }[];
      dropped?: number;
      writers?: components['schemas']['ReportWriter'][];
      writersTotal?: number;
    };
    ReportWriter: {
      writer: string;
      via: string;
      namespace: string;
      trusted: boolean;
    };
    SourceEvent: {
      at: string;
      kind?: string;
      level: 'info' | 'warning';
      message: string;
    };
    SourceTest: {
      at: string;
      checks: {
        name: string;
        outcome: 'passed' | 'warning' | 'failed' | 'skipped';
        message: string;
      }[];
    };
    Exemption: {
      cluster: string;
      engine: string;
      namespace: string;
      name: string;
      policies: {
        policy: string;
        rules: string[];
      }[];
      scope: string;
      reason: string;
      createdAt: string;
      expiresAt?: string;
    };
    Disagreement: {
      failedBy: string;
      passedBy: string;
      places: number;
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
      podSecurityEnforce?: string;
      pods: {
        total: number;
        ready: number;
      };
      containers: {
        name: string;
        type: 'init' | 'main' | 'ephemeral';
        image: string;
        digest?: string;
      }[];
    };
    Posture: components['schemas']['PostureOverview'] & {
      trust: 'namespace-owner' | 'annotations';
      notApplicable: number;
      exceptions?: {
        active: number;
        open: number;
        exemptFindings: number;
      };
      byArea: (components['schemas']['PostureShare'] & {
        area: components['schemas']['Area'];
      })[];
      byResponsibility: (components['schemas']['PostureShare'] & {
        responsibility: components['schemas']['Responsibility'];
      })[];
      controls: components['schemas']['ControlResult'][];
      claims: components['schemas']['Claim'][];
      unconfirmedClaim?: boolean;
      workloads: components['schemas']['RunningWorkload'][];
      sources: components['schemas']['Source'][];
      trend: {
        at: string;
        score?: number;
        grade: components['schemas']['Grade'];
        coverage: number;
      }[];
      changes: {
        controlId: string;
        at: string;
        from?: components['schemas']['Result'];
        to: components['schemas']['Result'];
      }[];
      parts: components['schemas']['PostureOverview'][];
    };
    Subject: {
      cluster?: string;
      namespace: string;
      kind: string;
      name: string;
      component?: string;
    };
    Finding: {
      id: string;
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
      result: 'fail' | 'unknown' | 'not-applicable';
      reason?: string;
      unverified?: boolean;
      message?: string;
      firstSeen: string;
      lastSeen: string;
      lastFailedAt?: string;
      occurrences: number;
      entityRefs?: string[];
      layer?: 'base' | 'application' | 'unknown';
      layerEvidence?: 'layer' | 'release-report' | 'package-class' | 'none';
      dueAt?: string;
      overdue?: boolean;
      knownExploited?: boolean;
      upgradeTo?: components['schemas']['GoldenReleaseReference'];
      suppression?: components['schemas']['VexStatement'];
      vexClaims?: components['schemas']['VexStatement'][];
      exempt?: boolean;
      exceptions?: components['schemas']['FindingException'][];
    };
    FindingPage: {
      items: components['schemas']['Finding'][];
      total: number;
      totalIsLowerBound: boolean;
      nextCursor?: string;
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
      result: 'fail' | 'unknown';
      reason?: string;
      unverified?: boolean;
      message: string;
      reportedBy: string;
      outcome?: string;
      sourceKind?: string;
      freshness?: components['schemas']['FreshnessState'];
      observedAt: string;
      detail?: {
        [key: string]: string;
      };
      entityRefs: string[];
      fields?: {
        [key: string]: unknown;
      };
    };
    FindingDetail: components['schemas']['Finding'] & {
      control: components['schemas']['ControlSummary'];
      remediation: string;
      url?: string;
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
      scanned: boolean;
      scanner?: string;
      scannedAt?: string;
      os?: string;
      osEndOfLife?: boolean;
      vulnerabilities?: {
        [key: string]: number;
      };
      workloads: components['schemas']['Subject'][];
      inspection?: components['schemas']['ImageInspection'];
      lineage?: components['schemas']['Lineage'];
      status?: components['schemas']['GoldenStatus'];
      layers?: {
        digest: string;
        size: number;
        isBase: boolean;
      }[];
      advice?: components['schemas']['UpgradeAdvice'];
      signature?: components['schemas']['AttestationVerdict'];
      provenance?: components['schemas']['ProvenanceVerdict'];
      verificationSummary?: components['schemas']['AttestationVerdict'];
      sbom?: components['schemas']['SbomVerdict'];
      engineVerifications?: components['schemas']['EngineVerification'][];
      vulnerabilitiesByLayer?: {
        base: components['schemas']['SeverityCounts'];
        application: components['schemas']['SeverityCounts'];
        unknown: components['schemas']['SeverityCounts'];
      };
      suppressed?: number;
      nextDueAt?: string;
      overdue?: number;
      pipelineScan?: {
        tool: string;
        observedAt: string;
      };
    };
    ImagePage: {
      items: components['schemas']['Image'][];
      total: number;
      totalIsLowerBound: boolean;
      nextCursor?: string;
    };
    SourceList: {
      complete: boolean;
      clusters: {
        name: string;
        title: string;
        uid?: string;
        recordedAt?: string;
        duplicateOf?: string;
        error?: string;
        reportTrust?: 'trusted' | 'untrusted' | 'rbac' | 'unknown';
        reportTrustReason?: string;
        testable?: boolean;
        events?: components['schemas']['SourceEvent'][];
        sources: components['schemas']['Source'][];
      }[];
      exemptions?: components['schemas']['Exemption'][];
      exemptionsTotal?: number;
      unowned?: {
        workloads: number;
        findings: number;
      };
      unboundNamespaces?: {
        cluster: string;
        namespace: string;
        workloads: number;
        label: string;
        config: string;
      }[];
    };
    PodSecurityLevel: 'privileged' | 'baseline' | 'restricted';
    LevelReadiness: {
      level: components['schemas']['PodSecurityLevel'];
      meets: number;
      fails: number;
      unknown: number;
    };
    NamespaceReadiness: {
      cluster: string;
      namespace: string;
      ownerRef?: string;
      freshness: components['schemas']['FreshnessState'];
      freshSince?: string;
      complete: boolean;
      version?: string;
      workloads: number;
      levels: components['schemas']['LevelReadiness'][];
      labels: {
        [key: string]: string;
      };
      enforces?: components['schemas']['PodSecurityLevel'];
      suggestion?: {
        level: components['schemas']['PodSecurityLevel'];
        labels: {
          [key: string]: string;
        };
      };
    };
    NamespacePage: {
      items: components['schemas']['NamespaceReadiness'][];
      total: number;
      totalIsLowerBound: boolean;
      nextCursor?: string;
    };
    EvaluatedCheck: {
      policy: string;
      rule: string;
      level?: components['schemas']['PodSecurityLevel'];
      controlId?: string;
      title?: string;
      result: 'fail' | 'unknown';
      reason: string;
      message: string;
      violations: {
        component: string;
        field: string;
        message: string;
      }[];
    };
    EvaluatedWorkload: {
      kind: string;
      name: string;
      entityRefs: string[];
      baseline: components['schemas']['Result'];
      restricted: components['schemas']['Result'];
      unreadable?: string;
      checks: components['schemas']['EvaluatedCheck'][];
    };
    TrafficIsolation: {
      state: 'isolated' | 'open' | 'unknown';
      reason: string;
      policies: string[];
      undoneBy: string[];
    };
    WorkloadIsolation: {
      kind: string;
      name: string;
      ingress: components['schemas']['TrafficIsolation'];
      egress: components['schemas']['TrafficIsolation'];
    };
    ClusterObject: {
      namespace: string;
      kind: string;
      name: string;
    };
    AccessPath: {
      binding: components['schemas']['ClusterObject'];
      role: components['schemas']['ClusterObject'];
      actingAs?: string;
      names: string[];
    };
    DangerousAccess: {
      who: string;
      power: string;
      title: string;
      scope: 'namespace' | 'cluster';
      trusted: boolean;
      anybody: boolean;
      paths: components['schemas']['AccessPath'][];
    };
    CloudIdentity: {
      serviceAccount: string;
      provider: 'aws' | 'google-cloud' | 'azure';
      identity: string;
      workloads: components['schemas']['ClusterObject'][];
      assumableBy: {
        who: string;
        trusted: boolean;
      }[];
    };
    NamespaceDetail: components['schemas']['NamespaceReadiness'] & {
      workloadList: components['schemas']['EvaluatedWorkload'][];
      isolation: components['schemas']['WorkloadIsolation'][];
      isolationProvider?: string;
      checks?: components['schemas']['EvaluatedCheck'][];
      access?: components['schemas']['DangerousAccess'][];
      accessUnknown?: string;
      identities?: components['schemas']['CloudIdentity'][];
    };
    PolicyExport: {
      cluster: string;
      recordedAt?: string;
      kubernetesVersion?: string;
      freshness: components['schemas']['FreshnessState'];
      freshSince?: string;
      objects: {
        [key: string]: unknown;
      }[];
      problems: {
        policy: string;
        reason: string;
      }[];
    };
    SeverityCounts: {
      [key: string]: number;
    };
    ImageInspection: {
      state: 'read' | 'unknown' | 'pending';
      problem?: string;
      reason?: string;
      checkedAt?: string;
    };
    GoldenReleaseReference: {
      image: string;
      version: string;
    };
    Lineage: {
      state: 'golden' | 'not-golden' | 'unknown';
      release?: components['schemas']['GoldenReleaseReference'];
      alternatives?: components['schemas']['GoldenReleaseReference'][];
      evidence?: 'release' | 'layers' | 'provenance' | 'patched';
      baseLayers?: number;
      reason?: string;
      hint?: string;
    };
    GoldenStatus: {
      state:
        | 'current'
        | 'behind'
        | 'out-of-support'
        | 'retired'
        | 'not-golden'
        | 'unknown';
      releases?: number;
      days?: number;
      newest?: components['schemas']['GoldenReleaseReference'];
      since?: string;
      replacement?: string;
      reason?: string;
    };
    AdvisoryReference: {
      advisory: string;
      packageName: string;
      severity: components['schemas']['Severity'];
    };
    UpgradeAdvice: {
      from: components['schemas']['GoldenReleaseReference'];
      to: components['schemas']['GoldenReleaseReference'];
      fromLine: string;
      compared: boolean;
      reason?: string;
      removes?: components['schemas']['AdvisoryReference'][];
      leaves?: components['schemas']['AdvisoryReference'][];
      adds?: components['schemas']['AdvisoryReference'][];
    };
    AttestationVerdict: {
      state: 'verified' | 'unverified' | 'absent' | 'unset' | 'unknown';
      reason: string;
      code?: string;
      by?: string;
      signer?: string;
      signedAt?: string;
    };
    ProvenanceVerdict: {
      state: 'verified' | 'unverified' | 'absent' | 'unset' | 'unknown';
      reason: string;
      code?: string;
      by?: string;
      signer?: string;
      signedAt?: string;
      level?: number;
      builder?: string;
      source?: string;
      revision?: string;
      buildType?: string;
    };
    SbomVerdict: {
      state: 'present' | 'absent' | 'unknown';
      reason: string;
      format?: 'cyclonedx' | 'spdx';
      createdAt?: string;
      packages?: number;
      signed?: boolean;
    };
    EngineVerification: {
      engine: string;
      policy: string;
      rule?: string;
      result: 'pass' | 'fail' | 'unknown';
      message?: string;
      observedAt?: string;
    };
    VexStatement: {
      status: 'not_affected' | 'affected' | 'fixed' | 'under_investigation';
      justification?: string;
      impact?: string;
      action?: string;
      author: string;
      trusted: boolean;
      trustedBy?: string;
      reason?: string;
      statedAt?: string;
      source: 'attached' | 'uploaded' | 'git';
    };
    GoldenRelease: {
      version: string;
      channel?: string;
      released?: string;
      supportedUntil?: string;
      state: 'current' | 'supported' | 'out-of-support' | 'retired';
      declared?: boolean;
      digests: {
        [key: string]: string;
      };
      fromLine?: string;
      inspection?: components['schemas']['ImageInspection'];
      scanned?: boolean;
      scannedAt?: string;
      vulnerabilities?: components['schemas']['SeverityCounts'];
      signature?: components['schemas']['AttestationVerdict'];
      provenance?: components['schemas']['ProvenanceVerdict'];
      workloads?: number;
      entities?: number;
    };
    GoldenImageSummary: {
      name: string;
      title?: string;
      description?: string;
      entityRef: string;
      ownerRef?: string;
      repository: string;
      retired: boolean;
      replacement?: string;
      newest?: {
        channel?: string;
        version: string;
        released?: string;
        vulnerabilities?: components['schemas']['SeverityCounts'];
      }[];
      releases: number;
      adoption: components['schemas']['GoldenAdoption'];
      problems: string[];
    };
    GoldenAdoption: {
      current: number;
      behind: number;
      outOfSupport: number;
      retired: number;
    };
    GoldenImageList: {
      items: components['schemas']['GoldenImageSummary'][];
      elsewhere: {
        notGolden: number;
        unknown: number;
      };
    };
    PlatformVulnerability: {
      advisory: string;
      packageName: string;
      installedVersion?: string;
      fixedVersion?: string;
      severity: components['schemas']['Severity'];
      channel?: string;
      releases?: string[];
      firstSeen: string;
      dueAt?: string;
      overdue?: boolean;
      knownExploited?: boolean;
      closedAt?: string;
      closedBy?: string;
    };
    GoldenImageDetail: components['schemas']['GoldenImageSummary'] & {
      location?: string;
      channels: {
        name: string;
        description?: string;
      }[];
      releaseList: components['schemas']['GoldenRelease'][];
      platformVulnerabilities: components['schemas']['PlatformVulnerability'][];
      owners?: {
        ownerRef: string;
        workloads: number;
        behind: number;
        mostDays?: number;
      }[];
      history: {
        day: string;
        releases: components['schemas']['SeverityCounts'];
      }[];
    };
    GoldenImageUser: {
      entityRef: string;
      ownerRef?: string;
      subject: components['schemas']['Subject'];
      repository: string;
      tag?: string;
      digest?: string;
      release: components['schemas']['GoldenReleaseReference'];
      status: components['schemas']['GoldenStatus'];
    };
    GoldenImageUserPage: {
      items: components['schemas']['GoldenImageUser'][];
      total: number;
      totalIsLowerBound: boolean;
      nextCursor?: string;
    };
    EvidenceReceipt: {
      id: string;
      outcome: 'stored' | 'unchanged';
      format: 'trivy' | 'grype' | 'sarif' | 'cyclonedx' | 'openvex';
      repository?: string;
      digest?: string;
      entityRef?: string;
      observedAt?: string;
      accepted: components['schemas']['SeverityCounts'];
      ignored: {
        what: string;
        reason: string;
      }[];
    };
    ImageBump: {
      outcome:
        | 'planned'
        | 'opened'
        | 'updated'
        | 'unchanged'
        | 'pushed'
        | 'conflict';
      image: string;
      to: string;
      repositoryUrl: string;
      pullRequestUrl?: string;
      reason?: string;
      changes: {
        path: string;
        from: string;
        to: string;
      }[];
      problems: string[];
    };
    CampaignState: 'planned' | 'running' | 'paused' | 'stopped' | 'done';
    CampaignItem: {
      repositoryUrl: string;
      entityRefs?: string[];
      ownerRef?: string;
      state:
        | 'planned'
        | 'open'
        | 'pushed'
        | 'merged'
        | 'closed'
        | 'unchanged'
        | 'conflict'
        | 'failed'
        | 'skipped';
      changes?: {
        path: string;
        from: string;
        to: string;
      }[];
      pullRequestUrl?: string;
      reason?: string;
      updatedAt?: string;
    };
    CampaignOverview: {
      id: string;
      title?: string;
      image: string;
      from?: string[];
      to: string;
      state: components['schemas']['CampaignState'];
      reason?: string;
      createdBy: string;
      createdAt: string;
      atOnce: number;
      stopAfterFailures?: number;
      counts: {
        [key: string]: number;
      };
    };
    Campaign: components['schemas']['CampaignOverview'] & {
      items: components['schemas']['CampaignItem'][];
      owners: {
        ownerRef?: string;
        counts: {
          [key: string]: number;
        };
      }[];
    };
    ExceptionState:
      | 'requested'
      | 'needs-information'
      | 'proposed'
      | 'approved'
      | 'rejected'
      | 'withdrawn'
      | 'revoked'
      | 'lapsed'
      | 'unreviewed';
    ExceptionPhase: 'open' | 'scheduled' | 'active' | 'ended' | 'closed';
    ExceptionReportName:
      | 'unused'
      | 'over-broad'
      | 'ending'
      | 'overdue'
      | 'never-ending'
      | 'overstaying';
    EnforcementState:
      | 'pending'
      | 'applied'
      | 'drifted'
      | 'failed'
      | 'removing'
      | 'overstaying'
      | 'removed'
      | 'portal-only';
    ExceptionExpectation: {
      type: 'control' | 'policy' | 'vulnerability';
      control?: string;
      engine?: string;
      policy?: string;
      rule?: string;
      advisory?: string;
      packageUrl?: string;
    };
    ExceptionScope: {
      entityRef: string;
      cluster?: string;
      namespace?: string;
      workload?: {
        kind: string;
        name: string;
      };
      container?: string;
      repository?: string;
    };
    ExceptionDraft: {
      type: 'accepted-risk' | 'false-positive';
      expectation: components['schemas']['ExceptionExpectation'];
      scope: components['schemas']['ExceptionScope'];
      from?: string;
      until?: string;
    };
    ExceptionRequest: {
      type: 'accepted-risk' | 'false-positive';
      expectation: components['schemas']['ExceptionExpectation'];
      scope: components['schemas']['ExceptionScope'];
      from?: string;
      until: string;
      category:
        | 'vendor-fix-pending'
        | 'migration'
        | 'business-need'
        | 'technical-limit'
        | 'false-positive'
        | 'emergency'
        | 'other';
      justification: string;
      compensatingControls?: string;
      ticket?: string;
      falsePositive?: {
        justification:
          | 'component_not_present'
          | 'vulnerable_code_not_present'
          | 'vulnerable_code_not_in_execute_path'
          | 'vulnerable_code_cannot_be_controlled_by_adversary'
          | 'inline_mitigations_already_exist';
        evidence: string;
      };
      renews?: string;
    };
    ExceptionChange: {
      version: number;
      text?: string;
      contentHash?: string;
      from?: string;
      until?: string;
      scope?: components['schemas']['ExceptionScope'];
      enforcement?: string;
    };
    ExceptionPerson: {
      userRef: string;
    };
    ExceptionOverview: {
      id: string;
      version: number;
      state: components['schemas']['ExceptionState'];
      phase: components['schemas']['ExceptionPhase'];
      type: 'accepted-risk' | 'false-positive';
      title: string;
      entityRef: string;
      expectation: components['schemas']['ExceptionExpectation'];
      scope: components['schemas']['ExceptionScope'];
      severity: components['schemas']['Severity'];
      from: string;
      until: string;
      endedAt?: string;
      requester: components['schemas']['ExceptionPerson'];
      requestedAt: string;
      reviewDueAt?: string;
      overdue: boolean;
      breakGlass: boolean;
      reviewRequired: boolean;
      importedFrom?: string;
      enforcement: components['schemas']['EnforcementState'][];
    };
    ExceptionPage: {
      items: components['schemas']['ExceptionOverview'][];
      totalItems: number;
      counts: {
        mine: number;
        toDecide: number;
      };
      nextCursor?: string;
      previousCursor?: string;
    };
    EffectiveScope: {
      cluster: string;
      target: string;
      policies: {
        policy: string;
        rules: string[];
      }[];
      namespaces: string[];
      workloads: string[];
      wider: string[];
    };
    BlastRadius: {
      findings: number;
      workloads: number;
      entities: number;
      wider: boolean;
      items: {
        findingId: string;
        entityRef: string;
        title: string;
        severity: components['schemas']['Severity'];
        subject?: components['schemas']['Subject'];
        covered: boolean;
      }[];
    };
    ExceptionLimits: {
      severity: components['schemas']['Severity'];
      maxDays: number;
      maxTotalDays: number;
      reviewDays: number;
      approvals: number;
      required: ('ticket' | 'compensatingControls')[];
      maxPerEntity: number;
    };
    ExceptionPreview: {
      severity: components['schemas']['Severity'];
      title: string;
      limits: components['schemas']['ExceptionLimits'];
      radius: components['schemas']['BlastRadius'];
      exceptedDays?: number;
      enforcement: components['schemas']['EnforcementPlan'][];
      problems: string[];
    };
    EnforcementPlan: {
      cluster: string;
      target: string;
      delivery: 'cluster' | 'pull-request' | 'document' | 'none';
      portalOnly?: string;
      warnings?: string[];
      effectiveScope?: components['schemas']['EffectiveScope'];
    };
    Enforcement: components['schemas']['EnforcementPlan'] & {
      id: string;
      state: components['schemas']['EnforcementState'];
      reason: string;
      since: string;
      wanted: boolean;
      appliedAt?: string;
      objectName?: string;
      document?: {
        title: string;
        text: string;
      };
      pullRequestUrl?: string;
      proof?: {
        by: 'dry-run' | 'report';
        at: string;
        message: string;
      };
      stillRunning?: components['schemas']['Subject'][];
    };
    ExceptionThreadEntry: {
      at: string;
      actor?: components['schemas']['ExceptionPerson'];
      action: string;
      from?: components['schemas']['ExceptionState'];
      to: components['schemas']['ExceptionState'];
      text: string;
      detail?: {
        [key: string]: unknown;
      };
      hash: string;
    };
    ExceptionDetail: components['schemas']['ExceptionOverview'] & {
      category: string;
      justification: string;
      compensatingControls: string;
      ticket: string;
      falsePositive?: {
        justification: string;
        evidence: string;
      };
      contentHash?: string;
      review?: {
        reason: string;
        since: string;
      };
      proposal?: {
        from: string;
        until: string;
        scope: components['schemas']['ExceptionScope'];
        by: components['schemas']['ExceptionPerson'];
        at: string;
      };
      limits: components['schemas']['ExceptionLimits'];
      approvals: {
        by: components['schemas']['ExceptionPerson'];
        at: string;
      }[];
      radius: components['schemas']['BlastRadius'];
      effectiveScopes: components['schemas']['EffectiveScope'][];
      enforcements: components['schemas']['Enforcement'][];
      thread: components['schemas']['ExceptionThreadEntry'][];
      history: components['schemas']['ExceptionOverview'][];
      renews?: string;
      actions: {
        action: string;
        allowed: boolean;
        reason?: string;
      }[];
    };
    ExceptionSettings: {
      mayDecide: boolean;
      mayBreakGlass: boolean;
      decidingIsOff?: string;
      limits: components['schemas']['ExceptionLimits'][];
      categories: string[];
      breakGlassHours: number;
      clusters: {
        name: string;
        delivery: 'cluster' | 'pull-request' | 'document' | 'none';
        warnings: string[];
      }[];
    };
    ExceptionReports: {
      reports: {
        name: components['schemas']['ExceptionReportName'];
        count: number;
      }[];
      mostExceptedPolicies: {
        title: string;
        exceptions: number;
        entities: number;
      }[];
      oldestWaitingDays: number;
      chain: {
        state: 'whole' | 'broken' | 'not-told';
        brokenAt?: number;
        length?: number;
      };
    };
    ExceptionImport: {
      created: number;
      known: number;
      problems: string[];
    };
    FindingException: {
      id: string;
      state: components['schemas']['ExceptionState'];
      phase: components['schemas']['ExceptionPhase'];
      from?: string;
      until: string;
      breakGlass?: boolean;
    };
    WishedPodSecurityLevel: 'restricted' | 'baseline';
    LimitsPreset: 'default' | 'strict';
    ProvisioningDelivery: 'cluster' | 'pull-request';
    NamespaceOrigin: 'provisioned' | 'adopted' | 'just-in-time';
    ManagedNamespaceState:
      | 'applying'
      | 'partial'
      | 'proposed'
      | 'complete'
      | 'gone';
    ManagedObjectState:
      | 'pending'
      | 'proposed'
      | 'applied'
      | 'conflict'
      | 'refused'
      | 'failed';
    EgressDestination: {
      name: string;
      cidr?: string;
      namespace?: string;
      ports: {
        protocol: 'TCP' | 'UDP';
        port: number;
      }[];
    };
    NamespaceRequest: {
      cluster: string;
      name: string;
      ownerRef: string;
      systemRef?: string;
      dependencyOf?: string[];
      environment: string;
      podSecurity?: components['schemas']['WishedPodSecurityLevel'];
      size: string;
      limits?: components['schemas']['LimitsPreset'];
      egress?: components['schemas']['EgressDestination'][];
      roles?: string[];
      baselineVersion?: string;
    };
    RequestProblem: {
      code: string;
      field: string;
      message: string;
    };
    GuardrailVerdict: {
      policy: string;
      rule?: string;
      result: components['schemas']['Result'];
      message?: string;
      enforced: boolean;
    };
    PlannedObject: {
      id: string;
      title: string;
      apiVersion: string;
      kind: string;
      namespace?: string;
      name: string;
      controls: components['schemas']['ControlReference'][];
      yaml: string;
      verdicts: components['schemas']['GuardrailVerdict'][];
    };
    QuotaUse: {
      resource: string;
      used: string;
      asked: string;
      allowed?: string;
      isExceeded?: boolean;
    };
    NamespacePreview: {
      baselineVersion: string;
      delivery: components['schemas']['ProvisioningDelivery'];
      objects: components['schemas']['PlannedObject'][];
      problems: components['schemas']['RequestProblem'][];
      warnings: string[];
      quota: components['schemas']['QuotaUse'][];
      needsException: boolean;
      guardrailsUnknown?: string;
    };
    NamespaceOptions: {
      mayCreate: boolean;
      mayManage: boolean;
      reason?: string;
      clusters: {
        name: string;
        title: string;
        delivery: components['schemas']['ProvisioningDelivery'];
        environments?: string[];
        canProve: boolean;
        problem?: string;
      }[];
      environments: {
        name: string;
        title: string;
      }[];
      sizes: {
        name: string;
        title: string;
        quota: {
          [key: string]: string;
        };
      }[];
      roles: {
        name: string;
        title: string;
        clusterRole: string;
      }[];
      groups: {
        ref: string;
        title?: string;
        prefixes: string[];
        clusterGroup?: string;
        problem?: string;
      }[];
      baselines: {
        version: string;
        isCurrent: boolean;
      }[];
    };
    FieldDifference: {
      path: string;
      applied?: string;
      found?: string;
    };
    ObjectDrift: {
      type: 'missing' | 'changed' | 'added' | 'unknown';
      apiVersion: string;
      kind: string;
      namespace: string;
      name: string;
      message: string;
      differences: components['schemas']['FieldDifference'][];
      controls: string[];
    };
    ManagedObject: {
      id: string;
      title: string;
      apiVersion: string;
      kind: string;
      namespace?: string;
      name: string;
      controls: components['schemas']['ControlReference'][];
      state: components['schemas']['ManagedObjectState'];
      reason?: string;
      yaml: string;
      appliedAt?: string;
    };
    NamespaceProof: {
      id: string;
      title: string;
      outcome: 'proved' | 'failed' | 'not-proved';
      expected: string;
      reason: string;
      controls: string[];
    };
    NamespaceAccess: {
      id: string;
      title: string;
      expected: boolean;
      outcome: 'allowed' | 'denied' | 'unknown';
      reason: string;
    };
    NamespaceProofs: {
      provedAt: string;
      askedAs?: string;
      groups?: string[];
      items: components['schemas']['NamespaceProof'][];
      access: components['schemas']['NamespaceAccess'][];
      declared: string[];
    };
    ManagedNamespaceOverview: {
      id: string;
      cluster: string;
      name: string;
      entityRef: string;
      ownerRef: string;
      systemRef?: string;
      environment: string;
      origin: components['schemas']['NamespaceOrigin'];
      delivery: components['schemas']['ProvisioningDelivery'];
      state: components['schemas']['ManagedNamespaceState'];
      reason?: string;
      baselineVersion: string;
      currentVersion: string;
      isBehind: boolean;
      wishedLevel: components['schemas']['WishedPodSecurityLevel'];
      appliedLevel: components['schemas']['WishedPodSecurityLevel'];
      drifted: number;
      unknown?: number;
      comparedAt?: string;
      pullRequestUrl?: string;
      createdBy: string;
      createdAt: string;
      updatedAt: string;
      completedAt?: string;
    };
    ManagedNamespacePage: {
      items: components['schemas']['ManagedNamespaceOverview'][];
      total: number;
      nextCursor?: string;
      mayCreate: boolean;
      mayManage: boolean;
    };
    ManagedNamespace: components['schemas']['ManagedNamespaceOverview'] & {
      request: components['schemas']['NamespaceRequest'];
      objects: components['schemas']['ManagedObject'][];
      drift: components['schemas']['ObjectDrift'][];
      proofs?: components['schemas']['NamespaceProofs'];
      exceptionId?: string;
      actions: ('verify' | 'repair' | 'upgrade' | 'register' | 'forget')[];
    };
    CatalogNamespace: {
      id: string;
      cluster: string;
      clusterTitle?: string;
      name: string;
      entityName: string;
      ownerRef: string;
      systemRef?: string;
      dependencyOf?: string[];
      environment: string;
      baselineVersion?: string;
    };
    AdoptionObject: {
      id: string;
      title: string;
      apiVersion: string;
      kind: string;
      namespace?: string;
      name: string;
      controls: components['schemas']['ControlReference'][];
      state: 'met' | 'missing' | 'foreign' | 'unknown';
      differences: components['schemas']['FieldDifference'][];
      yaml: string;
    };
    AdoptionPlan: {
      cluster: string;
      name: string;
      baselineVersion: string;
      met: number;
      total: number;
      objects: components['schemas']['AdoptionObject'][];
      undone: components['schemas']['ObjectDrift'][];
      cut: {
        fromRef: string;
        toRef: string;
        direction: 'ingress' | 'egress';
        message: string;
      }[];
      hidden?: number;
      caveat: string;
      problems: components['schemas']['RequestProblem'][];
      mayAdopt: boolean;
    };
    BaselineChange: {
      id: string;
      title: string;
      change: 'added' | 'removed' | 'changed';
      differences?: components['schemas']['FieldDifference'][];
    };
    BaselineSummary: {
      version: string;
      notes: string;
      isCurrent: boolean;
      podSecurityVersion: string;
      objects: {
        id: string;
        title: string;
        controls: components['schemas']['ControlReference'][];
      }[];
      namespaces: number;
      changes: components['schemas']['BaselineChange'][];
    };
    BaselineList: {
      items: components['schemas']['BaselineSummary'][];
      problems: string[];
      mayManage: boolean;
    };
    RolloutState: 'planned' | 'running' | 'paused' | 'stopped' | 'done';
    RolloutItem: {
      cluster: string;
      name: string;
      ownerRef: string;
      fromVersion: string;
      state:
        | 'planned'
        | 'proposed'
        | 'done'
        | 'unchanged'
        | 'failed'
        | 'skipped';
      changes: components['schemas']['BaselineChange'][];
      reason?: string;
      updatedAt?: string;
    };
    RolloutOverview: {
      id: string;
      to: string;
      state: components['schemas']['RolloutState'];
      reason?: string;
      createdBy: string;
      createdAt: string;
      atOnce: number;
      stopAfterFailures: number;
      counts: {
        [key: string]: number;
      };
    };
    Rollout: components['schemas']['RolloutOverview'] & {
      items: components['schemas']['RolloutItem'][];
      mayManage: boolean;
    };
  };
  responses: {
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
    cluster: string;
    exceptionId: string;
    kind: string;
    namespace: string;
    name: string;
    limit: number;
    cursor: string;
  };
  requestBodies: never;
  headers: never;
  pathItems: never;
}
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
        text?: string;
        kind?: string[];
        owner?: string[];
        grade?: components['schemas']['Grade'][];
        severity?: components['schemas']['Severity'][];
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
        cursor?: components['parameters']['cursor'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
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
        entityRef?: string;
        type?: 'policy' | 'vulnerability';
        area?: components['schemas']['Area'][];
        responsibility?: components['schemas']['Responsibility'][];
        severity?: components['schemas']['Severity'][];
        result?: ('fail' | 'unknown' | 'not-applicable')[];
        control?: string[];
        engine?: string[];
        policy?: string[];
        repository?: string[];
        cluster?: string[];
        namespace?: string[];
        fixable?: boolean;
        layer?: 'base' | 'application' | 'unknown';
        overdue?: boolean;
        suppressed?: boolean;
        exempt?: boolean;
        text?: string;
        sort?:
          | 'severity'
          | '-severity'
          | 'firstSeen'
          | '-firstSeen'
          | 'policy'
          | '-policy'
          | 'due'
          | '-due';
        limit?: components['parameters']['limit'];
        cursor?: components['parameters']['cursor'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
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
        text?: string;
        limit?: components['parameters']['limit'];
        cursor?: components['parameters']['cursor'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
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
  ListGoldenImages: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['GoldenImageList'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  GetGoldenImage: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        name: components['parameters']['name'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['GoldenImageDetail'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  ListGoldenImageUsers: {
    parameters: {
      query?: {
        version?: string[];
        owner?: string[];
        state?: ('current' | 'behind' | 'out-of-support' | 'retired')[];
        limit?: components['parameters']['limit'];
        cursor?: components['parameters']['cursor'];
      };
      header?: never;
      path: {
        name: components['parameters']['name'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['GoldenImageUserPage'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  GetUpgradeAdvice: {
    parameters: {
      query: {
        from: string;
        to?: string;
      };
      header?: never;
      path: {
        name: components['parameters']['name'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['UpgradeAdvice'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  ListCampaigns: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['CampaignOverview'][];
            mayManage: boolean;
          };
        };
      };
      default: components['responses']['Error'];
    };
  };
  PlanCampaign: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          image: string;
          to: string;
          from?: string[];
          title?: string;
          atOnce?: number;
          stopAfterFailures?: number;
        };
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Campaign'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  GetCampaign: {
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
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Campaign'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  ChangeCampaign: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
        action: 'start' | 'pause' | 'resume' | 'stop' | 'retry';
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Campaign'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  BumpImage: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          entityRef: string;
          image: string;
          to?: string;
          dryRun?: boolean;
        };
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ImageBump'];
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
  TestSource: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        name: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SourceTest'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  ListNamespaces: {
    parameters: {
      query?: {
        cluster?: string[];
        text?: string;
        limit?: components['parameters']['limit'];
        cursor?: components['parameters']['cursor'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['NamespacePage'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  GetNamespace: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        cluster: string;
        namespace: components['parameters']['namespace'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['NamespaceDetail'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  ListPolicies: {
    parameters: {
      query: {
        cluster: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PolicyExport'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  ListExceptions: {
    parameters: {
      query?: {
        view?: 'mine' | 'to-decide' | 'all';
        entityRef?: string;
        findingId?: string;
        state?: components['schemas']['ExceptionState'][];
        phase?: components['schemas']['ExceptionPhase'][];
        severity?: components['schemas']['Severity'][];
        enforcement?: components['schemas']['EnforcementState'][];
        report?: components['schemas']['ExceptionReportName'];
        text?: string;
        sort?:
          | 'requested'
          | '-requested'
          | 'review'
          | 'until'
          | '-until'
          | 'severity';
        limit?: components['parameters']['limit'];
        cursor?: components['parameters']['cursor'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ExceptionPage'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  RequestException: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ExceptionRequest'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ExceptionDetail'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  PreviewException: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ExceptionDraft'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ExceptionPreview'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  BreakGlass: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ExceptionRequest'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ExceptionDetail'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  GetExceptionSettings: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ExceptionSettings'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  GetExceptionReports: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ExceptionReports'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  ImportIgnoreFile: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          entityRef: string;
          repository?: string;
          format: 'trivy' | 'trivy-yaml' | 'grype';
          text: string;
        };
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ExceptionImport'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  GetExceptionKeys: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            keys: Record<string, never>[];
          };
        };
      };
      default: components['responses']['Error'];
    };
  };
  GetException: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['parameters']['exceptionId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ExceptionDetail'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  EditException: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['parameters']['exceptionId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ExceptionRequest'] & {
          version: number;
        };
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ExceptionDetail'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  ChangeException: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['parameters']['exceptionId'];
        action:
          | 'comment'
          | 'ask'
          | 'answer'
          | 'propose'
          | 'accept'
          | 'approve'
          | 'reject'
          | 'withdraw'
          | 'revoke'
          | 'confirm'
          | 'enforce';
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ExceptionChange'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ExceptionDetail'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  ListManagedNamespaces: {
    parameters: {
      query?: {
        cluster?: string[];
        state?: components['schemas']['ManagedNamespaceState'][];
        baselineVersion?: string;
        drifted?: boolean;
        behind?: boolean;
        text?: string;
        limit?: components['parameters']['limit'];
        cursor?: components['parameters']['cursor'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ManagedNamespacePage'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  ProvisionNamespace: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['NamespaceRequest'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ManagedNamespace'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  GetNamespaceOptions: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['NamespaceOptions'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  PreviewNamespace: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['NamespaceRequest'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['NamespacePreview'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  ListNamespacesForCatalog: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            isComplete: boolean;
            items: components['schemas']['CatalogNamespace'][];
          };
        };
      };
      default: components['responses']['Error'];
    };
  };
  GetManagedNamespace: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        cluster: components['parameters']['cluster'];
        namespace: components['parameters']['namespace'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ManagedNamespace'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  ChangeManagedNamespace: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        cluster: components['parameters']['cluster'];
        namespace: components['parameters']['namespace'];
        action: 'verify' | 'repair' | 'upgrade' | 'register' | 'forget';
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ManagedNamespace'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  PreviewAdoption: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['NamespaceRequest'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AdoptionPlan'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  AdoptNamespace: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['NamespaceRequest'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ManagedNamespace'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  ListBaselines: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['BaselineList'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  ListRollouts: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['RolloutOverview'][];
            mayManage: boolean;
          };
        };
      };
      default: components['responses']['Error'];
    };
  };
  PlanRollout: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          to: string;
          clusters?: string[];
          environments?: string[];
          atOnce?: number;
          stopAfterFailures?: number;
        };
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Rollout'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  GetRollout: {
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
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Rollout'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  ChangeRollout: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
        action: 'start' | 'pause' | 'resume' | 'stop' | 'retry';
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Rollout'];
        };
      };
      default: components['responses']['Error'];
    };
  };
}
