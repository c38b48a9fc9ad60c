/**
 * What is compared of each kind: what the collector keeps of it, with the defaults of the
 * API server. Of other kinds everything that we applied is compared with what is there.
 */
import type { JsonObject, JsonValue } from '../../evaluation';
import { isFields, listOf } from './json';
import {
  exactMap,
  exactMapOf,
  guarded,
  map,
  mapOf,
  quantity,
  setOf,
  value,
  valueOr,
  type Shape,
} from './shapes';

const RBAC = 'rbac.authorization.k8s.io';

const words = setOf(value);

const labelSelector = exactMap({
  matchLabels: exactMapOf(value),
  matchExpressions: setOf(
    exactMap({ key: value, operator: value, values: words }),
  ),
});

const networkPeers = setOf(
  exactMap({
    podSelector: labelSelector,
    namespaceSelector: labelSelector,
    ipBlock: exactMap({ cidr: value, except: words }),
  }),
);

const networkPorts = setOf(
  exactMap({ protocol: valueOr('TCP'), port: value, endPort: value }),
);

const networkPolicySpec = exactMap(
  {
    podSelector: labelSelector,
    policyTypes: words,
    ingress: setOf(exactMap({ from: networkPeers, ports: networkPorts })),
    egress: setOf(exactMap({ to: networkPeers, ports: networkPorts })),
  },
  spec => ({
    ...spec,
    podSelector: spec.podSelector ?? {},
    policyTypes:
      listOf(spec.policyTypes).length > 0
        ? spec.policyTypes
        : ['Ingress', ...(listOf(spec.egress).length > 0 ? ['Egress'] : [])],
  }),
);

const quotaSpec = map({
  // Another resource in it makes it stricter.
  hard: mapOf(quantity),
  scopes: words,
  scopeSelector: guarded(
    exactMap({
      matchExpressions: setOf(
        exactMap({ scopeName: value, operator: value, values: words }),
      ),
    }),
  ),
});

const amounts = exactMapOf(quantity);

const limitRangeSpec = exactMap({
  limits: setOf(
    exactMap(
      {
        type: value,
        max: amounts,
        min: amounts,
        default: amounts,
        defaultRequest: amounts,
        maxLimitRequestRatio: amounts,
      },
      withLimitDefaults,
    ),
    item => textOf(item, 'type'),
  ),
});

/** @see https://kubernetes.io/docs/concepts/policy/limit-range/ */
function withLimitDefaults(item: JsonObject): JsonObject {
  if (item.type !== 'Container') {
    return item;
  }
  const limits = { ...fieldsIn(item.max), ...fieldsIn(item.default) };
  return {
    ...item,
    default: limits,
    defaultRequest: {
      ...fieldsIn(item.min),
      ...limits,
      ...fieldsIn(item.defaultRequest),
    },
  };
}

const rules = setOf(
  exactMap({
    apiGroups: words,
    resources: words,
    resourceNames: words,
    verbs: words,
    nonResourceURLs: words,
  }),
);

const role: Shape = map({ rules });

const binding: Shape = map({
  roleRef: exactMap(
    { apiGroup: value, kind: value, name: value },
    reference => ({ ...reference, apiGroup: reference.apiGroup || RBAC }),
  ),
  subjects: setOf(
    exactMap(
      { kind: value, apiGroup: value, name: value, namespace: value },
      subject => ({
        ...subject,
        apiGroup:
          subject.apiGroup || (subject.kind === 'ServiceAccount' ? '' : RBAC),
        namespace: subject.namespace || '',
      }),
    ),
  ),
});

const service: Shape = map({
  spec: map({
    type: guarded(valueOr('ClusterIP')),
    selector: guarded(exactMapOf(value)),
    externalIPs: words,
    ports: setOf(
      map({ protocol: valueOr('TCP') }, port => ({
        ...port,
        targetPort: port.targetPort ?? port.port,
      })),
      item => `${textOf(item, 'protocol') || 'TCP'} ${textOf(item, 'port')}`,
    ),
  }),
});

/** By kind. */
const SHAPES: Readonly<Record<string, Shape>> = {
  // All that counts of it are labels.
  Namespace: map({}),
  NetworkPolicy: map({ spec: networkPolicySpec }),
  ResourceQuota: map({ spec: quotaSpec }),
  LimitRange: map({ spec: limitRangeSpec }),
  ServiceAccount: map({ automountServiceAccountToken: value }),
  Role: role,
  ClusterRole: role,
  RoleBinding: binding,
  ClusterRoleBinding: binding,
  Service: service,
};

const NOT_COMPARED = ['apiVersion', 'kind', 'metadata', 'status'];

/** Kinds that the portal watches, and so can say that one of them is missing. @internal */
export function isWatched(kind: string): boolean {
  return Object.hasOwn(SHAPES, kind);
}

/** @internal */
export function shapeOf(kind: string): Shape {
  return isWatched(kind) ? SHAPES[kind] : { type: 'open' };
}

/** What of an object is compared by that shape: of a kind that is watched what is kept. */
export function comparedFields(
  kind: string,
  object: Readonly<Record<string, JsonValue | undefined>>,
): JsonObject {
  const shape = shapeOf(kind);
  const names =
    shape.type === 'map'
      ? Object.keys(shape.fields)
      : Object.keys(object).filter(name => !NOT_COMPARED.includes(name));
  const compared: JsonObject = {};
  for (const name of names) {
    const field = Object.hasOwn(object, name) ? object[name] : undefined;
    if (field !== undefined && field !== null) {
      compared[name] = field;
    }
  }
  return compared;
}

function fieldsIn(json: JsonValue | undefined): JsonObject {
  return isFields(json) ? json : {};
}

function textOf(item: JsonValue, field: string): string {
  const found = isFields(item) ? item[field] : undefined;
  return typeof found === 'string' || typeof found === 'number'
    ? String(found)
    : '';
}
