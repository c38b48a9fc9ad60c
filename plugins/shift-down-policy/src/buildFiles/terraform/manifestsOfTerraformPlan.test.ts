import { WITHHELD, type JsonObject } from '../../evaluation';
import { manifestsOfTerraformPlan } from './manifestsOfTerraformPlan';
import { isTerraformPlan } from './planFormat';

interface Resource {
  address: string;
  type: string;
  values: JsonObject;
  sensitive?: unknown;
  unknown?: unknown;
  configured?: unknown;
}

/** A plan with one resource a line, as Terraform would show it. */
function planOf(...resources: Resource[]) {
  return {
    format_version: '1.2',
    terraform_version: '1.9.8',
    planned_values: {
      root_module: {
        resources: resources.map(({ address, type, values, sensitive }) => ({
          address,
          mode: 'managed',
          type,
          name: address.split('.').at(-1),
          provider_name: 'registry.terraform.io/hashicorp/kubernetes',
          values,
          sensitive_values: sensitive ?? {},
        })),
      },
    },
    resource_changes: resources.map(({ address, unknown }) => ({
      address,
      change: { actions: ['create'], after_unknown: unknown ?? {} },
    })),
    configuration: {
      root_module: {
        resources: resources
          .filter(({ configured }) => configured)
          .map(({ address, type, configured }) => ({
            type,
            name: address.split('.').at(-1),
            mode: 'managed',
            expressions: configured,
          })),
      },
    },
  };
}

function objectOf(resource: Omit<Resource, 'address'>) {
  const { manifests } = manifestsOfTerraformPlan(
    planOf({ address: `${resource.type}.it`, ...resource }),
  );
  return manifests[0]?.object;
}

const podSpec: JsonObject = {
  automount_service_account_token: true,
  host_network: false,
  host_pid: null,
  node_selector: null,
  service_account_name: '',
  security_context: [
    {
      fs_group: '2000',
      run_as_non_root: true,
      run_as_user: '1000',
      supplemental_groups: [1, 2],
      seccomp_profile: [{ type: 'RuntimeDefault', localhost_profile: '' }],
      sysctl: [],
    },
  ],
  container: [
    {
      name: 'web',
      image: 'nginx:1.27',
      args: null,
      command: ['nginx', ''],
      env: [
        { name: 'A', value: 'b', value_from: [] },
        {
          name: 'B',
          value: '',
          value_from: [
            { secret_key_ref: [{ name: 's', key: 'k', optional: null }] },
          ],
        },
      ],
      port: [{ container_port: 8080, host_port: null, protocol: 'TCP' }],
      liveness_probe: [
        {
          http_get: [
            {
              path: '/',
              port: '8080',
              http_header: [{ name: 'X-A', value: 'b' }],
            },
          ],
          tcp_socket: [],
        },
      ],
      readiness_probe: [{ http_get: [{ port: 'http' }] }],
      resources: [{ limits: { memory: '64Mi' }, requests: null }],
      security_context: [
        {
          allow_privilege_escalation: false,
          capabilities: [{ add: [], drop: ['ALL'] }],
          run_as_non_root: null,
        },
      ],
      volume_mount: [{ name: 'tmp', mount_path: '/tmp', read_only: false }],
    },
  ],
  init_container: [],
  volume: [
    { name: 'tmp', empty_dir: [{ medium: null, size_limit: null }] },
    {
      name: 'config',
      config_map: [
        {
          name: 'c',
          default_mode: '0644',
          items: [{ key: 'a', path: 'b', mode: '0400' }],
        },
      ],
    },
  ],
  toleration: [{ key: 'a', operator: 'Exists', toleration_seconds: '30' }],
};

const expectedPodSpec: JsonObject = {
  automountServiceAccountToken: true,
  hostNetwork: false,
  securityContext: {
    fsGroup: 2000,
    runAsNonRoot: true,
    runAsUser: 1000,
    supplementalGroups: [1, 2],
    seccompProfile: { type: 'RuntimeDefault' },
  },
  containers: [
    {
      name: 'web',
      image: 'nginx:1.27',
      command: ['nginx', ''],
      env: [
        { name: 'A', value: 'b' },
        { name: 'B', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } },
      ],
      ports: [{ containerPort: 8080, protocol: 'TCP' }],
      livenessProbe: {
        httpGet: {
          path: '/',
          port: 8080,
          httpHeaders: [{ name: 'X-A', value: 'b' }],
        },
      },
      readinessProbe: { httpGet: { port: 'http' } },
      resources: { limits: { memory: '64Mi' } },
      securityContext: {
        allowPrivilegeEscalation: false,
        capabilities: { drop: ['ALL'] },
        // What the provider sends when nothing is said.
        runAsNonRoot: false,
      },
      volumeMounts: [{ name: 'tmp', mountPath: '/tmp', readOnly: false }],
    },
  ],
  volumes: [
    { name: 'tmp', emptyDir: {} },
    {
      name: 'config',
      configMap: {
        name: 'c',
        defaultMode: 0o644,
        items: [{ key: 'a', path: 'b', mode: 0o400 }],
      },
    },
  ],
  tolerations: [{ key: 'a', operator: 'Exists', tolerationSeconds: 30 }],
};

const metadata: JsonObject[] = [
  {
    name: 'web',
    namespace: 'shop',
    generate_name: null,
    labels: { 'app.kubernetes.io/name': 'web', snake_case: 'kept' },
    annotations: null,
    generation: 0,
  },
];
const expectedMetadata: JsonObject = {
  name: 'web',
  namespace: 'shop',
  labels: { 'app.kubernetes.io/name': 'web', snake_case: 'kept' },
};

describe('resources of the Kubernetes provider become objects of the API', () => {
  const template = [{ metadata, spec: [podSpec] }];
  const expectedTemplate = {
    metadata: expectedMetadata,
    spec: expectedPodSpec,
  };
  const selector = [{ match_labels: { a: 'b' }, match_expressions: [] }];
  const expectedSelector = { matchLabels: { a: 'b' } };

  it.each<[string, JsonObject, JsonObject]>([
    [
      'kubernetes_pod',
      { spec: [podSpec], target_state: null, id: null },
      { apiVersion: 'v1', kind: 'Pod', spec: expectedPodSpec },
    ],
    [
      'kubernetes_pod_v1',
      { spec: [podSpec] },
      { apiVersion: 'v1', kind: 'Pod', spec: expectedPodSpec },
    ],
    [
      'kubernetes_deployment',
      {
        spec: [
          {
            replicas: '2',
            selector,
            strategy: [
              {
                type: 'RollingUpdate',
                rolling_update: [{ max_surge: '25%', max_unavailable: '1' }],
              },
            ],
            template,
          },
        ],
        wait_for_rollout: true,
        timeouts: null,
      },
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        spec: {
          replicas: 2,
          selector: expectedSelector,
          strategy: {
            type: 'RollingUpdate',
            rollingUpdate: { maxSurge: '25%', maxUnavailable: 1 },
          },
          template: expectedTemplate,
        },
      },
    ],
    ...['kubernetes_daemonset', 'kubernetes_daemon_set_v1'].map(
      type =>
        [
          type,
          { spec: [{ selector, template }] },
          {
            apiVersion: 'apps/v1',
            kind: 'DaemonSet',
            spec: { selector: expectedSelector, template: expectedTemplate },
          },
        ] as [string, JsonObject, JsonObject],
    ),
    [
      'kubernetes_stateful_set_v1',
      {
        spec: [
          {
            service_name: 'db',
            selector,
            template,
            volume_claim_template: [
              {
                metadata: [{ name: 'data' }],
                spec: [
                  {
                    access_modes: ['ReadWriteOnce'],
                    resources: [{ requests: { storage: '1Gi' } }],
                  },
                ],
              },
            ],
          },
        ],
      },
      {
        apiVersion: 'apps/v1',
        kind: 'StatefulSet',
        spec: {
          serviceName: 'db',
          selector: expectedSelector,
          template: expectedTemplate,
          volumeClaimTemplates: [
            {
              metadata: { name: 'data' },
              spec: {
                accessModes: ['ReadWriteOnce'],
                resources: { requests: { storage: '1Gi' } },
              },
            },
          ],
        },
      },
    ],
    [
      'kubernetes_cron_job_v1',
      {
        spec: [
          {
            schedule: '@daily',
            job_template: [
              {
                metadata: [{ name: null }],
                spec: [{ ttl_seconds_after_finished: '60', template }],
              },
            ],
          },
        ],
      },
      {
        apiVersion: 'batch/v1',
        kind: 'CronJob',
        spec: {
          schedule: '@daily',
          jobTemplate: {
            metadata: {},
            spec: { ttlSecondsAfterFinished: 60, template: expectedTemplate },
          },
        },
      },
    ],
    [
      'kubernetes_service',
      {
        spec: [
          {
            type: 'NodePort',
            external_ips: ['192.0.2.1'],
            cluster_ip: null,
            selector: { app: 'web' },
            port: [{ port: 80, target_port: '8080', node_port: 30080 }],
          },
        ],
      },
      {
        apiVersion: 'v1',
        kind: 'Service',
        spec: {
          type: 'NodePort',
          externalIPs: ['192.0.2.1'],
          selector: { app: 'web' },
          ports: [{ port: 80, targetPort: 8080, nodePort: 30080 }],
        },
      },
    ],
    [
      'kubernetes_network_policy_v1',
      {
        spec: [
          {
            policy_types: ['Ingress'],
            pod_selector: [{ match_labels: null, match_expressions: [] }],
            ingress: [
              {
                from: [
                  {
                    ip_block: [{ cidr: '10.0.0.0/8', except: [] }],
                    namespace_selector: [],
                  },
                ],
                ports: [{ port: '443', protocol: 'TCP' }],
              },
              { from: [], ports: [] },
            ],
            egress: [],
          },
        ],
      },
      {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        spec: {
          policyTypes: ['Ingress'],
          podSelector: {},
          ingress: [
            {
              from: [{ ipBlock: { cidr: '10.0.0.0/8' } }],
              ports: [{ port: 443, protocol: 'TCP' }],
            },
            {},
          ],
        },
      },
    ],
    [
      'kubernetes_cluster_role',
      {
        rule: [
          {
            api_groups: [''],
            resources: ['pods'],
            verbs: ['*'],
            non_resource_urls: ['/healthz'],
            resource_names: null,
          },
        ],
        aggregation_rule: [],
      },
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'ClusterRole',
        rules: [
          {
            apiGroups: [''],
            resources: ['pods'],
            verbs: ['*'],
            nonResourceURLs: ['/healthz'],
          },
        ],
      },
    ],
    [
      'kubernetes_role_binding',
      {
        role_ref: [
          {
            api_group: 'rbac.authorization.k8s.io',
            kind: 'ClusterRole',
            name: 'edit',
          },
        ],
        subject: [{ kind: 'Group', name: 'shop', namespace: '' }],
      },
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'RoleBinding',
        roleRef: {
          apiGroup: 'rbac.authorization.k8s.io',
          kind: 'ClusterRole',
          name: 'edit',
        },
        subjects: [{ kind: 'Group', name: 'shop' }],
      },
    ],
    [
      'kubernetes_service_account',
      {
        automount_service_account_token: true,
        secret: [{ name: 's' }],
        image_pull_secret: [{ name: 'p' }],
        default_secret_name: 's',
      },
      {
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        automountServiceAccountToken: true,
        secrets: [{ name: 's' }],
        imagePullSecrets: [{ name: 'p' }],
      },
    ],
    [
      'kubernetes_config_map',
      { data: { snake_case: '', 'a.b': '' }, immutable: null },
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        data: { snake_case: '', 'a.b': '' },
      },
    ],
    [
      'kubernetes_namespace',
      { wait_for_default_service_account: false },
      { apiVersion: 'v1', kind: 'Namespace' },
    ],
  ])('%s', (type, values, expected) => {
    expect(objectOf({ type, values: { metadata, ...values } })).toEqual({
      metadata: expectedMetadata,
      ...expected,
    });
  });

  it('writes affinity as the API has it', () => {
    const affinity = {
      node_affinity: [
        {
          required_during_scheduling_ignored_during_execution: [
            {
              node_selector_term: [
                {
                  match_expressions: [
                    { key: 'a', operator: 'In', values: ['b'] },
                  ],
                },
              ],
            },
          ],
        },
      ],
      pod_anti_affinity: [
        {
          required_during_scheduling_ignored_during_execution: [
            { topology_key: 'zone', label_selector: [{ match_labels: {} }] },
          ],
        },
      ],
    };
    const pod = objectOf({
      type: 'kubernetes_pod',
      values: { spec: [{ affinity: [affinity] }] },
    });
    expect(pod.spec).toEqual({
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [
              {
                matchExpressions: [{ key: 'a', operator: 'In', values: ['b'] }],
              },
            ],
          },
        },
        podAntiAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [
            { topologyKey: 'zone', labelSelector: { matchLabels: {} } },
          ],
        },
      },
    });
  });
});

describe('manifests within attributes', () => {
  const manifest = {
    apiVersion: 'v1',
    kind: 'Pod',
    spec: { containers: [{ name: 'a', image: 'b' }] },
  };

  it('takes kubernetes_manifest as it is', () => {
    const plan = planOf({
      address: 'kubernetes_manifest.it',
      type: 'kubernetes_manifest',
      values: { manifest, object: null },
      unknown: { object: true },
    });
    const { manifests } = manifestsOfTerraformPlan(plan);
    expect(manifests[0].object).toEqual(manifest);
    expect(manifests[0].withheld).toEqual([]);
    expect(
      manifests[0].sourceOf(['spec', 'containers', 0, 'image']),
    ).toMatchObject({ attribute: 'manifest.spec.containers[0].image' });
  });

  it('withholds parts of it that are unknown or sensitive', () => {
    const values = {
      manifest: {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        data: { a: 'hunter22' },
      },
    };
    expect(
      objectOf({
        type: 'kubernetes_manifest',
        values,
        sensitive: { manifest: { data: { a: true } } },
        unknown: { manifest: { data: { b: true } } },
      }),
    ).toEqual({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      data: { a: WITHHELD, b: WITHHELD },
    });
  });

  it('reads the YAML of kubectl_manifest, or its copy where it is sensitive', () => {
    const yaml = 'apiVersion: v1\nkind: Pod\nspec:\n  hostPID: true\n';
    const expected = { apiVersion: 'v1', kind: 'Pod', spec: { hostPID: true } };
    expect(
      objectOf({ type: 'kubectl_manifest', values: { yaml_body: yaml } }),
    ).toEqual(expected);
    expect(
      objectOf({
        type: 'kubectl_manifest',
        values: {
          yaml_body: 'hunter22',
          yaml_body_parsed: `${yaml}  a: (sensitive value)\n`,
        },
        sensitive: { yaml_body: true },
      }),
    ).toEqual({ ...expected, spec: { hostPID: true, a: WITHHELD } });
  });

  it.each([
    ['broken YAML', { yaml_body: 'a: [' }],
    ['no object', { yaml_body: '- 1' }],
    ['nothing known', {}],
    ['deep nesting', { yaml_body: '['.repeat(20_000) }],
  ])('says so when kubectl_manifest has %s', (_, values) => {
    const { manifests, notEvaluated } = manifestsOfTerraformPlan(
      planOf({
        address: 'kubectl_manifest.it',
        type: 'kubectl_manifest',
        values,
      }),
    );
    expect(manifests).toEqual([]);
    expect(notEvaluated).toEqual([
      {
        address: 'kubectl_manifest.it',
        reason: expect.stringContaining('YAML'),
      },
    ]);
  });
});

describe('what nobody may see or know', () => {
  it('withholds sensitive values, wherever the plan marks them', () => {
    const plan = planOf({
      address: 'kubernetes_pod.it',
      type: 'kubernetes_pod',
      values: {
        spec: [
          {
            container: [
              {
                name: 'a',
                image: 'hunter22',
                env: [{ name: 'A', value: 'hunter22' }],
              },
              { name: 'b', image: 'c', args: ['hunter22'] },
            ],
          },
        ],
      },
      sensitive: {
        spec: [{ container: [{ image: true, env: [{ value: true }] }, {}] }],
      },
    });
    Object.assign(plan.resource_changes[0].change, {
      after_sensitive: { spec: [{ container: [{}, { args: true }] }] },
    });
    const { manifests } = manifestsOfTerraformPlan(plan);
    expect(manifests[0].object.spec).toEqual({
      containers: [
        { name: 'a', image: WITHHELD, env: [{ name: 'A', value: WITHHELD }] },
        { name: 'b', image: 'c', args: WITHHELD },
      ],
    });
    expect(manifests[0].withheld).toEqual([
      'spec[0].container[0].image: it is marked sensitive',
      'spec[0].container[0].env[0].value: it is marked sensitive',
      'spec[0].container[1].args: it is marked sensitive',
    ]);
    expect(JSON.stringify(manifests)).not.toContain('hunter22');
  });

  it('withholds the data of Secrets even if nothing is marked', () => {
    expect(
      objectOf({
        type: 'kubernetes_secret',
        values: { data: { a: 'hunter22' }, type: 'Opaque' },
      }),
    ).toEqual({
      apiVersion: 'v1',
      kind: 'Secret',
      data: WITHHELD,
      type: 'Opaque',
    });
  });

  it('withholds what is known only after apply, if it is configured', () => {
    const values = { spec: [{ container: [{ name: 'a' }] }] };
    const unknown = {
      id: true,
      spec: [
        {
          node_name: true,
          container: [{ image: true, image_pull_policy: true }],
        },
      ],
    };
    const configured = {
      spec: [
        {
          container: [
            {
              name: { constant_value: 'a' },
              image: { references: ['docker_image.a.name'] },
            },
          ],
        },
      ],
    };
    expect(
      objectOf({ type: 'kubernetes_pod', values, unknown, configured }).spec,
    ).toEqual({ containers: [{ name: 'a', image: WITHHELD }] });
    expect(objectOf({ type: 'kubernetes_pod', values, unknown }).spec).toEqual({
      nodeName: WITHHELD,
      containers: [{ name: 'a', image: WITHHELD, imagePullPolicy: WITHHELD }],
    });
  });
});

it('finds the way back from a field to the attribute', () => {
  const { manifests } = manifestsOfTerraformPlan(
    planOf({
      address: 'kubernetes_deployment.web',
      type: 'kubernetes_deployment',
      values: {
        metadata,
        spec: [{ template: [{ spec: [podSpec] }] }],
      },
    }),
  );
  const container = ['spec', 'template', 'spec', 'containers', 0];
  expect(manifests[0].sourceOf([...container, 'image'])).toEqual({
    address: 'kubernetes_deployment.web',
    attribute: 'spec[0].template[0].spec[0].container[0].image',
    planPath: [
      ...['planned_values', 'root_module', 'resources', 0, 'values'],
      ...['spec', 0, 'template', 0, 'spec', 0, 'container', 0, 'image'],
    ],
  });
  expect(
    manifests[0].sourceOf([...container, 'securityContext', 'privileged'])
      .attribute,
  ).toBe('spec[0].template[0].spec[0].container[0].security_context[0]');
  expect(
    manifests[0].sourceOf(['metadata', 'labels', 'app.kubernetes.io/name'])
      .attribute,
  ).toBe('metadata[0].labels["app.kubernetes.io/name"]');
  expect(manifests[0].sourceOf([]).attribute).toBe('');
});

it('reads child modules, with configuration of their own', () => {
  const address = 'module.shop["a.b"].module.web.kubernetes_pod.it[0]';
  const plan = {
    format_version: '1.2',
    planned_values: {
      root_module: {
        child_modules: [
          {
            address: 'module.shop["a.b"]',
            child_modules: [
              {
                address: 'module.shop["a.b"].module.web',
                resources: [
                  {
                    address,
                    mode: 'managed',
                    type: 'kubernetes_pod',
                    name: 'it',
                    values: { spec: [{ container: [{ name: 'a' }] }] },
                  },
                ],
              },
            ],
          },
        ],
      },
    },
    resource_changes: [
      {
        address,
        change: { after_unknown: { spec: [{ hostname: true }] } },
      },
    ],
    configuration: {
      root_module: {
        module_calls: {
          shop: {
            module: {
              module_calls: {
                web: {
                  module: {
                    resources: [
                      {
                        type: 'kubernetes_pod',
                        name: 'it',
                        expressions: { spec: [{ container: [{ name: {} }] }] },
                      },
                    ],
                  },
                },
              },
            },
          },
        },
      },
    },
  };
  const { manifests } = manifestsOfTerraformPlan(plan);
  expect(manifests[0]).toMatchObject({
    address,
    object: { kind: 'Pod', spec: { containers: [{ name: 'a' }] } },
  });
  expect(manifests[0].object.spec).not.toHaveProperty('hostname');
  expect(manifests[0].sourceOf([]).planPath).toEqual([
    ...['planned_values', 'root_module', 'child_modules', 0],
    ...['child_modules', 0, 'resources', 0, 'values'],
  ]);
});

it('lists what could hold manifests and is not evaluated, and nothing else', () => {
  const { manifests, notEvaluated } = manifestsOfTerraformPlan(
    planOf(
      { address: 'helm_release.a', type: 'helm_release', values: {} },
      { address: 'kubernetes_labels.b', type: 'kubernetes_labels', values: {} },
      { address: 'aws_s3_bucket.c', type: 'aws_s3_bucket', values: {} },
    ),
  );
  expect(manifests).toEqual([]);
  expect(notEvaluated.map(({ address }) => address)).toEqual([
    'helm_release.a',
    'kubernetes_labels.b',
  ]);
});

describe('what is a plan', () => {
  it.each([
    ['a plan', planOf()],
    ['an empty plan', { format_version: '1.2', planned_values: {} }],
  ])('%s is', (_, json) => {
    expect(isTerraformPlan(json)).toBe(true);
    expect(manifestsOfTerraformPlan(json).manifests).toEqual([]);
  });

  it.each([
    ['state', { format_version: '1.0', values: {} }],
    ['a manifest', { apiVersion: 'v1', kind: 'Pod' }],
    ['a list', []],
    ['nothing', null],
  ])('%s is not', (_, json) => {
    expect(isTerraformPlan(json)).toBe(false);
    expect(() => manifestsOfTerraformPlan(json)).toThrow('terraform show');
  });

  it('goes on past resources it cannot make sense of', () => {
    const plan = planOf({
      address: 'kubernetes_namespace.a',
      type: 'kubernetes_namespace',
      values: { metadata: [{ name: 'a' }] },
    });
    plan.planned_values.root_module.resources.unshift(
      null as never,
      { address: 1 } as never,
    );
    expect(manifestsOfTerraformPlan(plan).manifests).toHaveLength(1);
  });

  it('survives deep nesting', () => {
    const deep = JSON.parse(
      `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`,
    ) as JsonObject;
    const type = 'kubernetes_manifest';
    expect(
      objectOf({
        type,
        values: { manifest: { apiVersion: 'v1', kind: 'X', spec: deep } },
        sensitive: deep,
        unknown: deep,
      }),
    ).toMatchObject({ kind: 'X' });
  });
});
