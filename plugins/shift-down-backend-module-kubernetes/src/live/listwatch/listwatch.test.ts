/** How lists and watches go on over whatever an API server does to them. */
import { setTimeout as sleep } from 'timers/promises';
import {
  createLiveTest,
  eventually,
  pod,
  policyReport,
  type LiveTest,
} from '../__testUtils__/liveCluster';

const REPORTS = 'policyreports.wgpolicyk8s.io';
const REPORTS_PATH = '/apis/wgpolicyk8s.io/v1alpha2/policyreports?';

describe('a list and its watch', () => {
  let test: LiveTest;
  const lists = () =>
    test.server
      .requestsFor(REPORTS_PATH)
      .filter(it => !it.includes('watch=1') && !it.endsWith('?limit=1'));
  const watches = () =>
    test.server.requestsFor(REPORTS_PATH).filter(it => it.includes('watch=1'));
  const reports = () => test.sink.names('PolicyReport');
  const putReports = (from: number, to: number) => {
    for (let number = from; number < to; number += 1) {
      test.server.put(REPORTS, policyReport(`r${number}`, 'web'));
    }
  };
  const settled = (count: number) =>
    eventually(() => {
      expect(reports()).toHaveLength(count);
      expect(test.sink.reports.get('PolicyReport')).toEqual({ state: 'fresh' });
      expect(test.server.openWatches(REPORTS)).toBe(1);
    });

  beforeEach(() => {
    test = createLiveTest();
    test.server.install(
      'wgpolicyk8s.io',
      'v1alpha2',
      'policyreports',
      'PolicyReport',
    );
  });
  afterEach(() => test.stop());

  it('reads a list page by page and asks for a consistent one', async () => {
    putReports(0, 120);
    await test.start();
    await settled(120);
    expect(lists().map(it => it.split('?')[1])).toEqual([
      'limit=50',
      expect.stringMatching(/^limit=50&continue=50/),
      expect.stringMatching(/^limit=50&continue=100/),
    ]);
    expect(watches()[0]).toMatch(
      /watch=1&allowWatchBookmarks=true&timeoutSeconds=\d+&resourceVersion=\d+$/,
    );
  });

  it('asks for smaller pages from then on when one is too large', async () => {
    putReports(0, 120);
    await test.start({
      cluster: { limits: { objectBytes: 1_000_000, pageBytes: 15_000 } },
    });
    await settled(120);
    const limits = lists().map(it => Number(/limit=(\d+)/.exec(it)![1]));
    expect(limits.slice(0, 3)).toEqual([50, 25, 25]);
  });

  it('begins anew when a list expires while it is read', async () => {
    putReports(0, 120);
    let expired = 0;
    test.server.intercept = ({ query }, response) => {
      if (query.get('continue')?.startsWith('100:') && expired < 2) {
        expired += 1;
        response.writeHead(410).end('{"message":"expired"}');
        return true;
      }
      return false;
    };
    await test.start();
    await settled(120);
    expect(lists()).toHaveLength(9);
  });

  it('deletes nothing because a list failed half way', async () => {
    putReports(0, 120);
    await test.start();
    await settled(120);
    test.sink.takeCalls();

    let broken = true;
    test.server.intercept = ({ query, resource }, response) => {
      if (broken && resource === REPORTS && query.has('continue')) {
        response.writeHead(500).end('{"message":"etcd is away"}');
        return true;
      }
      return false;
    };
    test.server.silently(() => test.server.remove(REPORTS, 'shop/r119'));
    test.server.compact();
    test.server.cut(REPORTS);
    await eventually(() =>
      expect(test.sink.reports.get('PolicyReport')).toEqual({
        state: 'failed',
        error: `${REPORTS} – The API server answered 500: etcd is away.`,
      }),
    );
    expect(reports()).toHaveLength(120);

    broken = false;
    await settled(119);
    expect(reports()).not.toContain('shop/r119');
  });

  it('takes a page that breaks off for a failure and not for its end', async () => {
    putReports(0, 3);
    let broken = true;
    test.server.intercept = ({ resource, query }, response) => {
      if (broken && resource === REPORTS && !query.has('watch')) {
        response.writeHead(200);
        response.write('{"kind":"PolicyReportList","items":[');
        response.end();
        return true;
      }
      return false;
    };
    await test.start();
    await eventually(() =>
      expect(test.sink.reports.get('PolicyReport')).toEqual({
        state: 'failed',
        error: `${REPORTS} – The list broke off.`,
      }),
    );
    broken = false;
    await settled(3);
  });

  it('goes on from the last version when a connection is cut within a line', async () => {
    putReports(0, 2);
    await test.start();
    await settled(2);
    putReports(2, 3);
    await settled(3);
    test.server.write(REPORTS, '{"type":"ADDED","object":{"apiVersion":"wgp');
    test.server.silently(() => putReports(3, 4));
    test.server.cut(REPORTS);
    await settled(4);
    expect(lists()).toHaveLength(1);
  });

  it('goes on from the version of a bookmark', async () => {
    putReports(0, 1);
    await test.start();
    await settled(1);
    test.server.put('pods', pod('other'));
    test.server.compact();
    test.server.bookmark(REPORTS);
    const { length } = watches();
    await eventually(() => test.sink.names('Workload').length === 1);
    test.server.cut(REPORTS);
    await eventually(() => watches().length > length);
    putReports(1, 2);
    await settled(2);
    expect(lists()).toHaveLength(1);
  });

  it('gives up a connection that says nothing any more, and misses nothing', async () => {
    putReports(0, 1);
    await test.start({ timing: { idle: 300 } });
    await settled(1);
    test.server.silently(() => putReports(1, 2));
    await settled(2);
    expect(lists()).toHaveLength(1);
    expect(test.sink.events).toContainEqual({
      kind: 'PolicyReport',
      level: 'warning',
      message: expect.stringContaining('Meanwhile there were changes'),
    });
  });

  it.each([
    ['an event says that', () => test.server.fail(REPORTS, 410)],
    ['the next request finds that', () => test.server.cut(REPORTS)],
    [
      'a line can not be understood and',
      () => test.server.write(REPORTS, '{"type":"ADDED","object":{{\n'),
    ],
    [
      'an event has an unknown type and',
      () => test.server.write(REPORTS, '{"type":"NEW","object":{}}\n'),
    ],
  ])(
    'lists anew without dropping what it knows when %s the watch is lost',
    async (_, lose) => {
      putReports(0, 3);
      await test.start();
      await settled(3);
      test.sink.takeCalls();
      test.server.silently(() => {
        test.server.remove(REPORTS, 'shop/r0');
        putReports(3, 4);
      });
      test.server.compact();
      lose();
      await eventually(() =>
        expect(reports()).toEqual(['shop/r1', 'shop/r2', 'shop/r3']),
      );
      const deleted = test.sink.calls
        .filter(([call]) => call === 'apply')
        .flatMap(([, , change]) => (change as any).deletes);
      expect(deleted.map(({ name }: any) => name)).toEqual(['r0']);
      expect(lists()).toHaveLength(2);
      await settled(3);
    },
  );

  it('goes on after an error that is no reason to list anew', async () => {
    putReports(0, 1);
    await test.start();
    await settled(1);
    test.server.fail(REPORTS, 500);
    test.server.silently(() => putReports(1, 2));
    await settled(2);
    expect(lists()).toHaveLength(1);
  });

  it('lists anew when the history of a server went back', async () => {
    putReports(0, 1);
    await test.start();
    await settled(1);
    test.server.silently(() => test.server.remove(REPORTS, 'shop/r0'));
    test.server.write(
      REPORTS,
      '{"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"5"}}}\n',
    );
    await settled(0);
    expect(lists()).toHaveLength(2);
  });

  it('says what to grant for what is forbidden, goes on with the rest, and tries again', async () => {
    putReports(0, 1);
    test.server.put('pods', pod('web'));
    test.server.forbidden.add(REPORTS);
    await test.start();
    await eventually(() =>
      expect(test.sink.reports.get('PolicyReport')).toEqual({
        state: 'forbidden',
        error: `${REPORTS} – The credential may not read it. Grant a ClusterRole with apiGroups: ["wgpolicyk8s.io"], resources: ["policyreports"], verbs: ["get", "list", "watch"].`,
      }),
    );
    await eventually(() =>
      expect(test.sink.reports.get('Workload')).toEqual({ state: 'fresh' }),
    );
    expect(test.sink.names('Workload')).toEqual(['shop/web']);

    test.server.forbidden.delete(REPORTS);
    await settled(1);

    // A watch that may not be resumed is as good as none.
    test.server.forbidden.add(REPORTS);
    test.server.cut(REPORTS);
    await eventually(() =>
      expect(test.sink.reports.get('PolicyReport')?.state).toBe('forbidden'),
    );
    expect(reports()).toHaveLength(1);
    test.server.forbidden.delete(REPORTS);
    await settled(1);
  });

  it('does not take the refusal of a server that just started for its last word', async () => {
    putReports(0, 1);
    await test.start();
    await settled(1);
    test.server.forbidden.add(REPORTS);
    test.server.cut(REPORTS);
    await sleep(60);
    test.server.forbidden.delete(REPORTS);
    putReports(1, 2);
    await settled(2);
    expect(lists()).toHaveLength(1);
    expect(
      test.sink.calls.filter(
        ([call, kind, report]) =>
          call === 'report' &&
          kind === 'PolicyReport' &&
          (report as { state: string }).state !== 'fresh',
      ),
    ).toEqual([]);
  });

  it('names the credential when the server does not accept it', async () => {
    putReports(0, 1);
    test.server.intercept = ({ resource }, response) => {
      if (resource === REPORTS) {
        response.writeHead(401).end('{}');
        return true;
      }
      return false;
    };
    await test.start();
    await eventually(() =>
      expect(test.sink.reports.get('PolicyReport')).toEqual({
        state: 'failed',
        error: expect.stringContaining('does not accept the credential (401)'),
      }),
    );
  });

  it('keeps the others going when one resource never answers', async () => {
    putReports(0, 1);
    test.server.put('pods', pod('web'));
    test.server.intercept = ({ resource }) => resource === 'cronjobs.batch';
    await test.start({ timing: { idle: 300 } });
    test.server.put('pods', pod('api'));
    await eventually(() => {
      expect(test.sink.names('Workload')).toEqual(['shop/api', 'shop/web']);
      expect(test.sink.reports.get('Namespace')).toEqual({ state: 'fresh' });
      expect(test.sink.reports.get('PolicyReport')).toEqual({ state: 'fresh' });
    });
  });

  it('sends no heartbeat for a kind while nobody knows whether its watch is alive', async () => {
    putReports(0, 1);
    let dead = false;
    test.server.intercept = ({ resource }) => dead && resource === REPORTS;
    await test.start({ timing: { idle: 300 } });
    await settled(1);
    dead = true;
    test.server.cut(REPORTS);
    await new Promise(resolve => setTimeout(resolve, 600));
    test.sink.takeCalls();
    await new Promise(resolve => setTimeout(resolve, 500));
    const heartbeats = test.sink.calls.filter(([call]) => call === 'report');
    expect(heartbeats).toContainEqual(['report', 'Role', { state: 'fresh' }]);
    expect(heartbeats).not.toContainEqual([
      'report',
      'PolicyReport',
      { state: 'fresh' },
    ]);
  });

  it('lists nothing that is known in the same version twice over', async () => {
    putReports(0, 3);
    await test.start();
    await settled(3);
    test.sink.takeCalls();
    test.server.fail(REPORTS, 410);
    await eventually(() => lists().length === 2);
    await settled(3);
    expect(test.sink.calls.filter(([call]) => call === 'apply')).toEqual([]);
  });
});
