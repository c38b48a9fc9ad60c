/** How fast a recorded cluster becomes posture, from files on disk to assessed entities. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Knex } from 'knex';
import { startBenchBackend, type Engine } from './backend';
import { createDatabaseProbe } from './databaseProbe';
import { teamEntities } from './entities';
import { until, watch } from './measure';
import {
  writeRecording,
  type RecordingFormat,
  type RecordingSize,
} from './recording';

export interface IngestOptions {
  engine: Engine;
  connection?: string;
  format: RecordingFormat;
  size: RecordingSize;
  seed: number;
}

export interface IngestFigures {
  Engine: string;
  Format: string;
  Results: number;
  'Stored in s': string;
  'Results/s': number;
  'Assessed in s': string;
  'Peak MiB': number;
  'Longest block ms': number;
}

export async function benchIngest(
  options: IngestOptions,
): Promise<IngestFigures> {
  const folder = await mkdtemp(join(tmpdir(), 'shift-down-bench-'));
  const recording = join(folder, 'recording');
  await writeRecording(recording, options.size, options.format, options.seed);
  const entities = teamEntities(options.size);
  const results = options.size.workloads * options.size.resultsPerWorkload;
  const probe = createDatabaseProbe();
  let stored = 0;
  try {
    const watched = await watch(async () => {
      const backend = await startBenchBackend({
        ...options,
        directory: folder,
        entities,
        userGroup: 'group:default/team-0',
        shiftDown: {
          clusters: [
            {
              name: 'bench',
              title: 'Bench',
              type: 'recorded',
              path: recording,
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
      await until('every report is stored', 600, () =>
        allStored(knex, options.size),
      );
      stored = (performance.now() - start) / 1000;
      const components = entities.filter(e => e.kind === 'Component').length;
      await until('every entity is assessed', 600, async () => {
        const [{ assessed }] = await knex('postures')
          .where({ state: 'assessed' })
          .count({ assessed: '*' });
        return Number(assessed) >= components;
      });
      const assessed = (performance.now() - start) / 1000;
      await backend.stop();
      return assessed;
    });
    return {
      Engine: options.engine,
      Format: options.format,
      Results: results,
      'Stored in s': stored.toFixed(1),
      'Results/s': Math.round(results / stored),
      'Assessed in s': watched.value.toFixed(1),
      'Peak MiB': Math.round(watched.peakMemory),
      'Longest block ms': Math.round(watched.longestBlock),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function allStored(knex: Knex, size: RecordingSize): Promise<boolean> {
  const [{ reports }] = await knex('objects')
    .where({ source_kind: 'PolicyReport' })
    .count({ reports: '*' });
  return Number(reports) >= size.workloads;
}
