/**
 * What the manifests say about the place where an object is created: its Namespace, its
 * ServiceAccount, the limits there. What they don't say stays unknown.
 */
import type {
  AdmissionInputOptions,
  JsonObject,
  KubernetesObject,
} from '@shift-down/plugin-shift-down-policy';
import { podSpecsOf } from '@shift-down/plugin-shift-down-policy';
import type { Manifest } from '../input/types';
import { namespaceOf } from './resourceOf';

export class Surroundings {
  readonly definitions: readonly JsonObject[];
  readonly #priorityClasses: readonly JsonObject[];
  readonly #namespaces = new Map<
    string,
    { object: JsonObject; from: string }
  >();
  /** By namespace and name. */
  readonly #accounts = new Map<string, Manifest>();
  /** By namespace. */
  readonly #limitRanges = new Map<string, JsonObject[]>();

  /** @param namespaces - as the platform or the cluster has them, whatever manifests say */
  constructor(
    manifests: readonly Manifest[],
    namespaces: readonly Manifest[],
    defaultNamespace: string,
  ) {
    this.definitions = ofKind(manifests, 'CustomResourceDefinition');
    this.#priorityClasses = ofKind(manifests, 'PriorityClass');
    for (const manifest of manifests) {
      const { object } = manifest;
      const namespace = namespaceOf(object, defaultNamespace);
      const name = nameOf(object);
      if (object.apiVersion !== 'v1') {
        continue;
      }
      if (object.kind === 'Namespace') {
        this.#namespaces.set(name, { object, from: manifest.file });
      } else if (object.kind === 'ServiceAccount') {
        this.#accounts.set(`${namespace}/${name}`, manifest);
      } else if (object.kind === 'LimitRange') {
        const others = this.#limitRanges.get(namespace) ?? [];
        this.#limitRanges.set(namespace, [...others, object]);
      }
    }
    for (const { object, file } of namespaces) {
      this.#namespaces.set(nameOf(object), { object, from: file });
    }
  }

  /** What is known for an object, and in words what of it was taken from manifests. */
  of(
    object: KubernetesObject,
    namespace: string,
  ): { known: AdmissionInputOptions; told: string[] } {
    const known: AdmissionInputOptions = {
      priorityClasses: this.#priorityClasses,
    };
    const told: string[] = [];
    const own = this.#namespaces.get(namespace);
    if (own) {
      known.namespaceObject = own.object;
      told.push(`Namespace ${namespace} is as in ${own.from}`);
    }
    if (object.kind === 'Pod') {
      const { serviceAccountName } = podSpecsOf(object)[0]?.spec ?? {};
      const name = String(serviceAccountName ?? 'default');
      const account = this.#accounts.get(`${namespace}/${name}`);
      if (account) {
        known.serviceAccount = account.object;
        told.push(`ServiceAccount ${name} is as in ${account.file}`);
      }
      known.limitRanges = this.#limitRanges.get(namespace) ?? [];
    }
    return { known, told };
  }
}

function ofKind(manifests: readonly Manifest[], kind: string): JsonObject[] {
  return manifests
    .map(({ object }) => object)
    .filter(object => object.kind === kind);
}

function nameOf({ metadata }: KubernetesObject): string {
  const { name } = (metadata ?? {}) as JsonObject;
  return typeof name === 'string' ? name : '';
}
