import type { Knex } from 'knex';
import { OTHER_POLICIES_CONTROL_ID } from '@shift-down/plugin-shift-down-common';
import { jsonText } from '../serve/json';
import { OWN_PLACE } from '../serve/places';

/**
 * Keeps the pairs of an exception `ex` and a link `fe` to a finding `f` of which the
 * exception would reach the finding. Says for many exceptions what
 * {@link selectReachedLinks} says for one.
 * @internal
 */
export function whereExceptionReaches(
  knex: Knex,
  query: Knex.QueryBuilder,
): void {
  const witnessed = (field: string) =>
    jsonText(knex, 'o.witness', field).toString();
  query
    .whereRaw('fe.entity_ref = ex.entity_ref')
    .whereIn('fe.result', ['fail', 'unknown'])
    .where(expected =>
      expected
        .where(control =>
          control
            .where('ex.expectation', 'control')
            .whereRaw('ex.control_id = fe.control_id')
            .whereNot('fe.control_id', OTHER_POLICIES_CONTROL_ID),
        )
        .orWhere(vulnerability =>
          vulnerability
            .where('ex.expectation', 'vulnerability')
            .where('f.type', 'vulnerability')
            .whereRaw('ex.advisory = f.advisory')
            .whereRaw(`ex.package_url in ('', f.package_url)`),
        )
        .orWhere(policy =>
          policy
            .where('ex.expectation', 'policy')
            .where('f.type', 'policy')
            .whereExists(
              knex('occurrences as o')
                .select(knex.raw('1'))
                .whereRaw('o.finding_id = f.id')
                .whereRaw(`${witnessed('engine')} = ex.engine`)
                .whereRaw(`${witnessed('policy')} = ex.policy`)
                .whereRaw(
                  `coalesce(ex.rule, ${witnessed('rule')}) = ${witnessed(
                    'rule',
                  )}`,
                ),
            ),
        ),
    )
    .whereRaw(
      `(f.subject_name <> '' or (ex.cluster_uid = '' and ex.namespace = '' and ex.subject_name = '' and ex.component = ''))`,
    )
    .whereRaw(`ex.cluster_uid in ('', ${OWN_PLACE.cluster})`)
    .whereRaw(`ex.namespace in ('', ${OWN_PLACE.namespace})`)
    .whereRaw(
      `(ex.subject_name = '' or (ex.subject_kind = f.subject_kind and ex.subject_name = f.subject_name))`,
    )
    .whereRaw(`ex.component in ('', f.component)`)
    .whereRaw(`ex.repository in ('', f.repository)`);
}
