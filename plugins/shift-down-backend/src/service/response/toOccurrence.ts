import type { Occurrence } from '@shift-down/plugin-shift-down-common/client';
import type { MaxAges } from '@shift-down/plugin-shift-down-policy';
import { z } from 'zod';
import type { ClusterWithSources } from '../../database/operations/serve/loadClusters';
import type { ScopedOccurrence } from '../../database/operations/serve/loadOccurrences';
import { freshnessOfEvidence } from './freshness';
import { oneOf } from './oneOf';

const witnessSchema = z.object({
  engine: z.string().default(''),
  reportedBy: z.string().default(''),
  policy: z.string().default(''),
  rule: z.string().default(''),
  outcome: z.string().default(''),
});

export function toOccurrence(
  { row, subject, entityRefs }: ScopedOccurrence,
  clusters: ClusterWithSources[],
  { maxAge, now }: { maxAge: MaxAges; now: Date },
): Occurrence {
  const at = clusters.find(
    ({ cluster }) => cluster.uid === subject.cluster_uid,
  );
  const source = at?.sources.find(({ kind }) => kind === row.source_kind);
  const witness = witnessSchema.parse(JSON.parse(row.witness));
  return {
    cluster: at?.cluster.name ?? subject.cluster_uid,
    namespace: subject.namespace,
    kind: subject.kind,
    name: subject.name,
    component: row.component || undefined,
    result: oneOf(['fail', 'unknown'], row.result, 'unknown'),
    reason: row.reason || undefined,
    unverified: row.vanished_from === null ? undefined : true,
    message: row.message,
    reportedBy: [
      witness.reportedBy || witness.engine,
      [witness.policy, witness.rule].filter(Boolean).join('/'),
    ]
      .filter(Boolean)
      .join(': '),
    outcome: witness.outcome || undefined,
    sourceKind: row.source_kind,
    freshness:
      at &&
      source &&
      freshnessOfEvidence(
        { cluster: at.cluster, source, observedAt: row.observed_at },
        maxAge,
        now,
      ),
    observedAt: row.observed_at,
    detail: JSON.parse(row.detail),
    entityRefs,
    fields: JSON.parse(subject.fields),
  };
}
