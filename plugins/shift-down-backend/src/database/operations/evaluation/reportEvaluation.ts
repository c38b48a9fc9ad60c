import type { Knex } from 'knex';
import type { SourceRow } from '../../tables';
import { reportSource } from '../collection/reportSource';
import {
  EVALUATION_INPUTS,
  missingInput,
} from '../collection/withdrawEvaluation';

interface EvaluationSource {
  clusterName: string;
  clusterUid: string;
  staleAfterSeconds: number;
}

/**
 * Notes that everything was evaluated as it was at a moment. That is no newer than what
 * it was made of: when that becomes stale, so does this, and while that is not fresh
 * neither is this.
 *
 * @param evaluatedAt - ISO 8601; when the last change was taken in.
 * @internal
 */
export async function reportEvaluation(
  tx: Knex,
  source: EvaluationSource,
  {
    evaluatedAt,
    now,
    warnings,
  }: { evaluatedAt: string; now: string; warnings: string[] },
): Promise<'changed' | 'unchanged'> {
  const inputs: SourceRow[] = await tx('sources')
    .where('cluster_name', source.clusterName)
    .whereIn('kind', EVALUATION_INPUTS);
  if (
    inputs.length < EVALUATION_INPUTS.length ||
    inputs.some(it => it.state === 'stale' || !it.last_success_at)
  ) {
    return 'unchanged';
  }
  const kind = 'Evaluation';
  const failed = inputs.find(it => it.state !== 'fresh');
  if (failed) {
    return await reportSource(
      tx,
      { ...source, kind },
      { state: 'failed', error: missingInput(failed.kind) },
      now,
    );
  }
  const moments = [evaluatedAt, ...inputs.map(it => it.last_success_at ?? '')];
  return await reportSource(
    tx,
    { ...source, kind },
    { state: 'fresh', warnings },
    now,
    moments.sort()[0],
  );
}
