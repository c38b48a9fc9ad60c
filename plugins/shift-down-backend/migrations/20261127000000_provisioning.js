// @ts-check

/**
 * Namespaces that the portal made or took over, and the rollouts of new baselines.
 *
 * - The record is written before anything is in the cluster, so that whoever dies in
 *   between finds what was begun. Its id goes along as an annotation: the one mark of the
 *   Namespace by which we know it as ours before its UID is written down.
 * - From then on what is ours is its UID here. A Namespace of that name with another UID
 *   is another one: the record is `gone`, and nothing that it says holds for the new one.
 * - An object keeps what we applied, field by field: that is what drift is measured by.
 * - What was asked for is kept as well, for a new baseline is rendered from it again.
 */

/** @param {import('knex').Knex.CreateTableBuilder} table @param {string} name */
const moment = (table, name) => table.string(name, 24);

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('managed_namespaces', table => {
    table.comment('One namespace that is ours, or is to be');
    table.string('id', 36).primary();
    table.string('cluster_uid', 64).notNullable();
    table.string('cluster_name').notNullable().comment('When it was made');
    table.string('name', 63).notNullable();
    table
      .string('uid', 64)
      .notNullable()
      .comment('Of the Namespace; empty until it was seen');
    table.string('origin', 16).notNullable();
    table.string('delivery', 16).notNullable();
    table.string('state', 16).notNullable();
    table.text('reason').comment('Why it is not complete');
    table.string('owner_ref').notNullable();
    table.string('system_ref');
    table.text('request').notNullable().comment('JSON: what was asked for');
    table.string('environment', 63).notNullable();
    table.string('baseline_version', 64).notNullable();
    table.string('wished_level', 16).notNullable();
    table
      .string('applied_level', 16)
      .notNullable()
      .comment('Pod Security level that we last applied');
    table.string('exception_id', 36).comment('By which the level was lowered');
    table.string('pull_request_url', 1024);
    table.string('branch');
    table.string('created_by').notNullable().comment('Ref of a user');
    moment(table, 'created_at').notNullable();
    moment(table, 'updated_at').notNullable();
    moment(table, 'completed_at');
    moment(table, 'gone_at');
    moment(table, 'forgotten_at').comment('Then nobody is told of it any more');
    table.text('drift').notNullable().comment('JSON: ObjectDrift[]');
    moment(table, 'drift_at').comment('When it was last compared');
    table
      .string('drift_hash', 64)
      .notNullable()
      .comment('Of all that drift was worked out from');
    table.text('proofs').comment('JSON: what the last dry runs showed');
    moment(table, 'proved_at');
    table.string('busy_token', 36).comment('Of whoever writes its objects now');
    moment(table, 'busy_until').comment('Then another may, if not prolonged');
    table.index(['cluster_uid', 'name']);
    table.index(['owner_ref']);
    table.index(['state']);
  });
  // One record at a time says what a name is; those that are gone are kept for the audit.
  await knex.raw(
    `create unique index managed_namespaces_live on managed_namespaces
     (cluster_uid, name) where gone_at is null`,
  );

  await knex.schema.createTable('managed_objects', table => {
    table.comment('An object of the baseline of one managed namespace');
    table
      .string('namespace_id', 36)
      .notNullable()
      .references('id')
      .inTable('managed_namespaces')
      .onDelete('CASCADE');
    table.string('object_id', 128).notNullable().comment('In the baseline');
    table.integer('position').notNullable();
    table.string('title').notNullable();
    table.text('controls').notNullable().comment('JSON: ids');
    table.string('api_version', 128).notNullable();
    table.string('kind', 128).notNullable();
    table.string('namespace', 63).notNullable().comment('Empty: in none');
    table.string('name', 253).notNullable();
    table.boolean('made_by_cluster').notNullable();
    table.text('manifest').notNullable().comment('JSON: what we applied last');
    table.string('uid', 64).notNullable().comment('Empty until it was seen');
    table.string('state', 16).notNullable();
    table.text('reason');
    moment(table, 'applied_at');
    table.primary(['namespace_id', 'object_id']);
  });

  await knex.schema.createTable('rollouts', table => {
    table.comment('A new baseline for many namespaces');
    table.string('id', 36).primary();
    table.string('to_version', 64).notNullable();
    table.string('state', 16).notNullable();
    table.text('reason').comment('Why it stopped');
    table.string('created_by').notNullable().comment('Ref of a user');
    moment(table, 'created_at').notNullable();
    table.integer('at_once').notNullable();
    table.integer('stop_after_failures').notNullable();
    table.index(['state']);
    table.index(['created_at']);
  });

  await knex.schema.createTable('rollout_items', table => {
    table.comment('One namespace of a rollout');
    table
      .string('rollout_id', 36)
      .notNullable()
      .references('id')
      .inTable('rollouts')
      .onDelete('CASCADE');
    table
      .string('namespace_id', 36)
      .notNullable()
      .references('id')
      .inTable('managed_namespaces')
      .onDelete('CASCADE');
    table.string('from_version', 64).notNullable();
    table.string('state', 16).notNullable();
    table.text('changes').notNullable().comment('JSON: what would change');
    table.text('reason');
    moment(table, 'updated_at').notNullable();
    table.primary(['rollout_id', 'namespace_id']);
    table.index(['namespace_id']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('rollout_items');
  await knex.schema.dropTable('rollouts');
  await knex.schema.dropTable('managed_objects');
  await knex.schema.dropTable('managed_namespaces');
};
