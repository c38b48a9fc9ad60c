/** Whether an object of a baseline is one that can be made in a namespace. */
import {
  ANNOTATION_PROVISIONING,
  LABEL_BASELINE,
  LABEL_BASELINE_STATE,
  LABEL_NAMESPACE_OWNER,
  LABEL_NAMESPACE_OWNER_NAMESPACE,
} from '@shift-down/plugin-shift-down-common';
import type { JsonObject, JsonValue } from '../../evaluation';
import { fieldInWords } from '../../evaluation/fieldInWords';
import { placeholderOf, textPartsOf } from './placeholders';
import type { ObjectDeclaration } from './schema';

const POD_SECURITY = 'pod-security.kubernetes.io/';

/** What the portal and its guardrails know a Namespace by. */
const NAMESPACE_MUST_SAY: ['labels' | 'annotations', Record<string, string>][] =
  [
    [
      'labels',
      {
        [LABEL_NAMESPACE_OWNER]: '${owner.name}',
        [LABEL_NAMESPACE_OWNER_NAMESPACE]: '${owner.namespace}',
        [LABEL_BASELINE]: '${baseline.version}',
        [LABEL_BASELINE_STATE]: 'pending',
        [`${POD_SECURITY}enforce`]: '${podSecurity.level}',
        [`${POD_SECURITY}enforce-version`]: '${podSecurity.version}',
      },
    ],
    ['annotations', { [ANNOTATION_PROVISIONING]: '${provisioning.id}' }],
  ];

/** Kinds of the cluster, which would outlive the namespace or reach beyond it. */
const OF_THE_CLUSTER =
  /^(Cluster.*|PersistentVolume|StorageClass|CustomResourceDefinition|PriorityClass|Node|APIService|(Validating|Mutating)(Admission|Webhook).*)$/;

/** @returns What is wrong, with the field. */
export function checkTemplate(
  declaration: ObjectDeclaration,
  template: JsonValue,
  isFirst: boolean,
): string[] {
  if (!isMap(template)) {
    return ['is no Kubernetes object'];
  }
  return [
    ...checkTexts(template, declaration.forEach),
    ...checkKind(template, isFirst),
    ...checkMetadata(template, declaration),
    ...(isFirst ? checkNamespace(template, declaration) : []),
  ];
}

function checkTexts(
  template: JsonObject,
  forEach: ObjectDeclaration['forEach'],
): string[] {
  const faults: string[] = [];
  const check = (value: JsonValue, path: (string | number)[]) => {
    if (typeof value === 'string') {
      const fault = checkText(value, forEach);
      if (fault) {
        faults.push(`${fieldInWords(path)}: ${fault}`);
      }
    } else if (Array.isArray(value)) {
      value.forEach((item, index) => check(item, [...path, index]));
    } else if (isMap(value)) {
      Object.entries(value).forEach(([key, item]) =>
        check(item, [...path, key]),
      );
    }
  };
  check(template, []);
  return faults;
}

function checkText(
  text: string,
  forEach: ObjectDeclaration['forEach'],
): string | undefined {
  const parts = textPartsOf(text);
  if (!parts) {
    return "has a '${' without '}'; write '$${' for the characters themselves";
  }
  for (const part of parts) {
    if ('path' in part) {
      const placeholder = placeholderOf(part.path);
      const named = `'\${${part.path}}'`;
      if (!placeholder) {
        return `there is no placeholder ${named}; write '$\${' for the characters themselves`;
      }
      if (placeholder.forEach && placeholder.forEach !== forEach) {
        return `${named} has a value only in objects with 'forEach: ${placeholder.forEach}'`;
      }
      if (placeholder.shape !== 'text' && parts.length > 1) {
        return `${named} is no text and must be the whole of its field`;
      }
    }
  }
  return undefined;
}

function checkKind(
  { apiVersion, kind }: JsonObject,
  isFirst: boolean,
): string[] {
  if (!isLiteral(apiVersion) || !isLiteral(kind)) {
    return ['apiVersion and kind must be there, without placeholders'];
  }
  const isNamespace = apiVersion === 'v1' && kind === 'Namespace';
  if (isFirst !== isNamespace) {
    return [
      isFirst
        ? 'kind: the first object of a baseline must be the Namespace'
        : 'kind: only the first object of a baseline can be a Namespace',
    ];
  }
  if (kind === 'Secret') {
    return ['kind: a baseline holds no Secrets, for it is read by everybody'];
  }
  return apiVersion.startsWith('admissionregistration.k8s.io/') ||
    OF_THE_CLUSTER.test(kind)
    ? [`kind: a ${kind} is of the cluster, and a baseline of one namespace`]
    : [];
}

function checkMetadata(
  { metadata, status }: JsonObject,
  { forEach }: ObjectDeclaration,
): string[] {
  if (!isMap(metadata)) {
    return ['metadata: is missing'];
  }
  const { name, namespace, labels, annotations, ...rest } = metadata;
  const faults = Object.keys(rest).map(
    key => `metadata.${key}: only name, labels and annotations can be set`,
  );
  const variable = forEach && { egress: 'egress.name', roles: 'role.name' };
  const needed = forEach && variable && `\${${variable[forEach]}}`;
  if (typeof name !== 'string') {
    faults.push('metadata.name: is missing');
  } else if (needed && !name.includes(needed)) {
    faults.push(`metadata.name: must hold '${needed}', so that names differ`);
  }
  if (namespace !== undefined && namespace !== '${namespace.name}') {
    faults.push(
      "metadata.namespace: leave it out, or write '${namespace.name}'",
    );
  }
  if (status !== undefined) {
    faults.push('status: the cluster sets it');
  }
  return [
    ...faults,
    ...checkLabels('labels', labels),
    ...checkLabels('annotations', annotations),
  ];
}

function checkLabels(field: string, value: JsonValue | undefined): string[] {
  if (value === undefined) {
    return [];
  }
  if (!isMap(value)) {
    return [`metadata.${field}: must be texts by name`];
  }
  return Object.entries(value)
    .filter(
      ([, text]) =>
        typeof text !== 'string' ||
        textPartsOf(text)?.some(
          part => 'path' in part && placeholderOf(part.path)?.shape !== 'text',
        ),
    )
    .map(
      ([key]) =>
        `${fieldInWords([
          'metadata',
          field,
          key,
        ])}: must be a text; put it in quotes`,
    );
}

function checkNamespace(
  { metadata }: JsonObject,
  { forEach, limits, madeByCluster }: ObjectDeclaration,
): string[] {
  if (!isMap(metadata)) {
    return [];
  }
  const faults: string[] = [];
  if (metadata.name !== '${namespace.name}') {
    faults.push("metadata.name: must be '${namespace.name}'");
  }
  if (forEach || limits || madeByCluster) {
    faults.push('the Namespace is made once, by the portal, always');
  }
  for (const [field, texts] of NAMESPACE_MUST_SAY) {
    const there = isMap(metadata[field]) ? metadata[field] : {};
    for (const [key, text] of Object.entries(texts)) {
      if (there[key] !== text) {
        faults.push(
          `${fieldInWords(['metadata', field, key])}: must be '${text}'`,
        );
      }
    }
  }
  return faults;
}

function isLiteral(value: JsonValue | undefined): value is string {
  return typeof value === 'string' && value !== '' && !value.includes('$');
}

function isMap(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
