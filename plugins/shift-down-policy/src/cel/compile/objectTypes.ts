/** The objects whose fields the API server knows when it compiles an expression. */
import { typeOf, type Type } from '../staticTypes';

type Fields = Readonly<Record<string, string>>;

const KIND: Fields = { group: 'string', version: 'string', kind: 'string' };

const FIELDS: Readonly<Record<string, Fields>> = {
  'kubernetes.AdmissionRequest': {
    kind: 'kubernetes.GroupVersionKind',
    resource: 'kubernetes.GroupVersionResource',
    subResource: 'string',
    requestKind: 'kubernetes.GroupVersionKind',
    requestResource: 'kubernetes.GroupVersionResource',
    requestSubResource: 'string',
    name: 'string',
    namespace: 'string',
    operation: 'string',
    userInfo: 'kubernetes.UserInfo',
    dryRun: 'bool',
    options: 'dyn',
  },
  'kubernetes.GroupVersionKind': KIND,
  'kubernetes.GroupVersionResource': {
    group: 'string',
    version: 'string',
    resource: 'string',
  },
  'kubernetes.UserInfo': {
    username: 'string',
    uid: 'string',
    groups: 'list(string)',
    extra: 'map(string, list(string))',
  },
  'kubernetes.Namespace': {
    metadata: 'kubernetes.NamespaceMetadata',
    spec: 'kubernetes.NamespaceSpec',
    status: 'kubernetes.NamespaceStatus',
  },
  'kubernetes.NamespaceMetadata': {
    name: 'string',
    generateName: 'string',
    namespace: 'string',
    labels: 'map(string, string)',
    annotations: 'map(string, string)',
    UID: 'string',
    creationTimestamp: 'google.protobuf.Timestamp',
    deletionGracePeriodSeconds: 'int',
    deletionTimestamp: 'google.protobuf.Timestamp',
    generation: 'int',
    resourceVersion: 'string',
    finalizers: 'list(string)',
  },
  'kubernetes.NamespaceSpec': { finalizers: 'list(string)' },
  'kubernetes.NamespaceStatus': {
    conditions: 'list(kubernetes.NamespaceCondition)',
    phase: 'string',
  },
  'kubernetes.NamespaceCondition': {
    status: 'string',
    type: 'string',
    lastTransitionTime: 'google.protobuf.Timestamp',
    message: 'string',
    reason: 'string',
  },
};

/** Types of variables of that name in a ValidatingAdmissionPolicy. */
export const VARIABLE_TYPES: Readonly<Record<string, Type>> = {
  request: typeOf('kubernetes.AdmissionRequest'),
  namespaceObject: typeOf('kubernetes.Namespace'),
};

/** Of `variables`, where the policy's own are known. */
export const POLICY_VARIABLES = typeOf('kubernetes.variables');

export const hasKnownFields = ({ kind }: Type) => Object.hasOwn(FIELDS, kind);

/** `undefined` where the object has no such field. */
export function fieldType({ kind }: Type, field: string): Type | undefined {
  const fields = FIELDS[kind] ?? {};
  return Object.hasOwn(fields, field) ? typeOf(fields[field]) : undefined;
}
