import type { Log } from 'sarif';
import { parseAllDocuments } from 'yaml';
import { deployment, workspace } from '../__testUtils__/shiftDown';

const cli = workspace();

beforeEach(() => {
  cli.write('a b/web.yaml', deployment('web', { privileged: true }));
  cli.write('good.yaml', deployment('good', { namespace: 'calm' }));
  cli.write('broken.yaml', 'kind: [\n');
});

async function render(format: string) {
  const { out } = await cli.shiftDown(
    'check',
    ...['--pod-security', 'baseline', '--format', format],
  );
  return out;
}

it('SARIF places results relative to the sources, with help', async () => {
  const { version, runs }: Log = JSON.parse(await render('sarif'));
  expect(version).toBe('2.1.0');
  const [{ results = [], tool, invocations = [] }] = runs;
  expect(results).toHaveLength(1);
  const [result] = results;
  expect(result).toMatchObject({ kind: 'fail', level: 'error' });
  expect(result.locations?.[0].physicalLocation).toEqual({
    artifactLocation: { uri: 'a%20b/web.yaml', uriBaseId: '%SRCROOT%' },
    region: { startLine: 22, startColumn: 13 },
  });
  const rule = tool.driver.rules?.[result.ruleIndex ?? -1];
  expect(rule).toMatchObject({
    id: 'pod-security/privileged',
    help: { text: expect.stringContaining('Remove') },
  });
  expect(result.ruleId).toBe(rule?.id);
  expect(invocations[0]).toMatchObject({
    executionSuccessful: false,
    exitCode: 2,
  });
  expect(invocations[0].toolExecutionNotifications?.[0]).toMatchObject({
    level: 'error',
    locations: [
      { physicalLocation: { artifactLocation: { uri: 'broken.yaml' } } },
    ],
  });
});

it('SARIF shows what is accepted as suppressed, never as gone', async () => {
  const command = ['check', 'a b', '--pod-security', 'baseline'];
  await cli.shiftDown(...command, '--write-accept', 'accepted.json');
  const { out } = await cli.shiftDown(
    ...command,
    ...['--accept', 'accepted.json', '--format', 'sarif'],
  );
  const [{ results = [] }] = (JSON.parse(out) as Log).runs;
  expect(results).toEqual([
    expect.objectContaining({
      kind: 'fail',
      suppressions: [
        expect.objectContaining({ kind: 'external', status: 'accepted' }),
      ],
    }),
  ]);
});

it('JUnit has a suite for each file and an error for what is broken', async () => {
  const xml = await render('junit');
  expect(xml).toMatch(/^<\?xml version="1.0" encoding="UTF-8"\?>/);
  expect(xml).toContain('<testsuite name="a b/web.yaml"');
  expect(xml).toMatch(/failures="1" errors="1"/);
  expect(xml).toMatch(
    /<testcase classname="shop\/Deployment\/web" name="privileged \(app\)"[^>]*>\s*<failure message="a b\/web.yaml:22:13 /,
  );
  expect(xml).toMatch(
    /<testcase classname="calm\/Deployment\/good" name="privileged"[^>]*\/>/,
  );
});

it('JUnit shows what does not count as skipped, never as passed', async () => {
  const command = ['check', 'a b', '--pod-security', 'baseline'];
  await cli.shiftDown(...command, '--write-accept', 'accepted.json');
  const { out } = await cli.shiftDown(
    ...command,
    ...['--accept', 'accepted.json', '--format', 'junit'],
  );
  expect(out).toMatch(/name="privileged \(app\)"[^>]*>\s*<skipped\/>/);
  expect(out).toContain('fail, accepted');
});

it('PolicyReports come one a namespace, with every result', async () => {
  const reports = parseAllDocuments(await render('policyreport')).map(it =>
    it.toJS(),
  );
  expect(reports).toEqual(
    ['calm', 'shop'].map(namespace =>
      expect.objectContaining({
        apiVersion: 'wgpolicyk8s.io/v1alpha2',
        kind: 'PolicyReport',
        metadata: expect.objectContaining({ namespace }),
      }),
    ),
  );
  const [calm, shop] = reports;
  expect(calm.summary).toMatchObject({ fail: 0, error: 0 });
  expect(calm.results).toHaveLength(calm.summary.pass);
  expect(shop.results).toContainEqual(
    expect.objectContaining({
      policy: 'pod-security',
      rule: 'privileged',
      result: 'fail',
      severity: 'critical',
      resources: [
        {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          namespace: 'shop',
          name: 'web',
        },
      ],
      timestamp: { seconds: 1772366400, nanos: 0 },
    }),
  );
});
