/** From an object as somebody wrote it to the object as admission policies see it. */
import type { AdmissionInput } from '../evaluation/admissionInput';
import type {
  FieldPath,
  JsonObject,
  KubernetesObject,
} from '../evaluation/kubernetesObject';
import { WITHHELD } from '../evaluation/withheld';
import { admitPod } from './admitPod';
import {
  TABLE_MINOR_VERSION,
  builtInKind,
  groupOf,
  isBuiltInGroup,
  versionOf,
} from './apiTypes';
import { DecodeError, Decoder } from './decode';
import { applyDefaults } from './defaults/applyDefaults';
import { isMap, mapIn } from './defaults/fields';
import { encodeStruct } from './encode';
import { applyOnCreate } from './onCreate';
import { guessedPlural, resourceOf } from './resourceOf';
import type {
  AdmissionInputOptions,
  NoAdmissionInput,
  PreparedAdmissionInput,
} from './types';

/** Groups whose kinds left Kubernetes altogether. */
const FORMER_GROUPS = new Set(['extensions', 'settings.k8s.io']);

/** Kinds with types whose defaults we don't know. */
const UNKNOWN_DEFAULTS = new Set(['resource.k8s.io', 'certificates.k8s.io']);

/**
 * The request to create an object, as ValidatingAdmissionPolicies of the API server would
 * be asked: unknown fields dropped, null and zero pruned, quantities, times and bytes
 * written canonically, defaults set, and the fields that the API server or the mutating
 * admission plugins that are on by default set on creation. Never changes the given object.
 *
 * What only the API server can know (uid, times, generated names, allocated addresses and
 * ports) is marked as withheld. Custom resources are passed as written.
 * @public
 */
export function prepareAdmissionInput(
  object: KubernetesObject,
  options: AdmissionInputOptions = {},
): PreparedAdmissionInput {
  const { apiVersion, kind } = object;
  const group = groupOf(apiVersion);
  const found = resourceOf(apiVersion, kind, options.definitions);
  if (!found && (isBuiltInGroup(group) || FORMER_GROUPS.has(group))) {
    return {
      unsupported: `Kubernetes 1.${TABLE_MINOR_VERSION} has no ${kind} in ${apiVersion}.`,
      field: ['apiVersion'],
    };
  }
  const metadata = object.metadata ?? {};
  if (!isMap(metadata)) {
    return { refused: 'metadata must be a map.', field: ['metadata'] };
  }
  const namespaced = found?.namespaced ?? true;
  const namespace = namespaced
    ? namespaceOf(metadata, options.namespace ?? 'default')
    : '';
  const assumptions: string[] = [];
  const prepared = isBuiltInGroup(group)
    ? prepareBuiltIn(object, namespace, options, assumptions)
    : prepareCustom(object, namespace, assumptions);
  if ('refused' in prepared) {
    return prepared;
  }
  if (!found) {
    assumptions.push(
      `The resource of ${kind} is ${guessedPlural(
        kind,
      )}, and lies in a namespace.`,
    );
  }
  const name = mapIn(prepared.object, 'metadata')?.name;
  return {
    operation: 'CREATE',
    object: prepared.object,
    kind: { group, version: versionOf(apiVersion), kind },
    resource: found?.resource ?? {
      group,
      version: versionOf(apiVersion),
      resource: guessedPlural(kind),
    },
    namespaced,
    namespace,
    name: typeof name === 'string' && name !== WITHHELD ? name : '',
    ...(namespaced &&
      options.namespaceObject && { namespaceObject: options.namespaceObject }),
    minorVersion: options.minorVersion ?? TABLE_MINOR_VERSION,
    assumptions,
  };
}

/**
 * Whether there is a request at all.
 * @public
 */
export function isAdmissionInput(
  prepared: PreparedAdmissionInput,
): prepared is AdmissionInput {
  return 'operation' in prepared;
}

function namespaceOf(metadata: JsonObject, fallback: string): string {
  const { namespace } = metadata;
  return typeof namespace === 'string' && namespace !== ''
    ? namespace
    : fallback;
}

type Prepared =
  | { object: KubernetesObject }
  | Extract<NoAdmissionInput, { refused: string }>;

function prepareBuiltIn(
  written: KubernetesObject,
  namespace: string,
  options: AdmissionInputOptions,
  assumptions: string[],
): Prepared {
  const { apiVersion, kind } = written;
  const minorVersion = options.minorVersion ?? TABLE_MINOR_VERSION;
  const type = builtInKind(apiVersion, kind)?.type;
  if (!type) {
    assumptions.push(`The defaults of ${kind} are not known.`);
    return { object: withNamespace(written, namespace) };
  }
  const decoder = new Decoder();
  let object: JsonObject;
  try {
    object = decoder.decodeStruct(type, written);
  } catch (error) {
    if (error instanceof DecodeError) {
      const { field, message } = error;
      return { refused: `${inWords(field)} ${message}.`, field };
    }
    throw error;
  }
  for (const field of decoder.unknownFields) {
    if (!field.includes(WITHHELD)) {
      assumptions.push(`${inWords(field)} is dropped: there is no such field.`);
    }
  }
  if (minorVersion !== TABLE_MINOR_VERSION) {
    assumptions.push(
      `Kubernetes 1.${minorVersion} has the fields that 1.${TABLE_MINOR_VERSION} has.`,
    );
  }
  if (UNKNOWN_DEFAULTS.has(groupOf(apiVersion))) {
    assumptions.push(`The defaults of ${kind} are not known.`);
  }
  applyDefaults(type, object, minorVersion);
  setNamespace(object, namespace);
  if (type === 'core/v1.Pod') {
    assumptions.push(...admitPod(object, options, minorVersion));
  }
  applyOnCreate(type, object, minorVersion);
  return { object: encodeStruct(type, object) as KubernetesObject };
}

function prepareCustom(
  written: KubernetesObject,
  namespace: string,
  assumptions: string[],
): Prepared {
  assumptions.push(
    `${written.kind} is as written: its schema and its defaults are not known.`,
  );
  return { object: withNamespace(written, namespace) };
}

function withNamespace(
  written: KubernetesObject,
  namespace: string,
): KubernetesObject {
  const object = { ...written, metadata: { ...mapIn(written, 'metadata') } };
  setNamespace(object, namespace);
  return object;
}

function setNamespace(object: JsonObject, namespace: string): void {
  const metadata = mapIn(object, 'metadata');
  if (metadata && namespace !== '') {
    metadata.namespace = namespace;
  } else if (metadata) {
    delete metadata.namespace;
  }
}

function inWords(field: FieldPath): string {
  return field
    .map((part, index) => {
      if (typeof part === 'number') {
        return `[${part}]`;
      }
      return index === 0 ? part : `.${part}`;
    })
    .join('');
}
