/** Namespaces for tests: of manifests, as a cluster has them. */
import { parseAllDocuments } from 'yaml';
import type { KubernetesObject } from '../../evaluation';
import { namespaceStatesOf } from '../namespaceStatesOf';
import type { Incomplete, NamespaceState, ObjectVerdict } from '../types';

export function objectsOf(manifests: string): KubernetesObject[] {
  return parseAllDocuments(manifests)
    .map(document => document.toJS() as KubernetesObject | null)
    .filter(it => it !== null);
}

/** The first namespace of these manifests, of which everything is known. */
export function stateOf(
  manifests: string,
  incomplete: Incomplete = {},
): NamespaceState {
  return namespaceStatesOf(objectsOf(manifests), { incomplete })[0];
}

export function namespace(labels: Record<string, string> = {}): string {
  return `
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: ${JSON.stringify(labels)} }
---
`;
}

/** @param spec - Of its Pods; a container is there. */
export function deployment(
  name: string,
  labels: Record<string, string> = { app: name },
  spec: Record<string, unknown> = {},
): string {
  return `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: shop }
spec:
  template:
    metadata: { labels: ${JSON.stringify(labels)} }
    spec: ${JSON.stringify({ containers: [{ name: 'c' }], ...spec })}
---
`;
}

/** @param spec - In JSON or YAML's flow style. */
export function networkPolicy(name: string, spec: string): string {
  return object('networking.k8s.io/v1', 'NetworkPolicy', name, `spec: ${spec}`);
}

/** @param rest - Fields beside its metadata. */
export function object(
  apiVersion: string,
  kind: string,
  name: string,
  rest = '',
): string {
  return `
apiVersion: ${apiVersion}
kind: ${kind}
metadata: { name: '${name}', namespace: shop }
${rest}
---
`;
}

/** `Kind name: result` of a rule, with the reason or message behind it. */
export function told(
  verdicts: ObjectVerdict[],
  rule: string,
): { about: string; result: string; words: string }[] {
  return verdicts
    .filter(({ verdict }) => verdict.rule === rule)
    .map(({ object: { kind, name }, verdict }) => ({
      about: `${kind} ${name}`,
      result: verdict.result,
      words: verdict.message || verdict.reason,
    }));
}
