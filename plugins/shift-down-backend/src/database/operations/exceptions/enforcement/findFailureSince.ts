import type { Knex } from 'knex';
import type { EnforcementRow } from '../../../exceptionTables';

/** A report that has one of the policies fail again for what an exception covered. @internal */
export async function findFailureSince(
  knex: Knex,
  request: {
    row: Pick<EnforcementRow, 'exception_id' | 'cluster_uid'>;
    policies: readonly string[];
    /** Nothing older counts. */
    since: string;
  },
): Promise<{ at: string; message: string } | undefined> {
  const { policies, row, since } = request;
  const failures: { observed_at: string; message: string; witness: string }[] =
    await knex('occurrences as o')
      .join('exception_findings as f', 'f.finding_id', 'o.finding_id')
      .join('subjects as s', 's.id', 'o.subject_id')
      .where({
        'f.exception_id': row.exception_id,
        'f.covered': true,
        's.cluster_uid': row.cluster_uid,
        'o.result': 'fail',
      })
      .where('o.observed_at', '>', since)
      .orderBy('o.observed_at')
      .select('o.observed_at', 'o.message', 'o.witness');
  const failure = failures.find(({ witness }) => {
    const { engine, policy }: { engine?: string; policy?: string } =
      JSON.parse(witness);
    return (
      engine === 'kyverno' && policy !== undefined && policies.includes(policy)
    );
  });
  return failure && { at: failure.observed_at, message: failure.message };
}
