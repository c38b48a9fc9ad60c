/** The newest example of a baseline, as it would be made for one namespace. */
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import { readBaselines } from '@shift-down/plugin-shift-down-node';
import {
  renderBaseline,
  type PlannedObject,
  type RenderInput,
} from '@shift-down/plugin-shift-down-policy';

const FOLDER = resolvePackagePath('live-tests', '../../examples/baselines');

/** @param name - Of the namespace. */
export async function renderExample(
  name: string,
  change: Partial<RenderInput['request']> = {},
): Promise<PlannedObject[]> {
  const { baselines, problems } = await readBaselines({
    locations: [{ type: 'folder', target: FOLDER }],
    urlReader: mockServices.urlReader.mock(),
    baseDirectory: FOLDER,
  });
  if (problems.length > 0) {
    throw new Error(problems.join('\n'));
  }
  return renderBaseline(baselines[0], {
    request: {
      cluster: 'live',
      name,
      ownerRef: 'group:default/team-orders',
      dependencyOf: [],
      environment: 'development',
      podSecurity: 'restricted',
      size: 'small',
      limits: 'default',
      egress: [
        {
          name: 'database',
          cidr: '10.1.0.0/16',
          ports: [{ protocol: 'TCP', port: 5432 }],
        },
      ],
      roles: ['viewer', 'developer'],
      ...change,
    },
    cluster: {
      cluster: 'live',
      delivery: 'cluster',
      dns: [
        {
          namespace: 'kube-system',
          podLabels: { 'k8s-app': 'kube-dns' },
          ports: [53],
        },
      ],
      justInTime: false,
    },
    size: {
      name: 'small',
      title: 'Small',
      quota: { 'limits.cpu': '2000m', 'limits.memory': '4Gi', pods: '20' },
      containerDefaults: {
        default: { cpu: '500m', memory: '256Mi' },
        defaultRequest: { cpu: '50m', memory: '128Mi' },
      },
    },
    roles: ['viewer', 'developer'].map(role => ({
      preset: {
        name: role,
        title: role,
        clusterRole: `shift-down-namespace-${role}`,
      },
      group: 'orders-developers',
    })),
    podSecurity: 'restricted',
    provisioningId: 'a-number-of-our-own',
  });
}
