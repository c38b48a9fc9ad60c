/** Whatever may stand in a report: large, strange, wrong, or about nothing. */
import type { KubernetesObject } from 'control-plane';
import {
  aboutDeployment,
  deployment,
  namespace,
  policyReport,
  vulnerabilityReport,
  type Result,
} from './cluster/objects';
import { TestCluster } from './cluster/TestCluster';
import { Portal } from './portal/Portal';

const MEBIBYTE = 2 ** 20;

describe('bad input', () => {
  let cluster: TestCluster;
  let portal: Portal;

  beforeAll(async () => {
    cluster = await TestCluster.start({
      controllerManager: false,
      etcdArguments: ['--max-request-bytes=8388608'],
    });
    await cluster.apply(
      namespace('shop', { 'shift-down.io/owner': 'team-shop' }),
      deployment('shop', 'web'),
    );
    portal = await Portal.start({
      engine: 'sqlite',
      clusters: [cluster.entry('main')],
    });
    await portal.settles(cluster, 60);
  }, 120_000);

  afterAll(async () => {
    await portal?.stop();
    await cluster?.stop();
  }, 60_000);

  const web = aboutDeployment('shop', 'web');

  it('may be unknown words, wrong types, and nothing at all', async () => {
    await cluster.apply(
      policyReport('shop', 'words', web, [
        { policy: 'live-a', result: 'splendid' },
        { policy: 'live-b', result: 'PASS' },
        { policy: 'live-c', result: 'fail', severity: 'apocalyptic' } as Result,
      ]),
      policyReport('shop', 'empty', undefined, []),
      {
        ...policyReport('shop', 'no-results', web, []),
        results: null,
      } as KubernetesObject,
      {
        ...policyReport('shop', 'no-fields', undefined, []),
        results: undefined,
        extra: { deep: { deeper: [1, 'two', null, true] } },
      },
    );
    await portal.settles(cluster, 20);
  }, 60_000);

  it('may be of the wrong shape: the report is named, and the others go on', async () => {
    await cluster.apply(
      {
        ...policyReport('shop', 'not-a-list', web, []),
        results: 'all is well',
      },
      {
        ...policyReport('shop', 'no-policy', web, []),
        results: [{ policy: 7, result: 'pass' }],
      },
      policyReport('shop', 'control', web, [
        { policy: 'live\u0000nul', result: 'pass' },
      ]),
      policyReport('shop', 'well', web, [{ policy: 'live-d', result: 'fail' }]),
    );
    await portal.settles(cluster, 20, {
      unreadable: ['not-a-list', 'no-policy', 'control'].map(
        name => `PolicyReport shop/${name}`,
      ),
    });
    await cluster.delete(
      ...['not-a-list', 'no-policy', 'control'].map(name =>
        policyReport('shop', name, undefined, []),
      ),
    );
    await portal.settles(cluster, 20);
  }, 60_000);

  it('may be names in any script, with quotes and markup', async () => {
    const names = [
      'правило-безопасности',
      '策略',
      '🛡️ shield',
      `it's "quoted" \\ and \`ticked\``,
      "'; drop table objects; --",
      '<script>alert(1)</script>',
      '%s %d {0} ${x} {{y}}',
      'e\u0301 and \u00e9',
      '\ufffd in place of what was none',
      'ends with a space ',
    ];
    await cluster.apply(
      policyReport(
        'shop',
        'names',
        web,
        names.map(policy => ({
          policy,
          rule: policy,
          result: 'fail',
          message: `${policy} says no`,
        })),
      ),
      vulnerabilityReport('shop', 'names', web, [
        'CVE-2026-0001',
        'GHSA-\'quoted\'-"advisory"',
      ]),
    );
    await portal.settles(cluster, 20);
  }, 60_000);

  it('may be about what is gone, or was never there', async () => {
    await cluster.apply(
      deployment('shop', 'short-lived'),
      policyReport('shop', 'gone', aboutDeployment('shop', 'short-lived'), [
        { policy: 'live-a', result: 'fail' },
      ]),
      policyReport('shop', 'never', aboutDeployment('shop', 'never'), [
        { policy: 'live-a', result: 'fail' },
      ]),
    );
    await portal.settles(cluster, 20);
    await cluster.delete(deployment('shop', 'short-lived'));
    await portal.settles(cluster, 20);
  }, 60_000);

  it('may be dated in the future or the far past, and never counts as newer than it is', async () => {
    const seconds = Math.floor(Date.now() / 1000);
    await cluster.apply(
      policyReport('shop', 'future', web, [
        { policy: 'live-f', result: 'pass', seconds: seconds + 86_400 * 365 },
        { policy: 'live-g', result: 'fail', seconds: seconds + 86_400 * 365 },
      ]),
      policyReport('shop', 'past', web, [
        { policy: 'live-h', result: 'fail', seconds: 1 },
        { policy: 'live-i', result: 'fail', seconds: 99_999_999_999_999 },
        { policy: 'live-j', result: 'fail', seconds: -5 },
      ]),
    );
    await portal.settles(cluster, 20);
    const later = new Date(Date.now() + 60_000).toISOString();
    for (const table of ['occurrences', 'passes', 'objects']) {
      expect(await portal.knex(table).where('observed_at', '>', later)).toEqual(
        [],
      );
    }
  }, 60_000);

  it('may be 50 MB of reports, listed and watched', async () => {
    const text = 'lorem ipsum dolor sit amet, '.repeat(36);
    const large = Array.from({ length: 36 }, (_, index) =>
      policyReport(
        'shop',
        `large-${index}`,
        web,
        Array.from({ length: 1_150 }, (__, result) => ({
          policy: `live-large-${result}`,
          result: result % 2 ? 'pass' : 'fail',
          message: `${result} ${text}`,
        })),
      ),
    );
    const size = Buffer.byteLength(JSON.stringify(large));
    expect(size).toBeGreaterThan(45 * MEBIBYTE);
    await cluster.apply(...large);
    const watched = await portal.settles(cluster, 120);
    await portal.replica.stop();
    const replica = await portal.addReplica();
    const listed = await portal.settles(cluster, 120);
    const { peakResident } = await replica.memory();
    console.log(
      `${Math.round(size / MEBIBYTE)} MiB of reports: ${watched.toFixed(
        1,
      )} s watched, ` +
        `${listed.toFixed(1)} s listed, at most ${Math.round(
          peakResident / MEBIBYTE,
        )} MiB of memory`,
    );
    await cluster.delete(...large);
    await portal.settles(cluster, 120);
  }, 400_000);

  it('may be 100,000 results in one report', async () => {
    // Without a word on how they came out, or they would not fit into one request.
    const report = {
      ...policyReport('shop', 'many', web, []),
      results: Array.from({ length: 100_000 }, (_, index) => ({
        policy: index.toString(36),
      })),
    };
    await cluster.apply(report);
    const seconds = await portal.settles(cluster, 180);
    const { peakResident } = await portal.replica.memory();
    console.log(
      `100,000 results in one report: ${seconds.toFixed(
        1,
      )} s, at most ${Math.round(peakResident / MEBIBYTE)} MiB of memory`,
    );
    await cluster.delete(report);
    await portal.settles(cluster, 120);
  }, 400_000);
});
