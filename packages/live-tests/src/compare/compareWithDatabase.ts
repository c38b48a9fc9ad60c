/** Where the database differs from what it should hold, in words. */
import type { Knex } from 'knex';
import { compareMaps } from './compareMaps';
import { compareStatements } from './compareStatements';
import type { ComparisonOptions, Context, StoredObject } from './context';
import type { ExpectedCluster } from './expectation';
import { findLeftovers } from './findLeftovers';

const REVISION_LABELS =
  /^(batch\.kubernetes\.io\/(controller-uid|job-name)|controller-revision-hash|controller-uid|job-name|pod-template-(generation|hash))$/;

/** What we make of objects ourselves is in no cluster. */
const OWN = 'Evaluation';

export async function compareWithDatabase(
  knex: Knex,
  expected: ExpectedCluster,
  options: ComparisonOptions,
): Promise<string[]> {
  const { name, ignored = [] } = options;
  const cluster = await knex('clusters').where({ name }).first();
  if (cluster?.uid !== expected.uid) {
    return [
      `cluster ${name} is ${cluster?.uid ?? 'unknown'} and not ${expected.uid}`,
    ];
  }
  const context = { knex, expected, options, ignored: new Set(ignored) };
  const differences = [
    ...(await compareSources(context)),
    ...(await compareObjects(context)),
    ...(await compareWorkloads(context)),
    ...(await compareNamespaces(context)),
    ...(await compareStatements(context)),
    ...(await compareAdvisories(context)),
    ...(await findLeftovers(knex)),
  ];
  return differences;
}

async function compareSources({
  knex,
  expected,
  options,
  ignored,
}: Context): Promise<string[]> {
  const rows: {
    kind: string;
    state: string;
    dropped: number;
    error: string;
  }[] = await knex('sources')
    .where({ cluster_name: options.name })
    .whereNot({ kind: OWN });
  const known = new Set(rows.map(({ kind }) => kind));
  return [
    ...[...expected.kinds]
      .filter(kind => !known.has(kind) && !ignored.has(kind))
      .map(kind => `source ${kind} is missing`),
    ...rows
      .filter(({ kind }) => !ignored.has(kind))
      .flatMap(({ kind, state, dropped, error }) => {
        const wanted =
          options.states?.[kind] ??
          (expected.kinds.has(kind) ? 'fresh' : 'not-installed');
        const outside = expected.dropped.get(kind) ?? 0;
        return [
          ...(state === wanted
            ? []
            : [`source ${kind} is ${state} and not ${wanted}: ${error}`]),
          ...(state === 'fresh' && Number(dropped) !== outside
            ? [`source ${kind} dropped ${dropped} results and not ${outside}`]
            : []),
        ];
      }),
  ];
}

async function compareObjects({
  knex,
  expected,
  options,
  ignored,
}: Context): Promise<string[]> {
  const rows: StoredObject[] = await knex('objects')
    .where({ cluster_uid: expected.uid })
    .whereNot({ source_kind: OWN });
  const differences: string[] = [];
  const stored = new Map<string, Map<string, string>>();
  for (const { source_kind, kind, namespace, name, ...row } of rows) {
    const key = `${kind} ${namespace}/${name}`;
    const keys = stored.get(source_kind) ?? new Map();
    stored.set(source_kind, keys.set(key, row.uid));
    const wanted = expected.objects.get(source_kind)?.get(key);
    if (wanted === undefined) {
      differences.push(`${source_kind} ${key} is left over`);
    } else if (wanted !== row.uid) {
      differences.push(`${source_kind} ${key} is ${row.uid} and not ${wanted}`);
    }
    if ((row.unreadable !== null) !== !!options.unreadable?.includes(key)) {
      differences.push(`${key} is unreadable: ${row.unreadable}`);
    }
  }
  for (const [kind, objects] of expected.objects) {
    for (const key of objects.keys()) {
      if (!stored.get(kind)?.has(key)) {
        differences.push(`${kind} ${key} is lost`);
      }
    }
  }
  return differences.filter(
    difference => !ignored.has(difference.split(' ')[0]),
  );
}

interface StoredSubject {
  id: string;
  namespace: string;
  kind: string;
  name: string;
  uid: string;
  labels: string;
  pods_total: number;
  pods_ready: number;
}

async function compareWorkloads({
  knex,
  expected,
  ignored,
}: Context): Promise<string[]> {
  if (ignored.has('Workload')) {
    return [];
  }
  const subjects: StoredSubject[] = await knex('subjects')
    .where({ cluster_uid: expected.uid })
    .whereNot({ kind: 'Namespace' })
    .whereNotNull('object_id');
  const containers = new Map<string, string[]>();
  for (const { subject_id, type, name, image } of await knex('containers')) {
    const list = containers.get(subject_id) ?? [];
    containers.set(subject_id, [...list, `${type}/${name}=${image}`]);
  }
  const stored = new Map(
    subjects.map(subject => [
      `${subject.namespace}/${subject.kind}/${subject.name}`,
      {
        uid: subject.uid,
        labels: withoutRevision(JSON.parse(subject.labels)),
        containers: (containers.get(subject.id) ?? []).sort(),
        pods: subject.pods_total,
        ready: subject.pods_ready,
      },
    ]),
  );
  return compareMaps('workload', expected.workloads, stored);
}

function withoutRevision(labels: Record<string, string>) {
  return Object.fromEntries(
    Object.entries(labels).filter(([label]) => !REVISION_LABELS.test(label)),
  );
}

async function compareNamespaces({
  knex,
  expected,
  ignored,
}: Context): Promise<string[]> {
  if (ignored.has('Namespace')) {
    return [];
  }
  const rows: { name: string; labels: string }[] = await knex(
    'namespaces',
  ).where({ cluster_uid: expected.uid });
  return compareMaps(
    'namespace',
    expected.namespaces,
    new Map(rows.map(({ name, labels }) => [name, JSON.parse(labels)])),
  );
}

async function compareAdvisories({
  knex,
  expected,
  ignored,
}: Context): Promise<string[]> {
  if (ignored.has('VulnerabilityReport')) {
    return [];
  }
  const stored = new Map<string, Set<string>>(
    [...expected.advisories.keys()].map(uid => [uid, new Set()]),
  );
  const rows: { uid: string; advisory: string }[] = await knex('occurrences')
    .join('objects', 'objects.id', 'occurrences.object_id')
    .join('findings', 'findings.id', 'occurrences.finding_id')
    .where('objects.cluster_uid', expected.uid)
    .where('occurrences.source_kind', 'VulnerabilityReport')
    .whereNull('occurrences.vanished_from')
    .whereNot('findings.advisory', '')
    .select('objects.uid', 'findings.advisory');
  for (const { uid, advisory } of rows) {
    stored.set(uid, (stored.get(uid) ?? new Set()).add(advisory));
  }
  return compareMaps('advisories of', expected.advisories, stored);
}
