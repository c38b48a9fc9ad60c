/** What holds where the platform team decided nothing else. */
import type {
  DnsTarget,
  ProvisioningRules,
} from '@shift-down/plugin-shift-down-policy';

/** @internal */
export const DEFAULT_DNS: DnsTarget[] = [
  {
    namespace: 'kube-system',
    podLabels: { 'k8s-app': 'kube-dns' },
    ports: [53],
  },
];

/** Containers that name no limits get these; what a small service can start with. */
const CONTAINER_DEFAULTS = {
  default: { cpu: '500m', memory: '256Mi' },
  defaultRequest: { cpu: '50m', memory: '128Mi' },
};

/** @internal */
export const DEFAULT_RULES: Pick<
  ProvisioningRules,
  'environments' | 'sizes' | 'roles' | 'reservedNamespaces'
> = {
  environments: [
    { name: 'development', title: 'Development' },
    { name: 'staging', title: 'Staging' },
    { name: 'production', title: 'Production' },
  ],
  sizes: [
    size('small', 'Small: 2 CPUs and 4 GiB', 2, 4, 20),
    size('medium', 'Medium: 8 CPUs and 16 GiB', 8, 16, 50),
    size('large', 'Large: 32 CPUs and 64 GiB', 32, 64, 150),
  ],
  roles: [
    {
      name: 'viewer',
      title: 'Sees what runs, and its logs',
      clusterRole: 'shift-down-namespace-viewer',
    },
    {
      name: 'developer',
      title: 'Deploys and debugs workloads',
      clusterRole: 'shift-down-namespace-developer',
    },
  ],
  reservedNamespaces: [
    'istio-system',
    'cert-manager',
    'gatekeeper-system',
    'kyverno',
    'trivy-system',
    'flux-system',
    'argocd',
  ],
};

function size(
  name: string,
  title: string,
  cpus: number,
  gibibytes: number,
  pods: number,
) {
  return {
    name,
    title,
    quota: {
      'requests.cpu': `${cpus / 2}`,
      'requests.memory': `${gibibytes / 2}Gi`,
      'limits.cpu': `${cpus}`,
      'limits.memory': `${gibibytes}Gi`,
      pods: `${pods}`,
    },
    containerDefaults: CONTAINER_DEFAULTS,
  };
}
