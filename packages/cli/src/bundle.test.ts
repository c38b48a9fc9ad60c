import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundle } from './__testUtils__/bundle';
import { deployment } from './__testUtils__/shiftDown';
import { version } from '../package.json';

const cli = bundle();

it('runs alone, and tells its version', () => {
  expect(cli.run(['--version'])).toEqual({
    code: 0,
    out: `${version}\n`,
    error: '',
  });
});

it('is one executable file with the licences of what is in it', () => {
  const text = readFileSync(cli.path, 'utf8');
  expect(text).toMatch(/^#!\/usr\/bin\/env node\n/);
  expect(text).toContain('@license');
  expect(statSync(cli.path).mode & 0o111).not.toBe(0);
});

it('carries nothing that only verifies signatures', () => {
  expect(readFileSync(cli.path, 'utf8')).not.toContain('TLOG_');
});

it.each([
  [0, deployment()],
  [1, deployment('web', { privileged: true })],
  [2, 'kind: [\n'],
])('ends with %d as standard input deserves it', (code, input) => {
  const ran = cli.run(['check', '-', '--format', 'json'], { input });
  expect(ran).toMatchObject({ code, error: '' });
  expect(JSON.parse(ran.out).summary.exitCode).toBe(code);
});

it('tells where in the output of Helm a finding is from', () => {
  const input = `---\n# Source: shop/templates/web.yaml\n${deployment('web', {
    privileged: true,
  })}---\n# Source: shop/templates/none.yaml\n`;
  const { out } = cli.run(['check', '-', '--pod-security', 'baseline'], {
    input,
  });
  expect(out).toContain('standard input\n');
  expect(out).toContain('Deployment/web in shop (shop/templates/web.yaml)');
});

it('writes all of a long report into a pipe', () => {
  const input = Array.from({ length: 400 }, (_, i) =>
    deployment(`web-${i}`, { privileged: true }),
  ).join('---\n');
  const { out } = cli.run(['check', '-', '--format', 'json'], { input });
  expect(out.length).toBeGreaterThan(200_000);
  expect(JSON.parse(out).findings.length).toBeGreaterThanOrEqual(400);
});

it('finds files by glob, and evaluates policies, Dockerfiles and signatures', () => {
  writeFileSync(join(cli.folder, 'web.yaml'), deployment());
  writeFileSync(join(cli.folder, 'Dockerfile'), 'FROM scratch\nUSER 1\n');
  const policies = join(__dirname, '../../../examples/policies/organisation');
  const { code, out } = cli.run([
    'check',
    'w*.yaml',
    'Dockerfile',
    ...['--policies', policies, '--format', 'json'],
  ]);
  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject({
    problems: [],
    summary: { files: 2, resources: 2 },
  });
  const refused = cli.run(['check', 'web.yaml', '--exceptions', 'web.yaml']);
  expect(refused).toMatchObject({ code: 2, out: '' });
});

it('has its first verdict in less than a second', () => {
  writeFileSync(join(cli.folder, 'web.yaml'), deployment());
  // The fastest of a few, since others use the machine too.
  const times = Array.from({ length: 5 }, () => {
    const start = performance.now();
    cli.run(['check', 'web.yaml']);
    return performance.now() - start;
  });
  expect(Math.min(...times)).toBeLessThan(1_000);
});
