/** What is served comes and goes. */
import {
  createLiveTest,
  eventually,
  policyReport,
  type LiveTest,
} from '../__testUtils__/liveCluster';

const REPORTS = 'policyreports.wgpolicyk8s.io';

describe.each([
  ['all groups at once', true],
  ['one group after the other', false],
])('discovery of %s', (_, aggregated) => {
  let test: LiveTest;
  const install = (version = 'v1alpha2') =>
    test.server.install(
      'wgpolicyk8s.io',
      version,
      'policyreports',
      'PolicyReport',
    );
  const isNow = (state: string) =>
    eventually(() =>
      expect(test.sink.reports.get('PolicyReport')).toMatchObject({ state }),
    );
  const reports = () => test.sink.names('PolicyReport');

  beforeEach(() => {
    test = createLiveTest();
    test.server.aggregatedDiscovery = aggregated;
  });
  afterEach(() => test.stop());

  it('picks a kind up when it is installed and clears it when it goes', async () => {
    const { server, sink } = test;
    await test.start();
    await isNow('not-installed');
    install();
    server.put(REPORTS, policyReport('r1', 'web'));
    await isNow('fresh');
    expect(reports()).toEqual(['shop/r1']);

    sink.takeCalls();
    server.uninstall(REPORTS);
    await isNow('not-installed');
    expect(reports()).toEqual([]);
    expect(sink.calls).toContainEqual(['complete', 'PolicyReport', []]);
    expect(sink.events.map(({ message }) => message)).toEqual(
      expect.arrayContaining([
        `${REPORTS} was installed.`,
        `${REPORTS} was uninstalled.`,
      ]),
    );
  });

  it('clears nothing because discovery fails or does not name it', async () => {
    const { server } = test;
    install();
    server.put(REPORTS, policyReport('r1', 'web'));
    await test.start();
    await isNow('fresh');

    let status = 503;
    server.intercept = ({ path, query }, response) => {
      if (path === '/apis') {
        response
          .writeHead(status)
          .end(JSON.stringify({ kind: 'APIGroupList', groups: [] }));
        return true;
      }
      // As a server does that knows not yet all that it serves.
      if (query.get('limit') === '1') {
        response.writeHead(503).end('{}');
        return true;
      }
      return false;
    };
    await new Promise(resolve => setTimeout(resolve, 600));
    status = 200;
    await new Promise(resolve => setTimeout(resolve, 600));
    expect(reports()).toEqual(['shop/r1']);
    expect(test.sink.reports.get('PolicyReport')).toEqual({ state: 'fresh' });
  });

  it('says that nobody knows rather than that it is not installed when discovery fails', async () => {
    test.server.intercept = ({ path }, response) => {
      if (path === '/apis') {
        response.writeHead(503).end('{"message":"starting"}');
        return true;
      }
      return false;
    };
    await test.start();
    await eventually(() =>
      expect(test.sink.reports.get('PolicyReport')).toEqual({
        state: 'failed',
        error: expect.stringContaining('answered 503: starting'),
      }),
    );
  });

  it('lists one version of what is served in several', async () => {
    const { server } = test;
    server.install(
      'policies.kyverno.io',
      'v1beta1',
      'policyexceptions',
      'PolicyException',
    );
    await test.start();
    await eventually(() =>
      expect(test.sink.reports.get('PolicyException')).toEqual({
        state: 'fresh',
      }),
    );
    expect(
      server
        .requestsFor('/policyexceptions?')
        .filter(it => !it.includes('limit=1') && !it.includes('watch'))
        .map(it => it.split('?')[0]),
    ).toEqual(['/apis/policies.kyverno.io/v1beta1/policyexceptions']);
  });

  it('does not take a version that nobody can read for none', async () => {
    install('v9');
    await test.start();
    await eventually(() =>
      expect(test.sink.reports.get('PolicyReport')).toEqual({
        state: 'failed',
        error: `${REPORTS} is served in v9 only; v1alpha2, v1beta1, v1alpha1 can be read.`,
      }),
    );
  });

  it('lists every kind of constraint, and clears one that goes', async () => {
    const { server, sink } = test;
    const group = 'constraints.gatekeeper.sh';
    const constraint = (name: string) => ({
      metadata: { name },
      status: { violations: [], totalViolations: 0 },
    });
    server.install(group, 'v1beta1', 'labels', 'Labels');
    server.install(group, 'v1beta1', 'repos', 'Repos');
    server.put(`labels.${group}`, constraint('l'));
    server.put(`repos.${group}`, constraint('r'));
    await test.start();
    await eventually(() =>
      expect(sink.names('GatekeeperConstraint')).toEqual(['l', 'r']),
    );
    server.uninstall(`labels.${group}`);
    await eventually(() =>
      expect(sink.names('GatekeeperConstraint')).toEqual(['r']),
    );
    server.uninstall(`repos.${group}`);
    await eventually(() =>
      expect(sink.reports.get('GatekeeperConstraint')).toEqual({
        state: 'not-installed',
      }),
    );
    expect(sink.names('GatekeeperConstraint')).toEqual([]);
  });
});

describe('a group behind another server', () => {
  it('has failed, and is not taken for not installed, while that server is away', async () => {
    const test = createLiveTest();
    test.server.install(
      'wgpolicyk8s.io',
      'v1alpha2',
      'policyreports',
      'PolicyReport',
    );
    test.server.staleGroups.add('wgpolicyk8s.io');
    try {
      await test.start();
      await eventually(() =>
        expect(test.sink.reports.get('PolicyReport')).toMatchObject({
          state: 'failed',
        }),
      );
    } finally {
      await test.stop();
    }
  });
});
