import type { Engine } from '@shift-down/plugin-shift-down-common';
import type { PolicyWitness } from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import { inChunks } from '../../inChunks';
import type { ReachSubject } from './reachedLinks';

/** @internal */
export interface Reach {
  findingId: string;
  entityRef: string;
}

interface Row {
  finding_id: string;
  result: string;
  witness: string;
  cluster_uid: string;
  namespace: string;
  kind: string;
  name: string;
}

/** Our own evaluation by the Pod Security Standards; its rules are their checks. */
const POD_SECURITY = 'pod-security';

interface StoredWitness {
  engine: Engine;
  reportedBy: string;
  policy: string;
  rule: string;
}

/**
 * Policies that do not pass for what an exception reaches, at the entity's own workloads
 * within the scope: of a policy's exception that policy alone. Sorted.
 *
 * @internal
 */
export async function loadWitnesses(
  knex: Knex,
  reaches: readonly Reach[],
  { expectation, scope }: ReachSubject,
): Promise<PolicyWitness[]> {
  const ids = reaches.map(({ findingId }) => findingId);
  const rows = await inChunks<string, Row>(ids, chunk =>
    knex('occurrences as o')
      .join('findings as f', 'f.id', 'o.finding_id')
      .join('subjects as s', 's.id', 'o.subject_id')
      .select('o.finding_id', 'o.result', 'o.witness')
      .select('s.cluster_uid', 's.namespace', 's.kind', 's.name')
      .where('f.type', 'policy')
      .whereIn('o.finding_id', chunk),
  );
  const witnesses = new Map<string, PolicyWitness>();
  for (const row of rows) {
    const witness: StoredWitness = JSON.parse(row.witness);
    const isMeant =
      expectation.type !== 'policy' ||
      (expectation.engine === witness.engine &&
        expectation.policy === witness.policy &&
        (expectation.rule === undefined || expectation.rule === witness.rule));
    if (
      !isMeant ||
      (scope.cluster !== undefined && scope.cluster !== row.cluster_uid)
    ) {
      continue;
    }
    add(witnesses, row, witness);
  }
  return [...witnesses.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, witness]) => ({
      ...witness,
      rules: [...new Set(witness.rules)].sort(),
      checks: [...new Set(witness.checks)].sort(),
      workloads: distinctWorkloads(witness.workloads),
    }));
}

function add(
  witnesses: Map<string, PolicyWitness>,
  row: Row,
  { engine, reportedBy, policy, rule }: StoredWitness,
): void {
  const key = JSON.stringify([row.cluster_uid, engine, reportedBy, policy]);
  const known = witnesses.get(key) ?? {
    cluster: row.cluster_uid,
    engine,
    reportedBy,
    policy,
    rules: [],
    checks: [],
    workloads: [],
  };
  known.workloads.push({
    namespace: row.namespace,
    kind: row.kind,
    name: row.name,
  });
  if (rule) {
    known.rules.push(rule);
  }
  if (rule && engine === 'shift-down' && policy === POD_SECURITY) {
    known.checks.push(rule);
  }
  witnesses.set(key, known);
}

function distinctWorkloads(
  workloads: PolicyWitness['workloads'],
): PolicyWitness['workloads'] {
  const byKey = new Map(
    workloads.map(it => [JSON.stringify([it.namespace, it.kind, it.name]), it]),
  );
  return [...byKey.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, workload]) => workload);
}
