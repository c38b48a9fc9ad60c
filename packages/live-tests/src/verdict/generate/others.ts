/** Objects that make no Pods and that policies look at nevertheless. */
import type {
  JsonObject,
  JsonValue,
} from '@shift-down/plugin-shift-down-policy';
import fc from 'fast-check';
import { anyBoolean, map, maybe, oneOf, some, type Field } from './fields';
import { metadata } from './pods';

function object(
  apiVersion: string,
  kind: string,
  fields: Record<string, Field>,
): fc.Arbitrary<JsonObject> {
  return fc
    .record({ metadata, fields: map(fields) })
    .map(({ metadata: more, fields: made }) => ({
      apiVersion,
      kind,
      metadata: { name: 'generated', ...more },
      ...made,
    }));
}

const servicePort = map({
  port: oneOf(80, 443),
  targetPort: maybe(oneOf<JsonValue>(0, 8080, 'http', '')),
  protocol: maybe(oneOf('TCP', '')),
  nodePort: maybe(oneOf(0), 4),
});

const service = object('v1', 'Service', {
  spec: map({
    type: maybe(oneOf('ClusterIP', 'NodePort', 'LoadBalancer', ''), 2),
    selector: maybe(oneOf<JsonValue>({}, { app: 'web' })),
    ports: servicePort.map(port => [port]),
    sessionAffinity: maybe(oneOf('ClientIP', 'None', '')),
    externalIPs: maybe(oneOf<JsonValue>([], ['192.0.2.1']), 4),
    publishNotReadyAddresses: maybe(anyBoolean, 5),
  }),
});

const configMap = object('v1', 'ConfigMap', {
  data: maybe(oneOf<JsonValue>({}, { key: '' }, { key: 'value' }), 2),
  immutable: maybe(anyBoolean, 3),
});

const serviceAccount = object('v1', 'ServiceAccount', {
  automountServiceAccountToken: maybe(anyBoolean, 2),
  imagePullSecrets: maybe(oneOf<JsonValue>([], [{ name: 'pull' }])),
});

const role = object('rbac.authorization.k8s.io/v1', 'Role', {
  rules: maybe(
    fc.array(
      map({
        apiGroups: oneOf<JsonValue>([''], ['*'], ['apps']),
        resources: oneOf<JsonValue>(['pods'], ['*'], ['secrets']),
        verbs: oneOf<JsonValue>(['get'], ['*'], ['escalate', 'bind']),
        resourceNames: maybe(oneOf<JsonValue>([], ['one'])),
      }),
      { minLength: 1, maxLength: 2 },
    ),
    2,
  ),
});

const networkPolicy = object('networking.k8s.io/v1', 'NetworkPolicy', {
  spec: map({
    podSelector: oneOf<JsonValue>({}, { matchLabels: { app: 'web' } }),
    policyTypes: maybe(some(['Ingress', 'Egress'])),
    ingress: maybe(
      oneOf<JsonValue>([], [{}], [{ ports: [{ port: 80 }] }], null),
    ),
    egress: maybe(oneOf<JsonValue>([], [{}], [{ to: [{ podSelector: {} }] }])),
  }),
});

const ingress = object('networking.k8s.io/v1', 'Ingress', {
  spec: map({
    ingressClassName: maybe(oneOf('nginx')),
    tls: maybe(oneOf<JsonValue>([], [{ hosts: ['a.example.com'] }])),
    rules: oneOf('a.example.com', '*.example.com').map(host => [
      {
        host,
        http: {
          paths: [
            {
              path: '/',
              pathType: 'Prefix',
              backend: { service: { name: 'web', port: { number: 80 } } },
            },
          ],
        },
      },
    ]),
  }),
});

const autoscaler = object('autoscaling/v2', 'HorizontalPodAutoscaler', {
  spec: map({
    scaleTargetRef: oneOf<JsonValue>({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      name: 'web',
    }),
    minReplicas: maybe(oneOf(1, 2)),
    maxReplicas: oneOf(2, 5),
    behavior: maybe(
      oneOf<JsonValue>(
        {},
        { scaleUp: { selectPolicy: 'Min' } },
        { scaleDown: { stabilizationWindowSeconds: 0 } },
      ),
    ),
  }),
});

const claim = object('v1', 'PersistentVolumeClaim', {
  spec: map({
    accessModes: oneOf<JsonValue>(['ReadWriteOnce']),
    storageClassName: maybe(oneOf('', 'fast')),
    volumeMode: maybe(oneOf('Block')),
    resources: oneOf<JsonValue>(
      { requests: { storage: '1Gi' } },
      { requests: { storage: '1000M' }, limits: { storage: 2e9 } },
    ),
  }),
});

export const other: fc.Arbitrary<JsonObject> = fc.oneof(
  { weight: 3, arbitrary: service },
  configMap,
  serviceAccount,
  role,
  networkPolicy,
  ingress,
  autoscaler,
  claim,
);
