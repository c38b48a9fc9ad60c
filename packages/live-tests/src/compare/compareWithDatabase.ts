/** Where the database differs from what it should hold, in words. */
import type { Knex } from 'knex';
import { isDeepStrictEqual } from 'node:util';
import type { ExpectedCluster, ExpectedStatement } from './expectation';
import { findLeftovers } from './findLeftovers';

/** What a comparison is told beside the objects. */
export interface ComparisonOptions {
  /** Name of the cluster in the configuration. */
  name: string;
  /** Kinds of source in another state than fresh or not installed. */
  states?: Record<string, string>;
  /** `kind namespace/name` of objects that can't be read, and say nothing. */
  unreadable?: string[];
  /** Kinds whose results and states are not compared: they may be old. */
  ignored?: string[];
}

const REVISION_LABELS =
  /^(batch\.kubernetes\.io\/(controller-uid|job-name)|controller-revision-hash|controller-uid|job-name|pod-template-(generation|hash))$/;

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

interface Context {
  knex: Knex;
  expected: ExpectedCluster;
  options: ComparisonOptions;
  ignored: Set<string>;
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
  }[] = await knex('sources').where({ cluster_name: options.name });
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

interface StoredObject {
  id: string;
  source_kind: string;
  kind: string;
  namespace: string;
  name: string;
  uid: string;
  unreadable: string | null;
}

async function compareObjects({
  knex,
  expected,
  options,
  ignored,
}: Context): Promise<string[]> {
  const rows: StoredObject[] = await knex('objects').where({
    cluster_uid: expected.uid,
  });
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

async function compareStatements({
  knex,
  expected,
  options,
  ignored,
}: Context): Promise<string[]> {
  const stored = await readStatements(knex, expected.uid);
  const differences: string[] = [];
  for (const [uid, report] of stored) {
    if (ignored.has(report.sourceKind)) {
      continue;
    }
    const wanted = expected.statements.get(uid);
    for (const subject of report.subjects.keys()) {
      if (!wanted?.has(subject)) {
        differences.push(`${report.key} still speaks of ${subject}`);
      }
    }
  }
  for (const [uid, subjects] of expected.statements) {
    const report = stored.get(uid);
    if (
      report === undefined ||
      ignored.has(report.sourceKind) ||
      options.unreadable?.includes(report.key)
    ) {
      continue;
    }
    for (const [subject, wanted] of subjects) {
      const found = report.subjects.get(subject);
      differences.push(
        ...compareStatement(`${report.key} on ${subject}`, wanted, found),
      );
    }
  }
  return differences;
}

/** What is stored of one report about one subject. */
interface StoredStatement {
  observed: { names: string[]; result: string }[];
  passes: Map<string, number>;
}

interface StoredReport {
  key: string;
  sourceKind: string;
  subjects: Map<string, StoredStatement>;
}

async function readStatements(
  knex: Knex,
  clusterUid: string,
): Promise<Map<string, StoredReport>> {
  const reports = new Map<string, StoredReport & { uid: string }>();
  const objects: StoredObject[] = await knex('objects')
    .where({ cluster_uid: clusterUid })
    .whereIn('source_kind', [
      'PolicyReport',
      'ClusterPolicyReport',
      'Report',
      'ClusterReport',
    ]);
  for (const { id, uid, kind, namespace, name, source_kind } of objects) {
    reports.set(id, {
      uid,
      key: `${kind} ${namespace}/${name}`,
      sourceKind: source_kind,
      subjects: new Map(),
    });
  }
  const names = new Map<string, string>(
    (await knex('subjects').where({ cluster_uid: clusterUid })).map(
      ({ id, namespace, kind, name }) => [id, `${namespace}/${kind}/${name}`],
    ),
  );
  const statementOf = (row: { object_id: string; subject_id: string }) => {
    const report = reports.get(row.object_id);
    const subject = names.get(row.subject_id) ?? row.subject_id;
    const statement: StoredStatement = report?.subjects.get(subject) ?? {
      observed: [],
      passes: new Map(),
    };
    report?.subjects.set(subject, statement);
    return statement;
  };
  // What vanished where others may write the reports is remembered on purpose.
  for (const row of await knex('occurrences').whereNull('vanished_from')) {
    statementOf(row).observed.push({
      names: String(JSON.parse(row.detail).policy ?? '').split(', '),
      result: row.result,
    });
  }
  for (const row of await knex('passes')) {
    statementOf(row).passes = new Map(
      Object.entries(JSON.parse(row.counts) as Record<string, number>),
    );
  }
  return new Map([...reports.values()].map(report => [report.uid, report]));
}

function compareStatement(
  where: string,
  wanted: ExpectedStatement,
  found: StoredStatement | undefined,
): string[] {
  const { observed = [], passes = new Map() } = found ?? {};
  const differences: string[] = [];
  for (const [name, result] of wanted.observed) {
    const seen = observed.find(it => it.names.includes(name));
    if (!seen) {
      differences.push(`${where}: ${result} of ${name} is lost`);
    } else if (
      seen.result !== result &&
      !(seen.result === 'fail' && seen.names.length > 1)
    ) {
      differences.push(`${where}: ${name} is ${seen.result} and not ${result}`);
    }
  }
  for (const { names } of observed) {
    differences.push(
      ...names
        .filter(name => !wanted.observed.has(name))
        .map(name => `${where}: ${name} is left over`),
    );
  }
  if (!isDeepStrictEqual(sorted(passes), sorted(wanted.passes))) {
    differences.push(
      `${where}: passes are ${show(sorted(passes))} and not ${show(
        sorted(wanted.passes),
      )}`,
    );
  }
  return differences;
}

function sorted(map: Map<string, number>) {
  return [...map].sort();
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

function compareMaps<T>(
  what: string,
  expected: Map<string, T>,
  stored: Map<string, T>,
): string[] {
  const differences: string[] = [];
  for (const [key, wanted] of expected) {
    const found = stored.get(key);
    if (found === undefined) {
      differences.push(`${what} ${key} is lost`);
    } else if (!isDeepStrictEqual(found, wanted)) {
      differences.push(
        `${what} ${key} is ${show(found)} and not ${show(wanted)}`,
      );
    }
  }
  for (const key of stored.keys()) {
    if (!expected.has(key)) {
      differences.push(`${what} ${key} is left over`);
    }
  }
  return differences;
}

function show(value: unknown): string {
  return JSON.stringify(value instanceof Set ? [...value] : value);
}
