/**
 * Custom resources of the engines whose reports are collected, as small as the API server
 * accepts them: it checks names, and lets every field through.
 */

export interface CustomResource {
  group: string;
  kind: string;
  plural: string;
  /** Of the API, the first one stored. */
  versions: string[];
  clusterScoped?: boolean;
  /** Whether `status` is written by a route of its own. */
  statusSubresource?: boolean;
}

const TRIVY = { group: 'aquasecurity.github.io', versions: ['v1alpha1'] };
const POLICY_REPORTS = { group: 'wgpolicyk8s.io', versions: ['v1alpha2'] };
const OPEN_REPORTS = { group: 'openreports.io', versions: ['v1alpha1'] };

export const CUSTOM_RESOURCES: CustomResource[] = [
  { ...POLICY_REPORTS, kind: 'PolicyReport', plural: 'policyreports' },
  {
    ...POLICY_REPORTS,
    kind: 'ClusterPolicyReport',
    plural: 'clusterpolicyreports',
    clusterScoped: true,
  },
  { ...OPEN_REPORTS, kind: 'Report', plural: 'reports' },
  {
    ...OPEN_REPORTS,
    kind: 'ClusterReport',
    plural: 'clusterreports',
    clusterScoped: true,
  },
  { ...TRIVY, kind: 'VulnerabilityReport', plural: 'vulnerabilityreports' },
  { ...TRIVY, kind: 'ConfigAuditReport', plural: 'configauditreports' },
  { ...TRIVY, kind: 'ExposedSecretReport', plural: 'exposedsecretreports' },
  { ...TRIVY, kind: 'RbacAssessmentReport', plural: 'rbacassessmentreports' },
  {
    group: 'constraints.gatekeeper.sh',
    versions: ['v1beta1'],
    kind: 'K8sRequiredLabels',
    plural: 'k8srequiredlabels',
    clusterScoped: true,
    statusSubresource: true,
  },
  {
    group: 'kyverno.io',
    versions: ['v2'],
    kind: 'PolicyException',
    plural: 'policyexceptions',
  },
  {
    group: 'policies.kyverno.io',
    versions: ['v1', 'v1beta1'],
    kind: 'PolicyException',
    plural: 'policyexceptions',
  },
];

/** `<plural>.<group>`, the name of its definition. */
export function nameOf({ plural, group }: CustomResource): string {
  return `${plural}.${group}`;
}

/** The CustomResourceDefinition. */
export function definitionOf(resource: CustomResource) {
  const { group, kind, plural, versions } = resource;
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: nameOf(resource) },
    spec: {
      group,
      scope: resource.clusterScoped ? 'Cluster' : 'Namespaced',
      names: {
        kind,
        listKind: `${kind}List`,
        plural,
        singular: kind.toLowerCase(),
      },
      versions: versions.map((name, index) => ({
        name,
        served: true,
        storage: index === 0,
        schema: {
          openAPIV3Schema: {
            type: 'object',
            'x-kubernetes-preserve-unknown-fields': true,
          },
        },
        ...(resource.statusSubresource && { subresources: { status: {} } }),
      })),
    },
  };
}
