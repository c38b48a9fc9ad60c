/** How long a change in the cluster takes until the API answers with it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ControlPlane } from 'control-plane';
import { startBenchBackend, type Engine } from '../backend';
import { createDatabaseProbe } from '../databaseProbe';
import { teamEntities } from '../entities';
import { sample, until, watch } from '../measure';
import { liveReport, type LiveSize } from './cluster';

const POLL_MILLISECONDS = 5;

export interface ChangeFigures {
  /** From empty until every report is stored and every entity assessed, in seconds. */
  stored: number;
  assessed: number;
  peakMebibytes: number;
  longestBlockMilliseconds: number;
  /** Milliseconds from the API server's answer to ours, of each change. */
  changes: number[];
}

export async function measureChanges(
  cluster: ControlPlane,
  options: {
    engine: Engine;
    connection?: string;
    size: LiveSize;
    rounds: number;
  },
): Promise<ChangeFigures> {
  const { size, rounds } = options;
  const directory = await mkdtemp(join(tmpdir(), 'shift-down-bench-'));
  const probe = createDatabaseProbe();
  const entities = teamEntities(size);
  const components = entities.filter(it => it.kind === 'Component').length;
  let stored = 0;
  let assessed = 0;
  let backend: Awaited<ReturnType<typeof startBenchBackend>> | undefined;
  try {
    const filled = await watch(async () => {
      backend = await startBenchBackend({
        ...options,
        directory,
        entities,
        userGroup: 'group:default/team-0',
        shiftDown: {
          clusters: [
            {
              name: 'bench',
              type: 'kubeconfig',
              path: cluster.kubeconfig.path,
              // What is measured is the way, not whom it trusts.
              reports: { trust: 'trusted' },
            },
          ],
        },
        features: [
          probe.feature,
          import('@shift-down/plugin-shift-down-backend-module-kubernetes'),
        ],
      });
      const start = performance.now();
      const knex = await probe.database;
      await until('every report is stored', 600, async () => {
        const [{ reports }] = await knex('objects')
          .where({ source_kind: 'PolicyReport' })
          .count({ reports: '*' });
        return Number(reports) >= size.workloads;
      });
      stored = (performance.now() - start) / 1000;
      await until('every entity is assessed', 600, async () => {
        const [{ count }] = await knex('postures')
          .where({ state: 'assessed' })
          .count({ count: '*' });
        return Number(count) >= components;
      });
      assessed = (performance.now() - start) / 1000;
    });

    const knex = await probe.database;
    const name = 'team-0-service-0';
    const entityRef = `component:default/${name}`;
    const failing = async () => {
      const [{ count }] = await knex('finding_entities')
        .join('findings', 'findings.id', 'finding_entities.finding_id')
        .where('finding_entities.entity_ref', entityRef)
        .where('findings.policy', 'bench-policy-0')
        .where('finding_entities.result', 'fail')
        .count({ count: '*' });
      return Number(count) > 0;
    };
    const changes = await sample(rounds, async round => {
      const result = round % 2 ? 'fail' : 'pass';
      const { results } = liveReport('team-0', name, size, result);
      await cluster.json(
        `/apis/wgpolicyk8s.io/v1alpha2/namespaces/team-0/policyreports/report-${name}`,
        {
          method: 'PATCH',
          headers: { 'content-type': 'application/merge-patch+json' },
          json: { results },
        },
      );
      while ((await failing()) !== (result === 'fail')) {
        await new Promise(done => setTimeout(done, POLL_MILLISECONDS));
      }
    });
    return {
      stored,
      assessed,
      peakMebibytes: filled.peakMemory,
      longestBlockMilliseconds: filled.longestBlock,
      changes,
    };
  } finally {
    await backend?.stop();
    await rm(directory, { recursive: true, force: true });
  }
}
