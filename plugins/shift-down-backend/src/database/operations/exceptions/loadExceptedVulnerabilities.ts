import {
  SEVERITIES,
  type ExceptionType,
} from '@shift-down/plugin-shift-down-common';
import type { ExceptedVulnerability } from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import type { ExceptionRow } from '../../exceptionTables';
import { selectCovered } from './loadExportable';

type Row = ExceptionRow & {
  of_advisory: string;
  of_package: string;
  of_repository: string;
  of_severity: string;
};

/** Vulnerabilities of an entity that are under an exception now, one a finding. @internal */
export async function loadExceptedVulnerabilities(
  knex: Knex,
  request: { entityRef: string; repository?: string; at: Date },
): Promise<ExceptedVulnerability[]> {
  const { at, entityRef, repository } = request;
  const query = selectCovered(knex, 'everything', at)
    .where('ef.entity_ref', entityRef)
    .where('f.type', 'vulnerability')
    .select('ex.*', {
      of_advisory: 'f.advisory',
      of_package: 'f.package_url',
      of_repository: 'f.repository',
      of_severity: 'f.severity',
    })
    .orderBy(['f.repository', 'f.advisory', 'f.package_url', 'ex.id']);
  if (repository !== undefined) {
    query.where('f.repository', repository);
  }
  const rows: Row[] = await query;
  return rows.map(row => ({
    exception: row.id,
    type: row.type as ExceptionType,
    advisory: row.of_advisory,
    packageUrl: row.of_package,
    repository: row.of_repository,
    severity: SEVERITIES.find(it => it === row.of_severity) ?? 'unknown',
    justification: row.justification,
    ...(row.vex_justification !== null && {
      vexJustification: row.vex_justification,
    }),
    action: row.compensating_controls || row.justification,
    from: row.active_from ?? row.from_at,
    until: row.active_until ?? row.until_at,
    decidedAt: row.decided_at ?? row.updated_at,
  }));
}
