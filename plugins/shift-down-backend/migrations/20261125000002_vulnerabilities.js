// @ts-check

/**
 * Whose a vulnerability is, until when, and who says that it is none. It is so for one
 * entity, by what its images stand on, and for another not: hence beside the link.
 */

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.alterTable('finding_entities', table => {
    table
      .string('layer', 16)
      .comment('base | application | unknown; of a vulnerability only');
    table
      .string('layer_evidence', 16)
      .comment('layer | release-report | package-class | none');
    table
      .string('responsibility', 16)
      .comment('Where it differs by entity; else that of the finding holds');
    table.string('due_at', 24).comment('None where there is no service level');
    table.boolean('known_exploited').notNullable().defaultTo(false);
    table.text('upgrade_to').comment('JSON: the release that lacks it');
    table.text('suppression').comment('JSON: the trusted VEX statement');
    table
      .text('vex_claims')
      .notNullable()
      .defaultTo('[]')
      .comment('JSON: statements that change nothing');
    table.index(['due_at']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('finding_entities', table => {
    table.dropIndex(['due_at']);
  });
  await knex.schema.alterTable('finding_entities', table => {
    table.dropColumns(
      'layer',
      'layer_evidence',
      'responsibility',
      'due_at',
      'known_exploited',
      'upgrade_to',
      'suppression',
      'vex_claims',
    );
  });
};
