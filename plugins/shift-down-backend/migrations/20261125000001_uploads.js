// @ts-check

/**
 * What pipelines uploaded. Of each image or entity the newest report of each tool is kept;
 * that others were uploaded is remembered for longer than they are, so that none of them
 * can be uploaded again as if it were new.
 */

/** @param {import('knex').Knex.CreateTableBuilder} table @param {string} name */
const moment = (table, name) => table.string(name, 24);

/** Of content: `sha256:` and hexadecimal digits. */
const contentDigest = (
  /** @type {import('knex').Knex.CreateTableBuilder} */ table,
  /** @type {string} */ name,
) => table.string(name, 71);

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('uploads', table => {
    table.comment('The newest report of each tool about an image or an entity');
    table
      .string('id', 32)
      .primary()
      .comment('Of repository, digest, entity, tool and format');
    table
      .string('repository', 512)
      .comment('Normalised; none where it is about an entity’s repository');
    contentDigest(table, 'digest').comment('Of the image');
    table.string('tag');
    table.string('entity_ref').comment('None where it is about an image');
    table.string('format', 16).notNullable();
    table.string('tool').notNullable();
    table.string('tool_version').notNullable();
    contentDigest(table, 'content_digest')
      .notNullable()
      .comment('Of the document as it was uploaded');
    table.string('uploaded_by').notNullable().comment('Subject of the service');
    moment(table, 'observed_at')
      .notNullable()
      .comment('When the tool looked, else when it was uploaded first');
    moment(table, 'received_at').notNullable();
    table
      .boolean('is_scan')
      .notNullable()
      .comment('Whether packages were looked at for vulnerabilities');
    table
      .boolean('is_complete')
      .notNullable()
      .comment('Whether what it does not list is believed to be absent');
    table.string('os').notNullable();
    table.boolean('os_end_of_life').notNullable();
    table.text('counts').notNullable().comment('JSON: by severity');
    table.text('sbom').comment('JSON');
    table.text('vulnerabilities').notNullable().comment('JSON');
    table.index(['repository']);
    table.index(['entity_ref']);
    table.index(['observed_at']);
    table.index(['received_at']);
  });

  await knex.schema.createTable('upload_digests', table => {
    table.comment('Index and manifest, whichever the tool saw of the image');
    table.string('upload_id', 32).notNullable();
    contentDigest(table, 'digest').notNullable();
    table.primary(['upload_id', 'digest']);
    table.index(['digest']);
  });

  await knex.schema.createTable('upload_receipts', table => {
    table.comment('What was uploaded before');
    table.string('upload_id', 32).notNullable();
    contentDigest(table, 'content_digest').notNullable();
    moment(table, 'received_at').notNullable();
    table.primary(['upload_id', 'content_digest']);
    table.index(['received_at']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('upload_receipts');
  await knex.schema.dropTable('upload_digests');
  await knex.schema.dropTable('uploads');
};
