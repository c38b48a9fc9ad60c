/** Invariant: no secret value enters. What goes in here comes out nowhere. */
import { inspect } from 'util';
import {
  createRecordedFolder,
  KUBE_SYSTEM,
} from './__testUtils__/recordedFolder';

const folder = createRecordedFolder();

const CANARIES = {
  env: 'canaryenv7f3a9b',
  formerEnv: 'canaryformer51cc2e',
  argument: 'canaryarg0d44e1',
  command: 'canarycmd93be07',
  probe: 'canaryprobe2e77a0',
  header: 'canaryheader5d20c7',
  query: 'canaryquery71fe0b',
  field: 'canaryfield09ab34',
  annotation: 'canaryanno4c1f8d',
  configuration: 'canaryconf66d1b3',
  secret: 'canarysecret8810fa',
  message: 'canarymsgab12cd',
  match: 'canarymatche0f9d2',
  broken: 'canarybroken3b3b3b',
};

const spec = {
  volumes: [
    { name: 'v', csi: { volumeAttributes: { key: CANARIES.annotation } } },
    { name: 'w', [CANARIES.field]: { key: CANARIES.field } },
  ],
  containers: [
    {
      name: 'main',
      image: 'registry.example/shop/web:1',
      env: [{ name: 'SETTING', value: CANARIES.env }],
      args: [`--setting=${CANARIES.argument}`],
      command: ['run', CANARIES.command],
      livenessProbe: { exec: { command: ['ask', CANARIES.probe] } },
      readinessProbe: {
        httpGet: {
          path: `/ready?token=${CANARIES.query}`,
          port: 80,
          httpHeaders: [{ name: 'X', value: CANARIES.header }],
        },
      },
      [CANARIES.field]: CANARIES.field,
      securityContext: { [CANARIES.field]: CANARIES.field },
    },
  ],
};

const text = [
  `password=${CANARIES.message}`,
  `the container has ${CANARIES.env} and ${CANARIES.formerEnv}`,
  `it runs ${CANARIES.command} with --setting=${CANARIES.argument}`,
  `annotated ${CANARIES.annotation}, asked ${CANARIES.probe}`,
  `encoded ${Buffer.from(CANARIES.env).toString('base64')}`,
].join('; ');

const head = (apiVersion: string, kind: string, name: string) => ({
  apiVersion,
  kind,
  metadata: {
    name,
    namespace: 'shop',
    annotations: {
      note: CANARIES.annotation,
      'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify({
        spec: {
          containers: [{ env: [{ name: 'X', value: CANARIES.formerEnv }] }],
        },
      }),
    },
    ownerReferences:
      kind === 'Pod' || kind.endsWith('Report')
        ? [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid: 'u' }]
        : [],
  },
});

const TRIVY = 'aquasecurity.github.io/v1alpha1';
const OBJECTS: object[] = [
  {
    ...head('apps/v1', 'Deployment', 'web'),
    spec: {
      template: {
        metadata: { annotations: { note: CANARIES.annotation } },
        spec,
      },
    },
  },
  { ...head('v1', 'Pod', 'web-1'), spec },
  { ...head('v1', 'ConfigMap', 'web'), data: { key: CANARIES.configuration } },
  { ...head('v1', 'Secret', 'web'), stringData: { key: CANARIES.secret } },
  {
    ...head('wgpolicyk8s.io/v1alpha2', 'PolicyReport', 'report'),
    scope: { kind: 'Pod', name: 'web-1' },
    results: [
      {
        source: 'kyverno',
        policy: 'p',
        rule: 'r',
        result: 'fail',
        message: text,
      },
    ],
  },
  {
    ...head('openreports.io/v1alpha1', 'Report', 'report'),
    scope: { kind: 'Pod', name: 'web-1' },
    results: [{ policy: 'p', result: 'fail', message: text }],
  },
  {
    ...head('constraints.gatekeeper.sh/v1beta1', 'K8sX', 'x'),
    status: {
      violations: [
        { kind: 'Pod', namespace: 'shop', name: 'web-1', message: text },
      ],
    },
  },
  {
    ...head(TRIVY, 'ConfigAuditReport', 'audit'),
    report: {
      checks: [
        {
          checkID: 'KSV001',
          success: false,
          messages: [text],
          remediation: text,
        },
      ],
    },
  },
  {
    ...head(TRIVY, 'ExposedSecretReport', 'secrets'),
    report: {
      secrets: [
        { ruleID: 'x', title: text, target: text, match: CANARIES.match },
      ],
    },
  },
  {
    ...head(TRIVY, 'VulnerabilityReport', 'scan'),
    report: {
      artifact: { repository: 'shop/web' },
      vulnerabilities: [
        {
          vulnerabilityID: 'CVE-1',
          resource: 'x',
          title: text,
          primaryLink: text,
        },
      ],
    },
  },
];

const spoken = `password=${CANARIES.message}`;
OBJECTS.push(
  {
    ...head('v1', 'ServiceAccount', 'web'),
    secrets: [{ name: CANARIES.secret }],
    imagePullSecrets: [{ name: CANARIES.secret }],
  },
  {
    ...head('v1', 'Service', 'web'),
    spec: { type: 'ClusterIP', note: CANARIES.configuration },
  },
  {
    ...head('networking.k8s.io/v1', 'NetworkPolicy', 'web'),
    spec: { podSelector: {}, note: CANARIES.configuration },
  },
  {
    ...head('rbac.authorization.k8s.io/v1', 'Role', 'web'),
    rules: [{ verbs: ['get'], note: CANARIES.configuration }],
  },
  {
    ...head(
      'admissionregistration.k8s.io/v1',
      'ValidatingAdmissionPolicy',
      'x',
    ),
    spec: {
      validations: [
        { expression: `'${spoken}' == ''`, message: spoken },
        { expression: 'true', messageExpression: `'${spoken}'` },
      ],
      variables: [{ name: 'v', expression: spoken }],
      auditAnnotations: [{ key: 'k', valueExpression: spoken }],
    },
  },
  {
    ...head('kyverno.io/v2', 'PolicyException', 'match'),
    spec: {
      exceptions: [{ policyName: 'p', ruleNames: ['r'] }],
      match: {
        any: [{ resources: { annotations: { note: CANARIES.annotation } } }],
      },
      conditions: { all: [{ key: text, operator: 'Equals', value: [text] }] },
    },
  },
  {
    ...head('policies.kyverno.io/v1', 'PolicyException', 'expression'),
    spec: {
      policyRefs: [{ kind: 'ValidatingPolicy', name: 'p' }],
      matchConditions: [{ name: 'c', expression: text }],
      allowedValues: [text],
      properties: { reason: text, note: CANARIES.configuration },
    },
  },
);

const BROKEN = {
  'tab.yaml': `apiVersion: v1\nkind: Pod\nmetadata: {name: t, namespace: shop}\n\tenv: ${CANARIES.broken}\n`,
  'alias.yaml': `apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: shop}\nx: *${CANARIES.broken}\n`,
  'tag.yaml': `apiVersion: v1\nkind: Pod\nmetadata: {name: g, namespace: shop}\nx: !${CANARIES.broken} y\n---\n${CANARIES.broken}: {{ y }}\n`,
  'cut.json': `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"c","namespace":"shop"},"x":"${CANARIES.broken}`,
  'type.yaml': `apiVersion: v1\nkind: Pod\nmetadata: {name: y, namespace: shop}\nspec: {containers: ${CANARIES.broken}}\n`,
};

it('a secret in a manifest or a report reaches neither the sink nor the log', async () => {
  folder.write({
    'cluster.yaml': KUBE_SYSTEM,
    'objects.json': JSON.stringify({
      apiVersion: 'v1',
      kind: 'List',
      items: OBJECTS,
    }),
    ...BROKEN,
  });
  const { sink, logger, look } = folder.start();
  await look();
  folder.write({ 'objects.json': '{"kind": "List", "items": [{' });
  await look();

  expect(sink.evidence('policy-result')).toHaveLength(5);
  expect(sink.evidence('image-scan')).toHaveLength(1);
  expect(sink.evidence('resource')).toHaveLength(5);
  expect(sink.evidence('exemption')).toHaveLength(2);
  expect(logger.warn).toHaveBeenCalled();
  const log = [logger.debug, logger.info, logger.warn, logger.error].map(
    it => it.mock.calls,
  );
  const said = inspect([sink.calls, log], {
    depth: null,
    maxArrayLength: null,
    maxStringLength: null,
  });
  expect(said).toContain('[redacted]');
  for (const [place, canary] of Object.entries(CANARIES)) {
    const forms = [canary, Buffer.from(canary).toString('base64')];
    const leaked = forms.filter(form => said.includes(form));
    expect({ place, leaked }).toEqual({ place, leaked: [] });
  }
});
