import {
  SEVERITIES,
  type Severity,
} from '@shift-down/plugin-shift-down-common';
import type { Knex } from 'knex';
import type { FindingRow } from '../../tables';
import type { Reach } from './loadWitnesses';

/** A finding of an entity, as a radius tells of it. @internal */
export interface RadiusItem extends Reach {
  title: string;
  severity: Severity;
  /** Unset of a vulnerability, which is of an image. */
  subject?: {
    /** UID. */
    cluster: string;
    namespace: string;
    kind: string;
    name: string;
    component: string;
  };
}

/** In the order of the reaches; those whose finding is gone are left out. @internal */
export async function loadItems(
  knex: Knex,
  reaches: readonly Reach[],
): Promise<RadiusItem[]> {
  const rows = await knex<FindingRow>('findings').whereIn(
    'id',
    reaches.map(({ findingId }) => findingId),
  );
  const byId = new Map(rows.map(row => [row.id, row]));
  return reaches.flatMap(reach => {
    const row = byId.get(reach.findingId);
    return row ? [{ ...reach, ...describeFinding(row) }] : [];
  });
}

/** @internal */
export function describeFinding(
  row: Pick<
    FindingRow,
    | 'title'
    | 'severity'
    | 'cluster_uid'
    | 'namespace'
    | 'subject_kind'
    | 'subject_name'
    | 'component'
  >,
): Pick<RadiusItem, 'title' | 'severity' | 'subject'> {
  return {
    title: row.title,
    severity: SEVERITIES.find(it => it === row.severity) ?? 'unknown',
    ...(row.subject_name !== '' && {
      subject: {
        cluster: row.cluster_uid,
        namespace: row.namespace,
        kind: row.subject_kind,
        name: row.subject_name,
        component: row.component,
      },
    }),
  };
}
