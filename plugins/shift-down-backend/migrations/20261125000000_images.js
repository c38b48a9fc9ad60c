// @ts-check

/**
 * What registries say about images and what is made of it, and the golden images that they
 * are held against.
 *
 * - An image is what a workload names: repository and digest, or else tag. The digests that
 *   it resolves to are rows of their own, since some name the index and others the manifest.
 * - Documents are kept once by their digest, however many images they are attached to, and
 *   evidence names them: it stays small, and what is unchanged is never fetched again.
 * - Who stands on which release is kept as intervals by entity, so that history can be
 *   counted within what a user may read.
 */

/** @param {import('knex').Knex.CreateTableBuilder} table @param {string} name */
const moment = (table, name) => table.string(name, 24);

/** @param {import('knex').Knex.CreateTableBuilder} table @param {string} name */
const digest = (table, name) => table.string(name, 32);

/** Of content: `sha256:` or `sha512:` and hexadecimal digits. */
const contentDigest = (
  /** @type {import('knex').Knex.CreateTableBuilder} */ table,
  /** @type {string} */ name,
) => table.string(name, 140);

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('images', table => {
    table.comment('Every image that runs, and every release of a golden image');
    digest(table, 'id').primary().comment('Of repository and version');
    table.string('repository', 512).notNullable();
    table
      .string('version')
      .notNullable()
      .comment('Digest of the reference, else its tag');
    contentDigest(table, 'digest').comment('That the reference resolves to');
    table
      .string('state', 16)
      .notNullable()
      .comment('pending | read | unknown: how it was asked for last');
    table
      .string('problem', 32)
      .comment('Why it is unknown, see IMAGE_PROBLEMS');
    table.text('reason').notNullable().defaultTo('');
    table
      .text('source_state')
      .comment('What the source needs to ask for changes only');
    table
      .text('evidence')
      .comment('JSON, without contents; outlives failures to read it again');
    moment(table, 'evidence_at').comment('When it was new or confirmed last');
    moment(table, 'checked_at').comment('When it was asked for last');
    moment(table, 'next_check_at').notNullable();
    table.integer('attempts').notNullable().comment('Failures in a row');
    moment(table, 'seen_at')
      .notNullable()
      .comment(
        'When something last ran or declared it; forgotten some time after',
      );
    table.text('assessment').comment('JSON; none before the first');
    table
      .string('judged_with', 64)
      .comment(
        'Hash of catalogue and trust; none when it has to be judged anew',
      );
    moment(table, 'changed_at')
      .notNullable()
      .comment('When what it comes to changed last');
    moment(table, 'valid_until').comment('When it changes by itself');
    table.string('golden_image').comment('Name; none unless lineage is golden');
    table.string('golden_version');
    table.string('lineage_state', 16).notNullable();
    table.string('status_state', 16).notNullable();
    table.integer('releases_behind');
    table.integer('days_behind');
    table.string('signature_state', 16).notNullable();
    table.integer('provenance_level');
    table.unique(['repository', 'version']);
    table.index(['next_check_at']);
    table.index(['changed_at']);
    table.index(['judged_with']);
    table.index(['valid_until']);
    table.index(['golden_image', 'golden_version']);
  });

  await knex.schema.createTable('image_digests', table => {
    table.comment(
      'Index and manifests: whoever names one of them means the image',
    );
    digest(table, 'image_id').notNullable();
    contentDigest(table, 'digest').notNullable();
    table.primary(['image_id', 'digest']);
    table.index(['digest']);
  });

  await knex.schema.createTable('image_contents', table => {
    table.comment('Which contents the evidence of an image names');
    digest(table, 'image_id').notNullable();
    contentDigest(table, 'digest').notNullable();
    table.primary(['image_id', 'digest']);
    table.index(['digest']);
  });

  await knex.schema.createTable('contents', table => {
    table.comment('Manifests, configurations and documents by their digest');
    contentDigest(table, 'digest').primary();
    table.integer('size').notNullable().comment('Bytes');
    table.binary('content').notNullable();
    moment(table, 'used_at')
      .notNullable()
      .comment('What nothing names and nobody asked for lately is forgotten');
    table.index(['used_at']);
  });

  await knex.schema.createTable('golden_locations', table => {
    table.comment(
      'Where files of golden images are read; while one was not read in full there may be ' +
        'more of them than we know',
    );
    table.string('location', 1024).primary().comment('As configured');
    table
      .text('problems')
      .notNullable()
      .comment('JSON: sentences; what was read before still holds');
    table.boolean('is_complete').notNullable();
    moment(table, 'read_at').comment('When it was read last; none before');
  });

  await knex.schema.createTable('golden_images', table => {
    table.comment('Golden images as their files declare them');
    table.string('name').primary();
    table
      .string('configured_location', 1024)
      .notNullable()
      .comment('Which location of the configuration it was read from');
    table.string('location', 1024).notNullable().comment('Of its file');
    table.string('repository', 512).notNullable();
    table.string('owner_ref').notNullable();
    table
      .text('definition')
      .notNullable()
      .comment('JSON, releases that were found by their tags included');
    table
      .text('problems')
      .notNullable()
      .comment('JSON: sentences on what could not be read beside its file');
    table
      .boolean('finds_releases')
      .notNullable()
      .comment('Whether it finds releases by the tags of its repository');
    table.text('tags').comment('JSON; none before they were listed');
    table.text('tags_etag');
    table.text('tags_problem');
    moment(table, 'tags_at');
    table.integer('tags_attempts').notNullable().defaultTo(0);
    moment(table, 'next_tags_at').notNullable();
    table
      .string('hash', 64)
      .notNullable()
      .comment('Of all that judgement reads of it, its releases included');
    moment(table, 'changed_at').notNullable();
    table.index(['repository']);
  });

  await knex.schema.createTable('golden_releases', table => {
    table.comment('Releases, declared and found, with what is known of them');
    table.string('image').notNullable();
    table.string('version').notNullable();
    table.string('channel').notNullable();
    table.string('released', 24);
    table.string('supported_until', 24);
    contentDigest(table, 'digest').comment('Of the index or manifest');
    table
      .text('facts')
      .notNullable()
      .comment('JSON: platforms with layers, or why they are not known');
    table
      .string('scanner')
      .comment('Of its newest report; none if nobody scanned it');
    moment(table, 'scanned_at');
    table.string('report_origin', 16).comment('git | scan | upload');
    table
      .string('report_hash', 64)
      .comment('Of the newest report: while it stays the same, so do its rows');
    table.primary(['image', 'version']);
    table.index(['digest']);
  });

  await knex.schema.createTable('golden_release_vulnerabilities', table => {
    table.comment('What the newest report of a release lists');
    table.string('image').notNullable();
    table.string('version').notNullable();
    table.string('advisory').notNullable();
    table.string('package_url', 1024).notNullable().comment('Normalised');
    table.string('package_name', 512).notNullable();
    table.string('installed_version').notNullable();
    table.string('fixed_version').notNullable();
    table.string('severity', 16).notNullable();
    table.primary(['image', 'version', 'advisory', 'package_url']);
  });

  await knex.schema.createTable('golden_vulnerabilities', table => {
    table.comment(
      'What no supported release of a channel lacks is the platform’s to fix; the clock ' +
        'of one that comes back goes on where it began',
    );
    table.string('image').notNullable();
    table.string('channel').notNullable();
    table.string('advisory').notNullable();
    table.string('package_url', 1024).notNullable();
    table.string('package_name', 512).notNullable();
    table.string('severity', 16).notNullable();
    moment(table, 'first_seen').notNullable();
    moment(table, 'due_at').comment(
      'None where the severity has no service level',
    );
    moment(table, 'closed_at').comment('None while it is open');
    table
      .string('closed_by')
      .comment('Version that lacks it; none if it is listed nowhere any more');
    table.primary(['image', 'channel', 'advisory', 'package_url']);
  });

  await knex.schema.createTable('golden_adoption', table => {
    table.comment('From when until when so many workloads stood on a release');
    table.string('entity_ref').notNullable();
    table.string('image').notNullable();
    table.string('version').notNullable();
    moment(table, 'from_at').notNullable();
    moment(table, 'until_at').comment('None while it is so');
    table.integer('workloads').notNullable();
    table.primary(['entity_ref', 'image', 'version', 'from_at']);
    table.index(['image', 'until_at']);
    table.index(['until_at']);
  });

  await knex.schema.createTable('vex_documents', table => {
    table.comment(
      'Who says which vulnerabilities are none, and whether we believe it',
    );
    contentDigest(table, 'digest').notNullable().comment('Of the text');
    table
      .string('source', 16)
      .notNullable()
      .comment('attached | uploaded | git');
    table
      .string('origin')
      .notNullable()
      .comment('Id of the image or upload, or name of the golden image');
    table.string('repository', 512).notNullable();
    table.text('author').notNullable();
    table
      .text('trust')
      .notNullable()
      .comment('JSON: by which rule, or why not');
    table.text('statements').notNullable().comment('JSON');
    moment(table, 'added_at').notNullable();
    table.primary(['digest', 'source', 'origin']);
    table.index(['repository']);
    table.index(['source', 'origin']);
  });

  // Which workloads run a repository at a digest, or else a tag.
  await knex.schema.alterTable('containers', table => {
    table.index(['digest']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('containers', table => {
    table.dropIndex(['digest']);
  });
  const tables = [
    'vex_documents',
    'golden_adoption',
    'golden_vulnerabilities',
    'golden_release_vulnerabilities',
    'golden_releases',
    'golden_images',
    'golden_locations',
    'contents',
    'image_contents',
    'image_digests',
    'images',
  ];
  for (const table of tables) {
    await knex.schema.dropTable(table);
  }
};
