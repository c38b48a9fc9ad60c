import knexFactory from 'knex';
import { applyMigrations } from '../database/applyMigrations';
import { DefaultPostureCatalog } from './DefaultPostureCatalog';
import { CONTROLS } from './testUtils/seedTwoTeams';

jest.setTimeout(600_000);
it('bench', async () => {
  const knex = knexFactory({
    client: 'pg',
    connection: 'postgresql://postgres:x@127.0.0.1:55432/serve_bench',
    pool: { min: 0, max: 10 },
  });
  if (process.env.BENCH_MIGRATE) {
    await applyMigrations({}, knex);
    await knex.destroy();
    return;
  }
  const catalog = new DefaultPostureCatalog({
    database: knex,
    controls: CONTROLS,
    trust: 'namespace-owner',
    ownerLabel: 'x',
    assessNow: async () => {},
    mirrorNow: async () => {},
    now: () => new Date(),
  });
  const owner = (...claims: string[]) => ({
    entities: { property: 'owner' as const, values: claims },
    allSources: false,
  });
  const all = { entities: 'everything' as const, allSources: false };
  const g = (n: number) => `group:default/g${n}`;
  const many = owner(...Array.from({ length: 40 }, (_, i) => g(i))); // 2000 entities
  const ten = owner(...Array.from({ length: 10 }, (_, i) => g(i))); // 500
  const two = owner(g(1), g(2));
  const none = owner('group:default/nobody');
  const ref = (i: number) => `component:default/e${i}`;
  const cases: [string, (i: number) => Promise<unknown>][] = [
    ['posture all', i => catalog.getPosture(ref(1 + ((i * 37) % 9999)), all)],
    ['posture owner', i => catalog.getPosture(ref(50 + (i % 50)), owner(g(1)))],
    ['system posture', () => catalog.getPosture('system:default/s1', all)],
    [
      'findings entity all',
      i => catalog.listFindings({ entityRef: ref(1 + ((i * 37) % 9999)) }, all),
    ],
    [
      'findings entity owner',
      i => catalog.listFindings({ entityRef: ref(50 + (i % 50)) }, owner(g(1))),
    ],
    [
      'findings entity text',
      i =>
        catalog.listFindings(
          { entityRef: ref(50 + (i % 50)), text: 'finding 7' },
          owner(g(1)),
        ),
    ],
    [
      'findings system',
      () => catalog.listFindings({ entityRef: 'system:default/s1' }, all),
    ],
    [
      'findings owner 1 group (50)',
      () => catalog.listFindings({}, owner(g(1))),
    ],
    ['findings owner 2 groups (100)', () => catalog.listFindings({}, two)],
    ['findings owner 10 groups (500)', () => catalog.listFindings({}, ten)],
    ['findings owner 40 groups (2000)', () => catalog.listFindings({}, many)],
    ['findings owner none', () => catalog.listFindings({}, none)],
    ['findings all', () => catalog.listFindings({}, all)],
    [
      'findings all sev low',
      () => catalog.listFindings({ severity: ['low'] }, all),
    ],
    [
      'findings 40g sev low',
      () => catalog.listFindings({ severity: ['low'] }, many),
    ],
    [
      'findings all unknown',
      () => catalog.listFindings({ result: ['unknown'] }, all),
    ],
    [
      'findings all firstSeen',
      () => catalog.listFindings({ sort: '-firstSeen' }, all),
    ],
    [
      'findings all policy',
      () => catalog.listFindings({ sort: 'policy' }, all),
    ],
    [
      'findings all text',
      () => catalog.listFindings({ text: 'CVE-2026-77' }, all),
    ],
    [
      'findings 10g text',
      () => catalog.listFindings({ text: 'CVE-2026-77' }, ten),
    ],
    [
      'findings 10g ns',
      () => catalog.listFindings({ namespace: ['ns1'] }, ten),
    ],
    [
      'findings all ns',
      () => catalog.listFindings({ namespace: ['ns1'] }, all),
    ],
    [
      'findings all fixable',
      () => catalog.listFindings({ fixable: true }, all),
    ],
    ['postures all', () => catalog.listPostures({}, all)],
    ['postures 40g', () => catalog.listPostures({}, many)],
    [
      'by-refs 100',
      () =>
        catalog.getPosturesByRefs(
          Array.from({ length: 100 }, (_, i) => ref(i + 1)),
          ten,
        ),
    ],
    ['images entity', i => catalog.listImages({ entityRef: ref(1 + i) }, all)],
    ['images 1g', () => catalog.listImages({}, owner(g(1)))],
    ['images all', () => catalog.listImages({}, all)],
    ['sources own', () => catalog.listSources(ten)],
    ['sources all', () => catalog.listSources({ ...all, allSources: true })],
  ];
  const only = process.env.BENCH_ONLY;
  const lines: string[] = [];
  for (const [name, run] of cases) {
    if (only && !name.includes(only)) continue;
    const times: number[] = [];
    const first = performance.now();
    await run(0);
    const one = performance.now() - first;
    const n = one > 500 ? 3 : 30;
    for (let i = 1; i <= n; i++) {
      const start = performance.now();
      await run(i);
      times.push(performance.now() - start);
    }
    times.sort((a, b) => a - b);
    lines.push(
      `${name.padEnd(36)} first ${one.toFixed(0)} p50 ${times[
        Math.floor(n / 2)
      ].toFixed(1)} p95 ${times[Math.floor(n * 0.95)].toFixed(1)}`,
    );
  }
  console.log(lines.join('\n'));
  await knex.destroy();
});
