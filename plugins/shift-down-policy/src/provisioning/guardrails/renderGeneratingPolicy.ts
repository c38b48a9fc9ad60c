/**
 * The baseline as a Kyverno GeneratingPolicy: a Namespace with our label is filled by
 * Kyverno itself, whether the portal is there or not.
 *
 * See https://kyverno.io/docs/policy-types/generating-policy/.
 */
import {
  LABEL_BASELINE,
  LABEL_ENVIRONMENT,
  LABEL_LIMITS,
  LABEL_NAMESPACE_OWNER,
  LABEL_NAMESPACE_OWNER_NAMESPACE,
  type LimitsPreset,
} from '@shift-down/plugin-shift-down-common';
import type { JsonValue } from '../../evaluation';
import { manifestYaml } from '../baseline/manifestYaml';
import { dnsRules } from '../baseline/networkRules';
import { fillIn, type PlaceholderValues } from '../baseline/placeholders';
import { inNamespace } from '../baseline/renderBaseline';
import type {
  Baseline,
  BaselineManifest,
  ProvisioningCluster,
  SizePreset,
} from '../types';

/** What namespaces get that somebody made with nothing but a label. @public */
export interface GeneratingPolicyOptions {
  cluster: ProvisioningCluster;
  size: SizePreset;
  /** Namespaces of which preset; `default` if unset. */
  limits?: LimitsPreset;
}

const NAME_IN_CEL = '(( object.metadata.name ))';

/**
 * Generates what is missing once such a Namespace is made or labelled. An object of the
 * same name that is there already stays as it is, what Kyverno made itself it writes again
 * whenever the Namespace changes, and nothing is removed with the policy.
 *
 * Left out: the Namespace itself, what the cluster makes by itself (the portal adds to
 * it), and what has a value only in a request: destinations and RoleBindings.
 * @public
 */
export function renderGeneratingPolicy(
  baseline: Baseline,
  { cluster, size, limits = 'default' }: GeneratingPolicyOptions,
): BaselineManifest {
  const values = valuesOf(baseline, cluster, size, limits);
  const manifests = baseline.objects
    .slice(1)
    .filter(
      object =>
        !object.madeByCluster &&
        !object.forEach &&
        (object.limits === undefined || object.limits === limits),
    )
    .map(({ template }) =>
      inNamespace(
        fillIn(template, values, escape) as unknown as BaselineManifest,
        NAME_IN_CEL,
      ),
    );
  const suffix = limits === 'default' ? '' : `-${limits}`;
  return {
    apiVersion: 'policies.kyverno.io/v1',
    kind: 'GeneratingPolicy',
    metadata: {
      name: `shift-down-baseline-${baseline.version
        .toLowerCase()
        .replace(/[^a-z0-9.-]+/g, '-')}${suffix}`,
    },
    spec: {
      evaluation: {
        generateExisting: { enabled: true },
        synchronize: { enabled: false },
      },
      matchConstraints: {
        resourceRules: [
          {
            apiGroups: [''],
            apiVersions: ['v1'],
            operations: ['CREATE', 'UPDATE'],
            resources: ['namespaces'],
          },
        ],
        objectSelector: {
          matchLabels: { [LABEL_BASELINE]: baseline.version },
          matchExpressions: [
            {
              key: LABEL_LIMITS,
              operator: limits === 'strict' ? 'In' : 'NotIn',
              values: ['strict'],
            },
          ],
        },
      },
      generate: [
        {
          template: {
            interpolate: 'cel',
            value: manifests.map(manifestYaml).join('---\n'),
          },
        },
      ],
    },
  };
}

function valuesOf(
  { version, podSecurityVersion }: Baseline,
  { cluster, dns }: ProvisioningCluster,
  { name, quota, containerDefaults }: SizePreset,
  limits: LimitsPreset,
): PlaceholderValues {
  const literal: Record<string, JsonValue | undefined> = {
    'cluster.name': cluster,
    'baseline.version': version,
    limits,
    'podSecurity.version': podSecurityVersion,
    'size.name': name,
    'size.quota': quota,
    'size.default': containerDefaults.default,
    'size.defaultRequest': containerDefaults.defaultRequest,
    'size.max': containerDefaults.max,
    'dns.rules': dnsRules(dns),
  };
  return {
    ...Object.fromEntries(
      Object.entries(literal).map(([path, value]) => [path, escapeIn(value)]),
    ),
    'namespace.name': NAME_IN_CEL,
    'owner.name': labelInCel(LABEL_NAMESPACE_OWNER),
    'owner.namespace': labelInCel(LABEL_NAMESPACE_OWNER_NAMESPACE, 'default'),
    environment: labelInCel(LABEL_ENVIRONMENT),
    'podSecurity.level': labelInCel(
      'pod-security.kubernetes.io/enforce',
      'restricted',
    ),
  };
}

function labelInCel(label: string, otherwise = ''): string {
  const labels = 'object.metadata.labels';
  return `(( '${label}' in ${labels} ? ${labels}['${label}'] : '${otherwise}' ))`;
}

/** Kyverno takes `((` for the beginning of an expression. */
function escape(text: string): string {
  return text.replaceAll('((', '\\((');
}

function escapeIn<T extends JsonValue | undefined>(value: T): JsonValue | T {
  if (typeof value === 'string') {
    return escape(value);
  }
  if (Array.isArray(value)) {
    return value.map(escapeIn);
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(
        Object.entries(value).map(([key, item]) => [key, escapeIn(item)]),
      )
    : value;
}
