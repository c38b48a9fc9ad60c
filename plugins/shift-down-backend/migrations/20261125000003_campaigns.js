// @ts-check

/**
 * Campaigns, which move many repositories to one release of a golden image.
 *
 * - An item is a repository, not an entity: several entities may be built from one, and it
 *   gets one pull request.
 * - Which entities an item concerns decides who may see it, so they are rows of their own.
 */

/** @param {import('knex').Knex.CreateTableBuilder} table @param {string} name */
const moment = (table, name) => table.string(name, 24);

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('campaigns', table => {
    table.comment('What is moved where, how fast, and how it stands');
    table.string('id', 36).primary();
    table.string('title');
    table.string('image').notNullable();
    table.string('to_version').notNullable();
    table.text('from_versions').notNullable().comment('JSON');
    table.string('state', 16).notNullable();
    table.text('reason').comment('Why it stopped');
    table.string('created_by').notNullable().comment('Ref of a user');
    moment(table, 'created_at').notNullable();
    table.integer('at_once').notNullable();
    table.integer('stop_after_failures').notNullable();
    table.index(['state']);
    table.index(['created_at']);
  });

  await knex.schema.createTable('campaign_items', table => {
    table.comment('One repository of a campaign');
    table
      .string('campaign_id', 36)
      .notNullable()
      .references('id')
      .inTable('campaigns')
      .onDelete('CASCADE');
    table.string('repository_url', 512).notNullable();
    table.string('state', 16).notNullable();
    table
      .text('folders')
      .notNullable()
      .comment(
        'JSON: folders whose Dockerfiles are moved; the empty one is all',
      );
    table.text('changes').notNullable().comment('JSON');
    table.string('pull_request_url', 1024);
    table.text('reason');
    table.string('owner_ref');
    moment(table, 'updated_at').notNullable();
    moment(table, 'next_at').notNullable().comment('When to look at it again');
    table.primary(['campaign_id', 'repository_url']);
  });

  await knex.schema.createTable('campaign_entities', table => {
    table.comment('Entities that are built from the repository of an item');
    table.string('campaign_id', 36).notNullable();
    table.string('repository_url', 512).notNullable();
    table.string('entity_ref').notNullable();
    table.primary(['campaign_id', 'repository_url', 'entity_ref']);
    table
      .foreign(['campaign_id', 'repository_url'])
      .references(['campaign_id', 'repository_url'])
      .inTable('campaign_items')
      .onDelete('CASCADE');
    table.index(['entity_ref']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('campaign_entities');
  await knex.schema.dropTable('campaign_items');
  await knex.schema.dropTable('campaigns');
};
