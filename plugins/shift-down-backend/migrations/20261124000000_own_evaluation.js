// @ts-check

/**
 * What we make of the objects of a cluster ourselves. Results of it are occurrences and
 * passes like any engine's; kept here is what tells whether an object has to be evaluated
 * again, and what people read about a namespace.
 */

/** @param {import('knex').Knex.CreateTableBuilder} table @param {string} name */
const digest = (table, name) => table.string(name, 32);

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('evaluations', table => {
    table.comment('Our own evaluation of each workload and namespace');
    digest(table, 'object_id').primary();
    table.string('cluster_uid').notNullable();
    table
      .string('namespace')
      .notNullable()
      .comment('Where the subject is, or the namespace that it is');
    digest(table, 'subject_id').notNullable();
    table
      .string('input_hash', 64)
      .notNullable()
      .comment('While it stays the same, so does the outcome');
    table
      .string('version', 16)
      .comment('Of the Pod Security Standards; none for a namespace');
    table.string('baseline', 16).comment('pass | fail | unknown');
    table.string('restricted', 16);
    table.text('detail').notNullable().comment('JSON: what does not pass, why');
    table.index(['cluster_uid', 'namespace']);
    table.index(['subject_id']);
  });

  // What is in one namespace, which evaluation goes by.
  await knex.schema.alterTable('objects', table => {
    table.index(['cluster_uid', 'namespace', 'source_kind']);
  });

  await knex.schema.alterTable('clusters', table => {
    table
      .string('kubernetes_version', 16)
      .comment('Such as v1.36; unset where the source does not say');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('clusters', table => {
    table.dropColumn('kubernetes_version');
  });
  await knex.schema.alterTable('objects', table => {
    table.dropIndex(['cluster_uid', 'namespace', 'source_kind']);
  });
  await knex.schema.dropTable('evaluations');
};
