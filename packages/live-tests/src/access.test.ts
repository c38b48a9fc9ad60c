/** What a cluster serves, and what the portal may see of it. */
import { installCustomResources, removeCustomResource } from 'control-plane';
import { aboutDeployment, deployment, policyReport } from './cluster/objects';
import { KUBERNETES_ID, MIXED_RESULTS, shop } from './cluster/shop';
import { readManifest, TestCluster } from './cluster/TestCluster';
import { eventually } from './eventually';
import { Portal } from './portal/Portal';

const REPORTS = 'policyreports.wgpolicyk8s.io';
const SCANS = 'vulnerabilityreports.aquasecurity.github.io';

describe('a cluster that serves and allows now this, now that', () => {
  let cluster: TestCluster;
  let portal: Portal;

  beforeAll(async () => {
    cluster = await TestCluster.start({ customResources: [SCANS] });
    await cluster.apply(
      ...shop().filter(({ kind }) => kind !== 'PolicyReport'),
    );
    portal = await Portal.start({
      engine: 'sqlite',
      clusters: [await cluster.kubeconfigEntry('main')],
    });
    await portal.settles(cluster, 60);
  }, 180_000);

  afterAll(async () => {
    await portal?.stop();
    await cluster?.stop();
  }, 60_000);

  it('is read of a kind within a minute of its definition, and cleared of it', async () => {
    expect(await portal.source('PolicyReport')).toMatchObject({
      state: 'not-installed',
    });
    await installCustomResources(cluster.server, [REPORTS]);
    await cluster.apply(
      policyReport(
        'shop',
        'web',
        aboutDeployment('shop', 'web'),
        MIXED_RESULTS,
      ),
    );
    const found = await portal.settles(cluster, 60);
    await removeCustomResource(cluster.server, REPORTS);
    const cleared = await portal.settles(cluster, 60);
    console.log(
      `seconds until a new kind was read: ${found.toFixed(
        1,
      )}, until it was cleared: ${cleared.toFixed(1)}`,
    );
    expect(await portal.source('PolicyReport')).toMatchObject({
      state: 'not-installed',
    });

    await installCustomResources(cluster.server);
    await cluster.apply(
      policyReport(
        'shop',
        'web',
        aboutDeployment('shop', 'web'),
        MIXED_RESULTS,
      ),
    );
    await portal.settles(cluster, 60);
  }, 240_000);

  it('keeps what it may no longer see, says so, and goes on with the rest', async () => {
    await cluster.forbid('aquasecurity.github.io');
    cluster.proxy.cut();
    await eventually(90, async () => {
      const source = await portal.source('VulnerabilityReport');
      return source?.state === 'forbidden'
        ? undefined
        : `it is ${source?.state}`;
    });
    await cluster.apply(deployment('shop', 'meanwhile'));
    await portal.settles(cluster, 30, {
      ignored: [
        'VulnerabilityReport',
        'ConfigAuditReport',
        'ExposedSecretReport',
        'RbacAssessmentReport',
      ],
    });
    expect((await portal.source('VulnerabilityReport'))?.error).toMatch(
      /vulnerabilityreports/,
    );
    const kept = await portal
      .knex('objects')
      .where({ source_kind: 'VulnerabilityReport' });
    expect(kept).toHaveLength(1);

    await cluster.allow('aquasecurity.github.io');
    const seconds = await portal.settles(cluster, 120);
    console.log(
      `seconds until an allowed kind was read again: ${seconds.toFixed(1)}`,
    );
  }, 300_000);
});

describe('a credential for one namespace', () => {
  it('collects that namespace, and says of the rest that it is not seen', async () => {
    const cluster = await TestCluster.start({ controllerManager: false });
    await cluster.apply(...shop(), ...shop('elsewhere', 'team-bank'));
    // What the account may do in the whole cluster, and nothing else of it.
    await cluster.delete(
      ...(
        await readManifest('collector.yaml')
      ).filter(({ kind }) => kind.startsWith('ClusterRole')),
    );
    await cluster.apply(...(await readManifest('collector-namespaced.yaml')));
    await cluster.rotateToken();
    const portal = await Portal.start({
      engine: 'sqlite',
      clusters: [cluster.entry('main', { namespaces: ['shop'] })],
    });
    const clusterScoped = [
      'ClusterPolicyReport',
      'ClusterReport',
      'GatekeeperConstraint',
      'ClusterRole',
      'ClusterRoleBinding',
      'ValidatingAdmissionPolicy',
      'ValidatingAdmissionPolicyBinding',
    ];
    try {
      await portal.settles(cluster, 60, {
        namespaces: ['shop'],
        ignored: clusterScoped,
      });
      for (const kind of clusterScoped) {
        expect((await portal.source(kind))?.state).not.toBe('fresh');
      }
      await cluster.apply(
        deployment('shop', 'late', { labels: { [KUBERNETES_ID]: 'cart' } }),
        deployment('elsewhere', 'late'),
      );
      await portal.settles(cluster, 30, {
        namespaces: ['shop'],
        ignored: clusterScoped,
      });
    } finally {
      await portal.stop();
      await cluster.stop();
    }
  }, 180_000);
});
