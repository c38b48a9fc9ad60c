/** Whose exceptions `ex` are, and who has to do something about them, as SQL. */
import type { Severity } from '@shift-down/plugin-shift-down-common';
import type { Knex } from 'knex';

/** Somebody who looks at exceptions. @internal */
export interface ExceptionViewer {
  /** Every User entity that they have, and all that they are known by. */
  userRefs: string[];
  subjects: string[];
  /** What they own things as, by all of those. */
  ownership: string[];
  /** Severities that they may decide; none of who decides nothing. */
  decides: readonly Severity[];
}

/** Asked for by them, or for what they own. @internal */
export function whereMine(
  query: Knex.QueryBuilder,
  { ownership, subjects, userRefs }: ExceptionViewer,
): void {
  query.where(either =>
    either
      .whereIn('ex.requester_ref', userRefs)
      .orWhereIn('ex.requester_subject', subjects)
      .orWhereIn('ex.entity_ref', owned =>
        owned
          .select('source_ref')
          .from('entity_relations')
          .where('type', 'ownedBy')
          .whereIn('target_ref', ownership),
      ),
  );
}

/** Somebody has to decide them: for the first time, or once more. @internal */
export function whereUndecided(
  query: Knex.QueryBuilder,
  now: string,
): Knex.QueryBuilder {
  return query.where(either =>
    either.whereIn('ex.state', ['requested', 'unreviewed']).orWhere(again =>
      again
        .where('ex.state', 'approved')
        .whereNotNull('ex.review_due_at')
        // What has broken the glass is looked at even though it is over.
        .where(still =>
          still
            .where('ex.break_glass', true)
            .orWhere('ex.active_until', '>', now),
        ),
    ),
  );
}

/**
 * Those that they could decide now. It says of all of them what the floor says of one:
 * not the requester, not the last editor, no owner of the subject, and only once.
 * @internal
 */
export function whereDecidable(
  knex: Knex,
  query: Knex.QueryBuilder,
  { decides, ownership, subjects, userRefs }: ExceptionViewer,
  now: string,
): void {
  whereUndecided(query, now)
    .whereIn('ex.severity', [...decides])
    .whereNotIn('ex.requester_ref', userRefs)
    .whereNotIn('ex.requester_subject', subjects)
    .whereNotIn('ex.editor_ref', userRefs)
    .whereNotIn('ex.editor_subject', subjects)
    .whereNotExists(
      knex('entity_relations as own')
        .select(knex.raw('1'))
        .whereRaw('own.source_ref = ex.entity_ref')
        .where('own.type', 'ownedBy')
        .whereIn('own.target_ref', ownership),
    )
    .whereNotExists(
      knex('subject_entities as se')
        .join('subjects as s', 's.id', 'se.subject_id')
        .join('namespaces as n', join =>
          join.on('n.cluster_uid', 's.cluster_uid').on('n.name', 's.namespace'),
        )
        .select(knex.raw('1'))
        .whereRaw('se.entity_ref = ex.entity_ref')
        .whereRaw(`ex.cluster_uid in ('', s.cluster_uid)`)
        .whereRaw(`ex.namespace in ('', s.namespace)`)
        .whereIn('n.owner_ref', ownership),
    )
    .whereNotExists(
      knex('exception_approvals as said')
        .select(knex.raw('1'))
        .whereRaw('said.exception_id = ex.id')
        .whereRaw('said.content_hash = ex.content_hash')
        .where(them =>
          them
            .whereIn('said.subject', subjects)
            .orWhereIn('said.user_ref', userRefs),
        ),
    );
}
