import type { ReportWriter } from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import { createHash } from 'node:crypto';
import { giveWay } from '@shift-down/plugin-shift-down-node';
import { bulkInsert } from '../../bulkInsert';
import { eachChunk } from '../../inChunks';
import type { ReportWriterRow } from '../../tables';

const WRITER_LENGTH = 500;
const ROWS_PER_PAGE = 500;

/**
 * Writes what differs from what is stored of a cluster.
 * @returns Namespaces, empty for all of them, in which others may now write reports
 *   that they could not write before, or the other way round.
 * @internal
 */
export async function storeReportWriters(
  tx: Knex,
  clusterUid: string,
  writers: ReportWriter[],
): Promise<Set<string>> {
  const before = await selectStored(tx, clusterUid);
  const after = new Map<string, ReportWriterRow>();
  const changed: ReportWriterRow[] = [];
  for (const writer of writers) {
    const row = toRow(clusterUid, writer);
    const key = keyOf(row);
    const known = before.get(key);
    after.set(key, row);
    if (known?.via !== row.via || Boolean(known.trusted) !== row.trusted) {
      changed.push(row);
    }
    await giveWay();
  }
  const gone = [...before].flatMap(([key, row]) =>
    after.has(key) ? [] : [row],
  );
  await eachChunk(
    gone,
    chunk =>
      tx('report_writers')
        .where('cluster_uid', clusterUid)
        .whereIn(
          ['source_kind', 'namespace', 'writer'],
          chunk.map(row => [row.source_kind, row.namespace, row.writer]),
        )
        .delete(),
    300,
  );
  await bulkInsert(tx, 'report_writers', changed, {
    key: ['cluster_uid', 'source_kind', 'namespace', 'writer'],
    then: ['via', 'trusted'],
  });
  return differingNamespaces(before.values(), after.values());
}

async function selectStored(
  tx: Knex,
  clusterUid: string,
): Promise<Map<string, ReportWriterRow>> {
  const rows = new Map<string, ReportWriterRow>();
  for (let after = ['', '', '']; ; ) {
    const page: ReportWriterRow[] = await tx('report_writers')
      .where('cluster_uid', clusterUid)
      .whereRaw('(source_kind, namespace, writer) > (?, ?, ?)', after)
      .orderBy(['source_kind', 'namespace', 'writer'])
      .limit(ROWS_PER_PAGE);
    for (const row of page) {
      rows.set(keyOf(row), row);
      await giveWay();
    }
    const last = page.at(-1);
    if (!last || page.length < ROWS_PER_PAGE) {
      return rows;
    }
    after = [last.source_kind, last.namespace, last.writer];
  }
}

function differingNamespaces(
  before: Iterable<ReportWriterRow>,
  after: Iterable<ReportWriterRow>,
): Set<string> {
  const [was, is] = [untrustedPlaces(before), untrustedPlaces(after)];
  return new Set(
    [...was, ...is]
      .filter(([place]) => was.has(place) !== is.has(place))
      .map(([, namespace]) => namespace),
  );
}

function untrustedPlaces(rows: Iterable<ReportWriterRow>): Map<string, string> {
  const places = new Map<string, string>();
  for (const { namespace, source_kind: kind, trusted } of rows) {
    if (!trusted) {
      places.set(`${kind} ${namespace}`, namespace);
    }
  }
  return places;
}

function toRow(
  clusterUid: string,
  { kind, namespace, writer, via, trusted }: ReportWriter,
): ReportWriterRow {
  return {
    cluster_uid: clusterUid,
    source_kind: kind,
    namespace,
    writer: shorten(writer),
    via,
    trusted,
  };
}

/** Whoever may bind can give their subjects names of any length. */
function shorten(writer: string): string {
  return writer.length <= WRITER_LENGTH
    ? writer
    : `${writer.slice(0, WRITER_LENGTH)}…${createHash('sha256')
        .update(writer)
        .digest('hex')
        .slice(0, 32)}`;
}

/** Only a writer may have a space in its name. */
function keyOf({ source_kind, namespace, writer }: ReportWriterRow): string {
  return `${source_kind} ${namespace} ${writer}`;
}
