/** How fast a big fleet's posture and findings are read, in the store and over HTTP. */
import { mockCredentials } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { CONTROL_CATALOGUE } from '@shift-down/plugin-shift-down-common';
import { NO_TRUST } from '@shift-down/plugin-shift-down-policy';
// The store without HTTP is measured from inside; the package exports no such thing.
// eslint-disable-next-line @backstage/no-forbidden-package-imports
import { CatalogueReader } from '@shift-down/plugin-shift-down-backend/src/images/CatalogueReader';
// eslint-disable-next-line @backstage/no-forbidden-package-imports
import { DefaultPostureCatalog } from '@shift-down/plugin-shift-down-backend/src/service/DefaultPostureCatalog';
import type { Knex } from 'knex';
import { startBenchBackend } from './backend';
import { createDatabaseProbe } from './databaseProbe';
import { fleetEntities, fleetMembers, type FleetSize } from './fleet';
import { createFleetModule } from './fleetSource';
import { percentiles, sample, until, watch } from './measure';
import { createRandom } from './random';

export interface ServeOptions {
  connection: string;
  size: FleetSize;
  seed: number;
}

const ROUNDS = 400;
const WARM_UP = 20;

/** Whose entities are read. */
const userGroup = 'group:default/team-0';

/** Puts the fleet in through the real pipeline; prints a table. */
export async function fillFleet(options: ServeOptions) {
  const { size, seed } = options;
  const probe = createDatabaseProbe();
  const collected = new Set<number>();
  const filling = performance.now();
  const backend = await startBenchBackend({
    engine: 'postgresql',
    connection: options.connection,
    directory: '',
    entities: fleetEntities(size),
    userGroup,
    features: [
      probe.feature,
      createFleetModule(size, seed, cluster => collected.add(cluster)),
    ],
  });
  const knex = await probe.database;
  const { longestBlock, peakMemory } = await watch(async () => {
    await until('the fleet is stored', 3600, async () =>
      Promise.resolve(collected.size === size.clusters),
    );
    const stored = (performance.now() - filling) / 1000;
    await until('the fleet is assessed', 3600, () => allAssessed(knex, size));
    const assessed = (performance.now() - filling) / 1000;
    console.table([await fillFigures(knex, size, stored, assessed)]);
  });
  await knex.raw('analyze');
  console.table([
    {
      'While filling': 'process',
      'Peak MiB': Math.round(peakMemory),
      'Longest block ms': Math.round(longestBlock),
    },
  ]);

  return { backend, knex };
}

/** Reads what is stored, as a user who may read what the own team owns. */
export function createStoreReader(knex: Knex, { size, seed }: ServeOptions) {
  const own = fleetMembers(size).filter(member => member.team === 'team-0');
  const random = createRandom(seed);
  const entityRef = () => `component:default/${random.pick(own).name}`;
  const catalog = new DefaultPostureCatalog({
    database: knex,
    controls: CONTROL_CATALOGUE,
    trust: 'namespace-owner',
    ownerLabel: 'shift-down.io/owner',
    maxAge: {},
    networkPolicyProviders: new Map(),
    controlOf: () => undefined,
    assessNow: async () => {},
    mirrorNow: async () => {},
    sourceTests: {
      isTestable: () => false,
      run: async () => undefined,
    },
    clock: { now: () => new Date() },
    catalogues: new CatalogueReader(knex, {
      goldenImages: { locations: [], frequencySeconds: 60 },
      maxAgeSeconds: 24 * 60 * 60,
      trust: NO_TRUST,
    }),
    looksAtImages: false,
    isKnownExploited: () => false,
  });
  const reader = {
    entities: { property: 'owner' as const, values: [userGroup] },
    allSources: false,
    mayTestSources: false,
  };
  return { catalog, reader, entityRef };
}

/** Puts the fleet in, then reads it; prints tables. */
export async function benchServe(options: ServeOptions): Promise<void> {
  const { backend, knex } = await fillFleet(options);
  const { catalog, entityRef, reader } = createStoreReader(knex, options);
  const http = httpReader(`http://127.0.0.1:${backend.server.port()}`);

  const questions: [string, () => Promise<unknown>, string][] = [
    [
      'posture, store',
      () => catalog.getPosture(entityRef(), reader),
      'p95 20 ms',
    ],
    [
      'first findings page of an entity, store',
      () => catalog.listFindings({ entityRef: entityRef() }, reader),
      'p95 20 ms',
    ],
    [
      'first findings page of a user, store',
      () => catalog.listFindings({}, reader),
      '',
    ],
    ['posture, HTTP', () => http(posturePath(entityRef())), 'p95 75 ms'],
    [
      'first findings page of an entity, HTTP',
      () => http(`/findings?entityRef=${encodeURIComponent(entityRef())}`),
      'p95 75 ms',
    ],
    ['first findings page of a user, HTTP', () => http('/findings'), ''],
    [
      'authorisation alone, HTTP',
      () => authorize(`http://127.0.0.1:${backend.server.port()}`),
      '',
    ],
  ];
  await measure(questions);
  await backend.stop();
}

/** Asks each question many times; prints a table. */
export async function measure(
  questions: [string, () => Promise<unknown>, string][],
): Promise<void> {
  const rows = [];
  for (const [name, ask, aim] of questions) {
    await sample(WARM_UP, ask);
    const watched = await watch(() => sample(ROUNDS, ask));
    const { p50, p95, p99 } = percentiles(watched.value);
    rows.push({
      Question: name,
      'p50 ms': p50.toFixed(1),
      'p95 ms': p95.toFixed(1),
      'p99 ms': p99.toFixed(1),
      Aim: aim,
      'Longest block ms': Math.round(watched.longestBlock),
      'Peak MiB': Math.round(watched.peakMemory),
    });
  }
  console.table(rows);
}

async function allAssessed(knex: Knex, size: FleetSize): Promise<boolean> {
  const [{ postures }] = await knex('postures')
    .where({ state: 'assessed' })
    .count({ postures: '*' });
  const [{ queued }] = await knex('assessment_queue')
    .where('due_at', '<=', new Date().toISOString())
    .count({ queued: '*' });
  return Number(postures) >= size.entities && Number(queued) === 0;
}

async function fillFigures(
  knex: Knex,
  size: FleetSize,
  stored: number,
  assessed: number,
) {
  const count = async (table: string) =>
    Number((await knex(table).count({ n: '*' }))[0].n);
  const failing = await count('occurrences');
  const passing = size.entities * size.passingPolicies;
  return {
    'Failing results': failing,
    Findings: await count('findings'),
    'Findings of entities': await count('finding_entities'),
    'Stored in s': stored.toFixed(0),
    'Results/s': Math.round((failing + passing) / stored),
    'Assessed in s': assessed.toFixed(0),
  };
}

function posturePath(entityRef: string): string {
  const [, name] = entityRef.split('/');
  return `/entities/by-name/component/default/${name}/posture`;
}

function httpReader(origin: string) {
  return async (path: string) => {
    const response = await fetch(`${origin}/api/shift-down${path}`, {
      headers: { authorization: mockCredentials.user.header() },
    });
    if (!response.ok) {
      throw new Error(
        `${path} answered ${response.status}: ${await response.text()}`,
      );
    }
    return response.json();
  };
}

/** What one conditional decision costs: the same call that every route makes. */
async function authorize(origin: string): Promise<unknown> {
  const response = await fetch(`${origin}/api/permission/authorize`, {
    method: 'POST',
    headers: {
      authorization: mockCredentials.user.header(),
      'content-type': 'application/json',
    },
    body: JSON.stringify({
      items: [
        {
          id: 'bench',
          permission: {
            type: 'resource',
            name: 'shift-down.posture.read',
            attributes: { action: 'read' },
            resourceType: 'shift-down-entity',
          },
        },
      ],
    }),
  });
  const body = (await response.json()) as { items: { result: string }[] };
  if (body.items[0].result !== AuthorizeResult.CONDITIONAL) {
    throw new Error('The policy was expected to answer with conditions');
  }
  return body;
}
