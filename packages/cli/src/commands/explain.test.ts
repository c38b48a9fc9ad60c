import { CONTROL_CATALOGUE } from '@shift-down/plugin-shift-down-common';
import { workspace } from '../__testUtils__/shiftDown';

const cli = workspace();

it.each([
  'privileged-containers',
  'privileged',
  'Privileged',
  'disallow-privileged-containers',
])('explains %s', async asked => {
  const { code, out } = await cli.shiftDown('explain', asked);
  expect(out).toContain('privileged-containers: Containers must not');
  expect(out).toContain('What to do');
  expect(out).toContain('CIS Kubernetes Benchmark cis-1.12 5.2.2');
  expect(code).toBe(0);
});

it('lists every control', async () => {
  const { out } = await cli.shiftDown('explain');
  expect(out.trim().split('\n')).toHaveLength(CONTROL_CATALOGUE.length);
});

it('has an idea of what else was meant', async () => {
  const { code, error } = await cli.shiftDown(
    'explain',
    'privileged-container',
  );
  expect(error).toContain('privileged-containers');
  expect(code).toBe(2);
});
