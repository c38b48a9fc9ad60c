// @ts-check

/**
 * The whole way of the data, stage by stage: what was collected, what it is about,
 * what it says, whose it is, and what it comes to.
 *
 * Three decisions hold throughout:
 *
 * - Moments are ISO 8601 text in UTC. It sorts as it should and reads back the same
 *   from both engines, where their timestamp types do not.
 * - Ids are digests of what they identify. An upsert then needs no look-up, and two
 *   replicas that see the same thing write the same row.
 * - What a list is filtered or sorted by is a column; what is only shown is JSON text.
 */

/** @param {import('knex').Knex.CreateTableBuilder} table @param {string} name */
const moment = (table, name) => table.string(name, 24);

/** @param {import('knex').Knex.CreateTableBuilder} table @param {string} name */
const digest = (table, name) => table.string(name, 32);

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('clusters', table => {
    table.comment('Configured clusters; uid is empty until one is identified');
    table.string('name').primary();
    table.string('uid').unique();
    table.string('title').notNullable();
    table
      .string('duplicate_of')
      .comment('Name of the cluster that already collects the same uid');
    moment(table, 'recorded_at').comment('Ages are measured to it, if set');
    table.text('error');
  });

  await knex.schema.createTable('sources', table => {
    table.comment('Freshness of each kind of evidence of each cluster');
    table.string('cluster_name').notNullable();
    table.string('kind').notNullable();
    table.string('state').notNullable();
    moment(table, 'since').notNullable();
    moment(table, 'last_success_at').comment(
      'Heartbeat; empty if it never came',
    );
    table.text('error');
    table.text('warnings').notNullable().defaultTo('[]');
    table
      .integer('stale_after_seconds')
      .notNullable()
      .comment('Without a heartbeat for so long, fresh becomes stale');
    table.primary(['cluster_name', 'kind']);
  });

  await knex.schema.createTable('leases', table => {
    table.comment('Which replica collects which cluster');
    table.string('name').primary();
    table.string('holder').notNullable();
    moment(table, 'expires_at').notNullable();
  });

  await knex.schema.createTable('objects', table => {
    table.comment('Every collected object; its hash tells whether it changed');
    digest(table, 'id').primary();
    table.string('cluster_uid').notNullable();
    table.string('source_kind').notNullable();
    table.string('api_version').notNullable();
    table.string('kind').notNullable();
    table.string('namespace').notNullable();
    table.string('name', 512).notNullable();
    table.string('uid').notNullable();
    table.string('hash', 64).notNullable();
    moment(table, 'observed_at').notNullable();
    table
      .text('unreadable')
      .comment('Why it could not be read; evidence is kept');
    table.index(['cluster_uid', 'source_kind', 'id']);
  });

  await knex.schema.createTable('unreadable_subjects', table => {
    table.comment('Subjects that an unreadable object would have spoken of');
    digest(table, 'object_id').notNullable();
    digest(table, 'subject_id').notNullable();
    table.string('source_kind').notNullable();
    table.text('reason').notNullable();
    table.primary(['object_id', 'subject_id']);
    table.index(['subject_id']);
  });

  await knex.schema.createTable('namespaces', table => {
    table.string('cluster_uid').notNullable();
    table.string('name').notNullable();
    digest(table, 'object_id').notNullable();
    table.string('uid').notNullable();
    table.text('labels').notNullable();
    table.text('fields').notNullable();
    table
      .string('owner_ref')
      .comment('Group that owns it, by label or by rule');
    table.string('owner_source').comment('label | rule');
    table.primary(['cluster_uid', 'name']);
    table.index(['object_id']);
    table.index(['owner_ref']);
  });

  await knex.schema.createTable('subjects', table => {
    table.comment(
      'Root owners, namespaces and whatever else evidence is about',
    );
    digest(table, 'id').primary();
    table.string('cluster_uid').notNullable();
    table.string('namespace').notNullable();
    table.string('kind').notNullable();
    table.string('name', 512).notNullable();
    digest(table, 'object_id').comment('Set while the workload itself is seen');
    table.string('api_version').notNullable().defaultTo('');
    table.string('uid').notNullable().defaultTo('');
    table.text('labels').notNullable().defaultTo('{}');
    table.text('fields').notNullable().defaultTo('{}');
    table.integer('pods_total').notNullable().defaultTo(0);
    table.integer('pods_ready').notNullable().defaultTo(0);
    table.index(['cluster_uid', 'namespace']);
    table.index(['object_id']);
  });

  await knex.schema.createTable('subject_labels', table => {
    table.comment(
      'What claims are matched on; the namespace counts as a label without key',
    );
    digest(table, 'subject_id').notNullable();
    table.string('key', 320).notNullable();
    table.string('value').notNullable();
    table.primary(['subject_id', 'key']);
    table.index(['key', 'value']);
  });

  await knex.schema.createTable('containers', table => {
    digest(table, 'subject_id').notNullable();
    table.string('type').notNullable();
    table.string('name').notNullable();
    table.text('image').notNullable();
    table.string('repository', 512).notNullable();
    table.string('tag');
    table.string('digest');
    table.primary(['subject_id', 'type', 'name']);
    table.index(['repository']);
  });

  await knex.schema.createTable('image_scans', table => {
    table.comment(
      'That an image was scanned, so that zero findings means clean',
    );
    digest(table, 'object_id').notNullable();
    digest(table, 'subject_id').notNullable();
    table.string('container').notNullable();
    table.string('repository', 512).notNullable();
    table.string('tag');
    table.string('digest');
    table.string('os').notNullable();
    table.boolean('os_end_of_life').notNullable();
    table.string('scanner').notNullable();
    table
      .text('counts')
      .notNullable()
      .comment('JSON: vulnerabilities by severity');
    moment(table, 'observed_at').notNullable();
    table.primary(['object_id', 'subject_id', 'container']);
    table.index(['subject_id']);
  });

  await knex.schema.createTable('findings', table => {
    table.comment('What is wrong and where, over all the times it was seen');
    digest(table, 'id').primary();
    table.string('type').notNullable();
    table.string('control_id').notNullable();
    table.string('engine').notNullable();
    table.string('policy', 512).notNullable();
    table.string('rule', 512).notNullable();
    table.string('advisory').notNullable();
    table.string('package_url', 1024).notNullable();
    table.string('package_name', 512).notNullable();
    table.string('repository', 512).notNullable();
    table.string('cluster_uid').notNullable();
    table.string('namespace').notNullable();
    table.string('subject_kind').notNullable();
    table.string('subject_name', 512).notNullable();
    table.string('component').notNullable();
    table.text('title').notNullable();
    table.string('severity').notNullable();
    table.integer('severity_rank').notNullable();
    table.string('area').notNullable();
    table.string('responsibility').notNullable();
    table.string('category').notNullable();
    table.text('remediation').notNullable();
    table.text('url').notNullable();
    moment(table, 'first_seen').notNullable();
    moment(table, 'last_seen').notNullable();
    moment(table, 'last_failed_at');
    moment(table, 'resolved_at').comment('Empty while it is seen anywhere');
    table.index(['severity_rank', 'id']);
    table.index(['repository']);
  });

  await knex.schema.createTable('occurrences', table => {
    table.comment('Where a finding is seen now, by the object that says so');
    digest(table, 'object_id').notNullable();
    digest(table, 'finding_id').notNullable();
    digest(table, 'subject_id').notNullable();
    table.string('component').notNullable();
    table.string('source_kind').notNullable();
    table.string('result').notNullable();
    table.text('reason').notNullable();
    table.text('message').notNullable();
    table.text('witness').notNullable().comment('JSON: who said so');
    table.text('detail').notNullable().comment('JSON: versions, digests');
    moment(table, 'observed_at').notNullable();
    table.primary(['object_id', 'finding_id', 'subject_id', 'component']);
    table.index(['finding_id', 'subject_id']);
    table.index(['subject_id']);
  });

  await knex.schema.createTable('passes', table => {
    table.comment('Passes are counts by control; everything else is rows');
    digest(table, 'object_id').notNullable();
    digest(table, 'subject_id').notNullable();
    table.string('source_kind').notNullable();
    table.text('counts').notNullable();
    moment(table, 'observed_at').notNullable();
    table.primary(['object_id', 'subject_id']);
    table.index(['subject_id']);
  });

  await knex.schema.createTable('cut_lists', table => {
    table.comment('Policies whose engine lists only some of its violations');
    digest(table, 'object_id').primary();
    table.string('cluster_uid').notNullable();
    table.string('engine').notNullable();
    table.string('policy', 512).notNullable();
    table.integer('listed').notNullable();
    table.integer('total').notNullable();
  });

  await knex.schema.createTable('entities', table => {
    table.comment(
      'Mirror of the catalog, which announces no changes of its own',
    );
    table.string('ref').primary();
    table.string('uid').notNullable();
    table.string('etag').notNullable();
    table.string('kind').notNullable().comment('Lower case');
    table.string('namespace').notNullable();
    table.string('name').notNullable();
    table.string('title');
    table.string('type');
    table
      .string('owner_ref')
      .comment('The first owner, for sorting and showing');
    table.string('system_ref');
    table.text('annotations').notNullable().comment('JSON: those that claim');
    moment(table, 'first_seen').notNullable();
    table.index(['kind']);
    table.index(['owner_ref']);
    table.index(['system_ref']);
  });

  await knex.schema.createTable('entity_relations', table => {
    table.string('source_ref').notNullable();
    table.string('type').notNullable().comment('ownedBy | partOf | childOf');
    table.string('target_ref').notNullable();
    table.primary(['source_ref', 'type', 'target_ref']);
    table.index(['target_ref', 'type']);
  });

  await knex.schema.createTable('claims', table => {
    table.comment('What became of the claims of an entity');
    table.string('entity_ref').primary();
    table
      .string('state')
      .notNullable()
      .comment('none | unconfirmed | no-workloads | confirmed');
    table
      .text('unconfirmed_namespaces')
      .notNullable()
      .defaultTo('[]')
      .comment('Never shown to people: which namespaces refused the claim');
  });

  await knex.schema.createTable('claim_keys', table => {
    table.comment(
      'One label that every subject of a claim must have, so that either side ' +
        'finds the other by index; the value * stands for any',
    );
    table.string('entity_ref').notNullable();
    table.string('key', 320).notNullable();
    table.string('value').notNullable();
    table.primary(['entity_ref', 'key', 'value']);
    table.index(['key', 'value']);
  });

  await knex.schema.createTable('subject_entities', table => {
    table.comment('Confirmed links only; an unconfirmed claim links nothing');
    digest(table, 'subject_id').notNullable();
    table.string('entity_ref').notNullable();
    table.string('via').notNullable().comment('Which claim linked them');
    table.primary(['entity_ref', 'subject_id']);
    table.index(['subject_id']);
  });

  await knex.schema.createTable('assessment_queue', table => {
    table.comment(
      'Entities to assess again; a new ticket voids the work under way',
    );
    table.string('entity_ref').primary();
    table.string('ticket').notNullable();
    moment(table, 'due_at').notNullable();
    table.integer('attempts').notNullable().defaultTo(0);
    table.text('error');
    table.index(['due_at']);
  });

  await knex.schema.createTable('postures', table => {
    table.string('entity_ref').primary();
    table.string('state').notNullable();
    table.integer('score');
    table.string('grade').notNullable();
    table
      .integer('grade_rank')
      .notNullable()
      .comment('0 is best; unknown is last');
    table.float('coverage').notNullable();
    table.integer('failing').notNullable();
    table.integer('unknown').notNullable();
    table.integer('passing').notNullable();
    table.integer('worst_severity_rank').comment('Of the findings that fail');
    digest(table, 'worst_finding_id');
    table.text('summary').notNullable();
    table.string('hash', 64).notNullable();
    moment(table, 'assessed_at').notNullable();
    moment(table, 'valid_until');
    table.index(['valid_until']);
    table.index(['grade_rank', 'score']);
  });

  await knex.schema.createTable('entity_controls', table => {
    table.string('entity_ref').notNullable();
    table.string('control_id').notNullable();
    table.string('result').notNullable();
    table.text('reason').notNullable();
    table.integer('failing').notNullable();
    table.integer('unknown').notNullable();
    table.string('worst_severity');
    moment(table, 'since').notNullable();
    table.primary(['entity_ref', 'control_id']);
  });

  await knex.schema.createTable('control_changes', table => {
    table.comment('Every change of an entity’s control is kept');
    table.string('entity_ref').notNullable();
    table.string('control_id').notNullable();
    moment(table, 'changed_at').notNullable();
    table.string('from_result');
    table.string('to_result').notNullable();
    table.primary(['entity_ref', 'changed_at', 'control_id']);
  });

  await knex.schema.createTable('posture_history', table => {
    table.comment('Hourly for a week, daily for a year');
    table.string('entity_ref').notNullable();
    table.string('resolution').notNullable().comment('hour | day');
    moment(table, 'bucket').notNullable();
    table.integer('score');
    table.string('grade').notNullable();
    table.float('coverage').notNullable();
    table.primary(['entity_ref', 'resolution', 'bucket']);
    table.index(['resolution', 'bucket']);
  });

  await knex.schema.createTable('finding_entities', table => {
    table.comment('Findings as they stand for an entity; lists read this');
    table.string('entity_ref').notNullable();
    digest(table, 'finding_id').notNullable();
    table.string('control_id').notNullable();
    table.string('result').notNullable();
    table.text('reason').notNullable();
    table.integer('severity_rank').notNullable();
    table.integer('occurrences').notNullable();
    table.primary(['entity_ref', 'finding_id']);
    table.index(['finding_id']);
    table.index(['entity_ref', 'severity_rank']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  const tables = [
    'finding_entities',
    'posture_history',
    'control_changes',
    'entity_controls',
    'postures',
    'assessment_queue',
    'subject_entities',
    'claim_keys',
    'claims',
    'entity_relations',
    'entities',
    'cut_lists',
    'passes',
    'occurrences',
    'findings',
    'image_scans',
    'containers',
    'subject_labels',
    'subjects',
    'namespaces',
    'unreadable_subjects',
    'objects',
    'leases',
    'sources',
    'clusters',
  ];
  for (const table of tables) {
    await knex.schema.dropTable(table);
  }
};
