// @ts-check

/**
 * What live clusters need beyond recordings: writers that can be told from their
 * successors, who may write the reports that are believed, and what was lately seen.
 *
 * A failure that disappears where somebody else may write the reports is neither
 * failing nor resolved: it stays among the occurrences as unknown, until it is seen
 * again, the reports become trustworthy, or its subject is gone.
 */

/** @param {import('knex').Knex.CreateTableBuilder} table @param {string} name */
const moment = (table, name) => table.string(name, 24);

/** @param {import('knex').Knex.CreateTableBuilder} table @param {string} name */
const digest = (table, name) => table.string(name, 32);

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.alterTable('leases', table => {
    table
      .integer('term')
      .notNullable()
      .defaultTo(0)
      .comment(
        'Grows with every change of holder; a write names the one it has',
      );
  });

  await knex.schema.alterTable('clusters', table => {
    table
      .string('report_trust')
      .notNullable()
      .defaultTo('trusted')
      .comment(
        'trusted, untrusted, rbac, or unknown while RBAC can not be read',
      );
    table.text('report_trust_reason');
    table
      .string('trust_review', 36)
      .comment(
        'Ticket, set while RBAC may have changed since trust was last worked out: ' +
          'until then no disappearance is believed',
      );
  });

  await knex.schema.alterTable('sources', table => {
    table
      .integer('dropped')
      .notNullable()
      .defaultTo(0)
      .comment('Results about objects outside the namespace of their report');
  });

  await knex.schema.createTable('source_events', table => {
    table.comment('The last events of each cluster, for people');
    table.increments('id');
    table.string('cluster_name').notNullable();
    table.string('kind').notNullable().comment('Empty for the whole cluster');
    table.string('level').notNullable();
    table.text('message').notNullable();
    moment(table, 'at').notNullable();
    table.index(['cluster_name', 'id']);
  });

  await knex.schema.createTable('resources', table => {
    table.comment('Objects kept as they are, by an allow-list of their fields');
    digest(table, 'object_id').primary();
    table.string('cluster_uid').notNullable();
    table.string('source_kind').notNullable();
    table.string('api_version').notNullable();
    table.string('kind').notNullable();
    table.string('namespace').notNullable();
    table.string('name', 512).notNullable();
    table.string('uid').notNullable();
    table.text('labels').notNullable().comment('JSON');
    table.text('fields').notNullable().comment('JSON');
    table.index(['cluster_uid', 'source_kind', 'namespace']);
  });

  await knex.schema.createTable('exemptions', table => {
    table.comment('Exceptions that engines honour, whoever made them');
    digest(table, 'object_id').primary();
    table.string('cluster_uid').notNullable();
    table.string('engine').notNullable();
    table.string('namespace').notNullable();
    table.string('name', 512).notNullable();
    table.text('policies').notNullable().comment('JSON: policies and rules');
    table.text('namespaces').notNullable().comment('JSON: where it reaches');
    table.text('scope').notNullable();
    table.text('reason').notNullable();
    moment(table, 'expires_at');
    moment(table, 'created_at').notNullable();
    table.index(['cluster_uid']);
  });

  await knex.schema.createTable('report_writers', table => {
    table.comment('Who may write the reports of a kind, by what RBAC says');
    table.string('cluster_uid').notNullable();
    table.string('source_kind').notNullable();
    table
      .string('namespace')
      .notNullable()
      .comment('Empty where they may in every namespace');
    table
      .string('writer', 600)
      .notNullable()
      .comment('kind:name of the subject');
    table.text('via').notNullable().comment('Binding and role that grant it');
    table.boolean('trusted').notNullable();
    table.primary(['cluster_uid', 'source_kind', 'namespace', 'writer']);
  });

  await knex.schema.alterTable('occurrences', table => {
    table
      .string('vanished_from')
      .comment(
        'Set on a failure that is no longer reported, where others may write the ' +
          'reports: the namespace of the report that had it, empty if it had none',
      );
    table.index(['finding_id'], 'occurrences_vanished', {
      predicate: knex.whereNotNull('vanished_from'),
    });
  });

  await knex.schema.alterTable('entity_controls', table => {
    table
      .text('disagreements')
      .notNullable()
      .defaultTo('[]')
      .comment('JSON: where one source fails what another one passes');
  });

  for (const name of ['entity_controls', 'finding_entities']) {
    await knex.schema.alterTable(name, table => {
      table
        .boolean('unverified')
        .notNullable()
        .defaultTo(false)
        .comment('Unknown only because others may write the reports');
    });
  }
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('occurrences', table => {
    table.dropIndex(['finding_id'], 'occurrences_vanished');
    table.dropColumn('vanished_from');
  });
  await knex.schema.alterTable('entity_controls', table => {
    table.dropColumn('disagreements');
    table.dropColumn('unverified');
  });
  await knex.schema.alterTable('finding_entities', table => {
    table.dropColumn('unverified');
  });
  for (const table of [
    'report_writers',
    'exemptions',
    'resources',
    'source_events',
  ]) {
    await knex.schema.dropTable(table);
  }
  await knex.schema.alterTable('sources', table => {
    table.dropColumn('dropped');
  });
  await knex.schema.alterTable('clusters', table => {
    table.dropColumn('report_trust');
    table.dropColumn('report_trust_reason');
    table.dropColumn('trust_review');
  });
  await knex.schema.alterTable('leases', table => {
    table.dropColumn('term');
  });
};
