import type { VexDocument } from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import { bulkInsert } from '../../bulkInsert';
import type { VexDocumentRow } from '../../imageTables';

/**
 * Keeps the documents of one origin in place of those it had before.
 * @returns Whether anything about them changed.
 * @internal
 */
export async function replaceVexDocuments(
  tx: Knex,
  { origin, source }: { source: VexDocument['source']; origin: string },
  documents: readonly VexDocument[],
  now: string,
): Promise<boolean> {
  const stored: VexDocumentRow[] = await tx('vex_documents').where({
    source,
    origin,
  });
  const before = new Map(stored.map(row => [row.digest, row]));
  const rows = new Map(
    documents.map(document => {
      const row: VexDocumentRow = {
        digest: document.digest,
        source,
        origin,
        repository: document.repository,
        author: document.author,
        trust: JSON.stringify(document.trust),
        statements: JSON.stringify(document.statements),
        added_at: before.get(document.digest)?.added_at ?? now,
      };
      return [document.digest, row];
    }),
  );
  const gone = [...before.keys()].filter(digest => !rows.has(digest));
  const changed = [...rows.values()].filter(row =>
    differs(row, before.get(row.digest)),
  );
  if (gone.length > 0) {
    await tx('vex_documents')
      .where({ source, origin })
      .whereIn('digest', gone)
      .delete();
  }
  await bulkInsert(tx, 'vex_documents', changed, {
    key: ['digest', 'source', 'origin'],
    then: ['repository', 'author', 'trust', 'statements'],
  });
  return gone.length + changed.length > 0;
}

function differs(
  row: VexDocumentRow,
  before: VexDocumentRow | undefined,
): boolean {
  return (
    before === undefined ||
    before.trust !== row.trust ||
    before.statements !== row.statements ||
    before.author !== row.author ||
    before.repository !== row.repository
  );
}
