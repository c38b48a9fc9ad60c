/**
 * The guardrails of `examples/policies`, and the manifests beside them; without those that
 * depend on who asks, which no evaluator knows.
 */
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import type {
  JsonObject,
  KubernetesObject,
} from '@shift-down/plugin-shift-down-policy';
import { readdir } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { readYaml } from './readYaml';

const FOLDER = resolvePackagePath('live-tests', '../../examples/policies');
/** Hold manifests to judge; everything else holds policies. */
const TESTS = ['pass', 'fail'];
const NEITHER = new Set(['kustomization.yaml', 'levels.yaml']);

export interface Bundle {
  /** Policies, bindings, parameters and namespaces. */
  objects: KubernetesObject[];
  manifests: { path: string; object: KubernetesObject; passes: boolean }[];
}

export async function readBundle(): Promise<Bundle> {
  const bundle: Bundle = { objects: [], manifests: [] };
  const files = await readdir(FOLDER, { recursive: true });
  for (const path of files.filter(file => file.endsWith('.yaml')).sort()) {
    const folders = path.split(sep);
    const name = folders.pop() ?? '';
    if (NEITHER.has(name) || folders[0] === 'mutating') {
      continue;
    }
    const objects = await readYaml(join(FOLDER, path));
    const test = folders.find(folder => TESTS.includes(folder));
    if (test !== undefined || name === 'example-workload.yaml') {
      const passes = test !== 'fail';
      bundle.manifests.push(
        ...objects.map(object => ({ path, object, passes })),
      );
    } else {
      bundle.objects.push(...objects.filter(it => !asksWho(it)));
    }
  }
  return bundle;
}

/** And the bindings of such policies. */
function asksWho({ metadata, spec }: KubernetesObject): boolean {
  return (
    JSON.stringify(spec ?? {}).includes('request.userInfo') ||
    ['keep-baseline', 'portal-writes'].includes(
      String((metadata as JsonObject).name),
    )
  );
}

export const WARNED_NAMESPACE = {
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: 'warned', labels: { verdict: 'warned' } },
};

/**
 * In one more namespace the bundle only warns: a refusal names one policy, warnings name
 * all of them.
 */
export function alsoWarning(
  objects: readonly KubernetesObject[],
): KubernetesObject[] {
  return objects.flatMap((object): KubernetesObject[] => {
    if (object.kind !== 'ValidatingAdmissionPolicyBinding') {
      return [object];
    }
    const metadata = object.metadata as JsonObject;
    const spec = object.spec as JsonObject;
    const matchResources = (spec.matchResources ?? {}) as JsonObject;
    const selector = (matchResources.namespaceSelector ?? {}) as JsonObject;
    const elsewhere = { key: 'verdict', operator: 'NotIn', values: ['warned'] };
    const expressions = (selector.matchExpressions ?? []) as JsonObject[];
    return [
      {
        ...object,
        spec: {
          ...spec,
          matchResources: {
            ...matchResources,
            namespaceSelector: {
              ...selector,
              matchExpressions: [...expressions, elsewhere],
            },
          },
        },
      },
      {
        ...object,
        metadata: { ...metadata, name: `${metadata.name}.warned` },
        spec: {
          ...spec,
          validationActions: ['Warn'],
          matchResources: {
            ...matchResources,
            namespaceSelector: { matchLabels: { verdict: 'warned' } },
          },
        },
      },
    ];
  });
}

const ISTIO: [group: string, kind: string, plural: string][] = [
  ['networking.istio.io', 'Gateway', 'gateways'],
  ['networking.istio.io', 'VirtualService', 'virtualservices'],
  ['security.istio.io', 'PeerAuthentication', 'peerauthentications'],
];

/** As small as the API server accepts them; every field goes through. */
export const ISTIO_DEFINITIONS: KubernetesObject[] = ISTIO.map(
  ([group, kind, plural]) => ({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope: 'Namespaced',
      names: {
        kind,
        plural,
        singular: kind.toLowerCase(),
        listKind: `${kind}List`,
      },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: {
            openAPIV3Schema: {
              type: 'object',
              'x-kubernetes-preserve-unknown-fields': true,
            },
          },
        },
      ],
    },
  }),
);
