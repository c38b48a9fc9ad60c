import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import { readProvisioningConfig } from './config';

const LEAST: JsonObject = {
  baselines: { locations: [{ type: 'folder', target: 'baselines' }] },
  clusters: [{ cluster: 'prod' }],
};

function read(provisioning?: JsonObject) {
  return readProvisioningConfig(
    new ConfigReader(provisioning ? { provisioning } : {}),
  );
}

describe('readProvisioningConfig', () => {
  it('is switched off where nothing is said', () => {
    expect(read()).toMatchObject({ isEnabled: false, clusters: [] });
    expect(readProvisioningConfig(undefined).isEnabled).toBe(false);
  });

  it('needs little, and has presets that can be used', () => {
    const config = read(LEAST);
    expect(config).toMatchObject({
      isEnabled: true,
      clusters: [
        {
          cluster: 'prod',
          delivery: 'cluster',
          justInTime: false,
          dns: [
            {
              namespace: 'kube-system',
              podLabels: { 'k8s-app': 'kube-dns' },
              ports: [53],
            },
          ],
        },
      ],
    });
    expect(config.currentBaseline).toBeUndefined();
    expect(config.sizes.map(it => it.name)).toEqual([
      'small',
      'medium',
      'large',
    ]);
    expect(config.roles.map(it => it.clusterRole)).toEqual([
      'shift-down-namespace-viewer',
      'shift-down-namespace-developer',
    ]);
  });

  it('takes what the platform team decided', () => {
    const config = read({
      ...LEAST,
      baselines: { ...(LEAST.baselines as JsonObject), current: '1.0.0' },
      clusters: [
        {
          cluster: 'prod',
          delivery: 'pull-request',
          repositoryUrl: 'https://git.example/platform/clusters',
          path: 'prod/namespaces',
          base: 'main',
          environments: ['live'],
          dns: [{ cidr: '169.254.20.10/32' }],
        },
      ],
      environments: [{ name: 'live', title: 'Live' }],
      sizes: [
        {
          name: 'tiny',
          title: 'Tiny',
          quota: { pods: 3, 'limits.cpu': '500m' },
          containerDefaults: {
            default: { cpu: '100m' },
            defaultRequest: { cpu: '10m' },
          },
        },
      ],
      groups: {
        named: [{ group: 'Group:Default/Payments', name: 'idp-payments' }],
        ingested: { originLocation: 'ldap:', prefix: 'oidc:' },
      },
      // eslint-disable-next-line no-template-curly-in-string -- a placeholder of ours
      prefixes: [{ group: 'payments', prefixes: ['${owner}-'] }],
      teamQuota: { pods: 100 },
    });
    expect(config.currentBaseline).toBe('1.0.0');
    expect(config.sizes[0].quota).toEqual({ pods: '3', 'limits.cpu': '500m' });
    expect(config.teamQuota).toEqual({ pods: '100' });
    expect(config.prefixes[0].group).toBe('group:default/payments');
    expect(config.groups.named.get('group:default/payments')).toBe(
      'idp-payments',
    );
    expect(config.groups.ingested?.prefix).toBe('oidc:');
    expect(config.pullRequests.get('prod')).toEqual({
      repositoryUrl: 'https://git.example/platform/clusters',
      path: 'prod/namespaces',
      base: 'main',
    });
    expect(config.clusters[0]).toEqual({
      cluster: 'prod',
      delivery: 'pull-request',
      environments: ['live'],
      dns: [{ cidr: '169.254.20.10/32', ports: [53] }],
      justInTime: false,
    });
  });

  it.each<[string, JsonObject, string]>([
    [
      'clusters without baselines',
      { baselines: {} },
      'baselines.locations in the configuration: at least one is needed',
    ],
    [
      'a cluster twice',
      { clusters: [{ cluster: 'prod' }, { cluster: 'prod' }] },
      "clusters.1.cluster in the configuration: 'prod' is named twice",
    ],
    [
      'a pull request to nowhere',
      { clusters: [{ cluster: 'prod', delivery: 'pull-request' }] },
      'clusters.0.repositoryUrl in the configuration: must be given',
    ],
    [
      'a folder outside of the repository',
      { clusters: [{ cluster: 'prod', path: '../secrets' }] },
      'clusters.0.path in the configuration: must be a folder',
    ],
    [
      'just-in-time where others write',
      {
        clusters: [
          {
            cluster: 'prod',
            delivery: 'pull-request',
            repositoryUrl: 'https://git.example/a/b',
            justInTime: true,
          },
        ],
      },
      'clusters.0.justInTime',
    ],
    [
      'names resolved by every Pod of a namespace',
      {
        clusters: [
          {
            cluster: 'prod',
            dns: [{ namespace: 'kube-system', podLabels: {} }],
          },
        ],
      },
      'clusters.0.dns.0',
    ],
    [
      'an environment that there is not',
      { clusters: [{ cluster: 'prod', environments: ['mars'] }] },
      "clusters.0.environments in the configuration: 'mars' is none of development, staging, production",
    ],
    [
      'an amount that is none',
      { teamQuota: { pods: 'many' } },
      'teamQuota.pods in the configuration: must be an amount',
    ],
    [
      'a user as a group',
      { groups: { named: [{ group: 'user:default/dana', name: 'dana' }] } },
      "groups.named.0.group in the configuration: 'user:default/dana' is not the ref of a group",
    ],
    ['what nobody knows', { colour: 'red' }, 'provisioning'],
  ])('refuses %s', (_, change, message) => {
    expect(() => read({ ...LEAST, ...change })).toThrow(message);
  });
});
