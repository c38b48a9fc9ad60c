/** What reports say of whom: every result, as stored and as it should be. */
import type { Knex } from 'knex';
import { isDeepStrictEqual } from 'node:util';
import { show } from './compareMaps';
import type { Context, StoredObject } from './context';
import type { ExpectedStatement } from './expectation';

export async function compareStatements({
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
  const seenByName = new Map(
    observed.flatMap(seen => seen.names.map(name => [name, seen] as const)),
  );
  for (const [name, result] of wanted.observed) {
    const seen = seenByName.get(name);
    if (!seen) {
      differences.push(`${where}: ${result} of ${name} is lost`);
    } else if (
      seen.result !== result &&
      // Several policies of one control: the worse stands.
      !(seen.result === 'fail' && seen.names.length > 1)
    ) {
      differences.push(`${where}: ${name} is ${seen.result} and not ${result}`);
    }
  }
  for (const name of seenByName.keys()) {
    if (!wanted.observed.has(name)) {
      differences.push(`${where}: ${name} is left over`);
    }
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
