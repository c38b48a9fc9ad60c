/** A Terraform plan becomes the manifests that it would send to the Kubernetes API. */
import { InputError } from '@backstage/errors';
import { parseDocument } from 'yaml';
import type {
  FieldPath,
  JsonObject,
  JsonValue,
  KubernetesObject,
} from '../../evaluation';
import {
  type Conversion,
  type Marked,
  convertResource,
  keepValue,
} from './convert';
import { marksWhere, union, withSecretData } from './marks';
import { kindOf } from './names';
import {
  type PlannedResource,
  configuredExpressions,
  marksByAddress,
  parsePlan,
  plannedResources,
} from './planFormat';
import type { TerraformManifest, TerraformManifests } from './types';

/** Where a manifest lies in a resource: its attributes themselves, or one of them. */
interface Reading {
  object: KubernetesObject;
  conversion: Conversion;
}

/**
 * Reads `terraform show -json PLAN`: resources of the Kubernetes provider and of kubectl
 * providers in all modules, as objects of the API. What is deleted is not among them.
 * Throws an InputError for what is no plan.
 * @public
 */
export function manifestsOfTerraformPlan(json: unknown): TerraformManifests {
  const plan = parsePlan(json);
  if (!plan) {
    throw new InputError(
      'This is no Terraform plan: write one by `terraform show -json PLAN`',
    );
  }
  const marks = marksByAddress(plan);
  const result: TerraformManifests = { manifests: [], notEvaluated: [] };
  for (const { resource, path } of plannedResources(plan)) {
    if (resource.mode === 'data') {
      continue;
    }
    const { unknown = false, sensitive = false } =
      marks.get(resource.address) ?? {};
    const marked: Marked = {
      value: resource.values ?? {},
      sensitive: union(resource.sensitive_values ?? false, sensitive),
      unknown,
      configured: configuredExpressions(plan, resource),
    };
    const read = readResource(resource, marked);
    if (typeof read === 'string') {
      result.notEvaluated.push({ address: resource.address, reason: read });
    } else if (read) {
      result.manifests.push(manifestOf(resource, read, [...path, 'values']));
    }
  }
  return result;
}

/** A reason where it can't be read, nothing where it holds no manifest. */
function readResource(
  resource: PlannedResource,
  marked: Marked,
): Reading | string | undefined {
  const { type } = resource;
  if (type === 'helm_release') {
    return 'a Helm release is rendered on apply: run its manifests through `helm template`';
  }
  if (type === 'kubernetes_manifest') {
    return readAttribute('manifest', marked);
  }
  if (type === 'kubectl_manifest') {
    return readYaml(marked);
  }
  if (!type.startsWith('kubernetes_')) {
    return undefined;
  }
  const kind = kindOf(type);
  if (!kind) {
    return `resources of type ${type} are not evaluated`;
  }
  const conversion = newConversion();
  const fields = convertResource(
    kind[1] === 'Secret' ? withSecretData(marked) : marked,
    conversion,
  );
  return {
    object: { apiVersion: kind[0], kind: kind[1], ...fields },
    conversion,
  };
}

function readAttribute(name: string, marked: Marked): Reading | string {
  const conversion = newConversion();
  const child = (tree: JsonValue | undefined) =>
    tree === true ? true : (tree as JsonObject | undefined)?.[name];
  const object = keepValue(
    {
      value: child(marked.value),
      sensitive: child(marked.sensitive),
      unknown: child(marked.unknown),
      configured: undefined,
    },
    [name],
    [],
    conversion,
  );
  return isKubernetesObject(object)
    ? { object, conversion }
    : `its ${name} is not known before apply, sensitive, or no Kubernetes object`;
}

/** kubectl providers keep a copy of the YAML in which sensitive fields are blotted out. */
function readYaml(marked: Marked): Reading | string {
  const values = marked.value as JsonObject;
  const sensitive = marked.sensitive as JsonObject | boolean;
  const isSensitive = (name: string) =>
    sensitive === true ||
    (typeof sensitive === 'object' && sensitive?.[name] === true);
  const name = ['yaml_body', 'yaml_body_parsed'].find(
    candidate =>
      typeof values[candidate] === 'string' && !isSensitive(candidate),
  );
  if (name === undefined) {
    return 'its YAML is sensitive or not known before apply';
  }
  const conversion = newConversion();
  const blotted = /^\(sensitive(?: value)?\)$/;
  const value = parseYaml(values[name] as string);
  const object = keepValue(
    {
      value,
      sensitive: marksWhere(
        value,
        text => typeof text === 'string' && blotted.test(text),
      ),
      unknown: false,
      configured: undefined,
    },
    [name],
    [],
    conversion,
  );
  return isKubernetesObject(object)
    ? { object, conversion }
    : `its ${name} is no YAML of one Kubernetes object`;
}

function parseYaml(text: string): JsonValue {
  try {
    const document = parseDocument(text, { merge: true, logLevel: 'silent' });
    return document.errors.length > 0
      ? null
      : (document.toJS({ maxAliasCount: 100 }) as JsonValue);
  } catch {
    return null;
  }
}

function manifestOf(
  { address }: PlannedResource,
  { object, conversion }: Reading,
  valuesPath: FieldPath,
): TerraformManifest {
  return {
    address,
    object,
    withheld: conversion.withheld.map(
      ({ attribute, reason }) => `${inTerraform(attribute)}: ${reason}`,
    ),
    sourceOf(field) {
      for (let length = field.length; length >= 0; length--) {
        const attribute =
          conversion.origins.get(JSON.stringify(field.slice(0, length))) ??
          (length === 0 ? [] : undefined);
        if (attribute) {
          return {
            address,
            attribute: inTerraform(attribute),
            planPath: [...valuesPath, ...attribute],
          };
        }
      }
      return { address, attribute: '', planPath: valuesPath };
    },
  };
}

/** `spec[0].container[0].image` */
function inTerraform(attribute: FieldPath): string {
  return attribute
    .map((part, index) => {
      if (typeof part === 'number') {
        return `[${part}]`;
      }
      if (!/^[A-Za-z_][A-Za-z0-9_-]*$/.test(part)) {
        return `[${JSON.stringify(part)}]`;
      }
      return index === 0 ? part : `.${part}`;
    })
    .join('');
}

function newConversion(): Conversion {
  return { origins: new Map(), withheld: [] };
}

function isKubernetesObject(
  value: JsonValue | undefined,
): value is KubernetesObject {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    typeof value.apiVersion === 'string' &&
    typeof value.kind === 'string'
  );
}
