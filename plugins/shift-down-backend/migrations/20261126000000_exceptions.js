// @ts-check

/**
 * Exceptions, from the request to what an engine made of them.
 *
 * - When one is active is two moments beside what was asked for: the decision writes them,
 *   revoking moves the end. Whether a finding is exempt is a comparison with the clock.
 * - What an exception reaches is written down finding by finding when it is decided. What
 *   matches later is a row as well, and not covered: the widening is not exempt.
 * - The thread is appended to and never changed, which the database itself refuses, and
 *   each line carries the digest of the one before.
 * - An enforcement is the order to an engine and its state in one row, written with the
 *   decision in one transaction: whoever dies in between loses nothing.
 */

/** @param {import('knex').Knex.CreateTableBuilder} table @param {string} name */
const moment = (table, name) => table.string(name, 24);

/** @param {import('knex').Knex.CreateTableBuilder} table */
const exceptionId = table =>
  table
    .string('exception_id', 36)
    .notNullable()
    .references('id')
    .inTable('exceptions');

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('exceptions', table => {
    table.comment('What was asked for, by whom, and where it stands');
    table.string('id', 36).primary();
    table.integer('version').notNullable().comment('Counts changes');
    table.string('state', 20).notNullable();
    table.string('type', 16).notNullable();
    table.string('entity_ref').notNullable();
    table.string('expectation', 16).notNullable().comment('control, policy…');
    table.string('control_id').notNullable().comment('Empty unless a control');
    table.string('engine', 40).notNullable();
    table.string('policy', 512).notNullable();
    table.string('rule', 512).comment('Null: every rule');
    table.string('advisory').notNullable();
    table.string('package_url', 1024).notNullable();
    table.string('cluster_uid', 64).notNullable().comment('Empty: any');
    table.string('namespace', 253).notNullable();
    table.string('subject_kind', 253).notNullable();
    table.string('subject_name', 253).notNullable();
    table.string('component', 253).notNullable();
    table.string('repository', 512).notNullable();
    table.string('severity', 16).notNullable().comment('The worst it reaches');
    table.integer('severity_rank').notNullable();
    table.string('category', 40).notNullable();
    table.text('justification').notNullable();
    table.text('compensating_controls').notNullable();
    table.string('ticket', 512).notNullable();
    table.string('vex_justification', 64).comment('Of a false positive');
    table.text('evidence').notNullable();
    moment(table, 'from_at').notNullable();
    moment(table, 'until_at').notNullable();
    moment(table, 'active_from').comment('Set by the decision');
    moment(table, 'active_until').comment('From then on it holds no more');
    table.string('requester_ref').notNullable();
    table.string('requester_subject').notNullable();
    table.string('editor_ref').notNullable();
    table.string('editor_subject').notNullable();
    moment(table, 'requested_at').notNullable();
    moment(table, 'updated_at').notNullable();
    moment(table, 'review_due_at').comment('By when to decide');
    moment(table, 'decided_at');
    table.text('review_reason').comment('Why it has to be looked at again');
    moment(table, 'review_since');
    table.boolean('break_glass').notNullable();
    table.text('proposal').comment('JSON: less than was asked for');
    table.text('basis').comment('JSON: what was decided; see DecisionBasis');
    table.string('content_hash', 64).comment('Of the basis');
    table.string('renews_id', 36);
    table.string('imported_from', 512).comment('Where it was found');
    table.boolean('is_wider').notNullable().comment('Than what was asked for');
    moment(table, 'last_matched_at').comment('When a finding failed under it');
    table.index(['entity_ref', 'state']);
    table.index(['state', 'review_due_at']);
    table.index(['requester_ref']);
    table.index(['active_until']);
    table.unique(['imported_from']);
  });

  await knex.schema.createTable('exception_findings', table => {
    table.comment('Findings of entities that an exception reaches');
    exceptionId(table);
    table.string('finding_id', 32).notNullable();
    table.string('entity_ref').notNullable();
    table
      .boolean('covered')
      .notNullable()
      .comment('Decided; a widening is not, and not exempt');
    moment(table, 'since').notNullable();
    table.primary(['exception_id', 'finding_id', 'entity_ref']);
    table.index(['finding_id', 'entity_ref']);
    table.index(['entity_ref']);
  });

  await knex.schema.createTable('exception_approvals', table => {
    table.comment('Who said yes to what');
    exceptionId(table);
    table.string('subject').notNullable().comment('Who they are');
    table.string('content_hash', 64).notNullable();
    table.string('user_ref').notNullable();
    moment(table, 'at').notNullable();
    table.primary(['exception_id', 'subject', 'content_hash']);
  });

  await knex.schema.createTable('exception_thread', table => {
    table.comment('Everything that happened to exceptions, in one chain');
    table.integer('sequence').primary().comment('Without gaps, over all');
    exceptionId(table);
    moment(table, 'at').notNullable();
    table.string('actor_ref').comment('Null: the portal itself');
    table.string('actor_subject');
    table.string('action', 24).notNullable();
    table.string('from_state', 20);
    table.string('to_state', 20).notNullable();
    table.text('text').notNullable();
    table.text('detail').notNullable().comment('JSON');
    table.string('previous_hash', 64).notNullable();
    table.string('hash', 64).notNullable();
    table.index(['exception_id', 'sequence']);
  });

  await knex.schema.createTable('exception_chain', table => {
    table.comment('End of the chain; its one row is locked to append');
    table.integer('id').primary();
    table.integer('sequence').notNullable();
    table.string('hash', 64).notNullable();
  });
  await knex('exception_chain').insert({
    id: 1,
    sequence: 0,
    hash: '0'.repeat(64),
  });

  await knex.schema.createTable('enforcements', table => {
    table.comment('What each engine is to be told, and what came of it');
    table.string('id', 36).primary();
    exceptionId(table);
    table.string('cluster_uid', 64).notNullable().comment('Empty: none');
    table.string('target', 40).notNullable();
    table.string('delivery', 16).notNullable();
    table.string('state', 16).notNullable();
    table.boolean('wanted').notNullable().comment('To be there, or to be gone');
    table.text('plan').notNullable().comment('JSON: see PlannedEnforcement');
    table
      .string('object_key', 1024)
      .notNullable()
      .comment('apiVersion/kind/namespace/name; empty: no object');
    table.string('object_uid', 64).comment('Of what we made');
    table.string('object_version', 64);
    table
      .string('object_hash', 64)
      .comment('Of what we write; set before it is written');
    table
      .string('nonce', 36)
      .comment('In what we create, set before it is created');
    table.text('reason').notNullable();
    moment(table, 'since').notNullable().comment('In this state');
    moment(table, 'applied_at').comment('First seen in the engine');
    moment(table, 'ended_at').comment('When it should have gone');
    moment(table, 'gone_at').comment('First not seen in the engine any more');
    table.text('proof').comment('JSON: what refused it afterwards');
    table.string('pull_request_url', 1024);
    table.text('still_running').comment('JSON: workloads admitted under it');
    moment(table, 'next_at').comment('When to look again; null: no more');
    table.integer('attempts').notNullable();
    table.unique(['exception_id', 'cluster_uid', 'target', 'object_key']);
    table.index(['next_at']);
    table.index(['cluster_uid', 'object_key']);
    table.index(['state']);
  });

  await knex.schema.createTable('exception_notices', table => {
    table.comment('Messages to be sent, each of them once');
    table.string('id', 160).primary().comment('Exception, occasion, which one');
    exceptionId(table);
    table.string('occasion', 32).notNullable();
    table.text('detail').notNullable().comment('JSON');
    moment(table, 'created_at').notNullable();
    moment(table, 'sent_at');
    moment(table, 'next_at').comment('When to try; null: no more');
    table.integer('attempts').notNullable();
    table.index(['next_at']);
  });

  await knex.schema.createTable('exception_keys', table => {
    table.comment('What exports are signed with');
    table.string('id', 64).primary();
    table.text('public_key').notNullable().comment('JWK');
    table.text('private_key').notNullable().comment('JWK');
    moment(table, 'created_at').notNullable();
  });

  await refuseChanges(knex);
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('exception_keys');
  await knex.schema.dropTable('exception_notices');
  await knex.schema.dropTable('enforcements');
  await knex.schema.dropTable('exception_chain');
  await knex.schema.dropTable('exception_thread');
  if (isPostgres(knex)) {
    await knex.raw('DROP FUNCTION refuse_change_of_exception_thread');
  }
  await knex.schema.dropTable('exception_approvals');
  await knex.schema.dropTable('exception_findings');
  await knex.schema.dropTable('exceptions');
};

/** @param {import('knex').Knex} knex */
function isPostgres(knex) {
  return knex.client.config.client === 'pg';
}

/**
 * What stands in the thread stays there, whoever asks.
 * @param {import('knex').Knex} knex
 */
async function refuseChanges(knex) {
  if (isPostgres(knex)) {
    await knex.raw(`
      CREATE FUNCTION refuse_change_of_exception_thread() RETURNS trigger AS $$
      BEGIN
        RAISE EXCEPTION 'The thread of exceptions is never changed';
      END
      $$ LANGUAGE plpgsql`);
    await knex.raw(`
      CREATE TRIGGER exception_thread_stays
      BEFORE UPDATE OR DELETE ON exception_thread
      FOR EACH ROW EXECUTE FUNCTION refuse_change_of_exception_thread()`);
    return;
  }
  for (const event of ['UPDATE', 'DELETE']) {
    await knex.raw(`
      CREATE TRIGGER exception_thread_stays_${event.toLowerCase()}
      BEFORE ${event} ON exception_thread
      BEGIN
        SELECT RAISE(ABORT, 'The thread of exceptions is never changed');
      END`);
  }
}
