import type { ReportWriter } from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import { createHash } from 'node:crypto';
import { bulkInsert } from '../../bulkInsert';
import { eachChunk } from '../../inChunks';
import type { ReportWriterRow } from '../../tables';

const WRITER_LENGTH = 500;

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
  const stored: ReportWriterRow[] = await tx('report_writers').where(
    'cluster_uid',
    clusterUid,
  );
  const before = new Map(stored.map(row => [keyOf(row), row]));
  const rows = new Map(
    writers
      .map(it => toRow(clusterUid, it))
      .map(row => [keyOf(row), row] as const),
  );
  const gone = stored.filter(row => !rows.has(keyOf(row)));
  const changed = [...rows].flatMap(([key, row]) => {
    const known = before.get(key);
    const isSame =
      known?.via === row.via && Boolean(known.trusted) === row.trusted;
    return isSame ? [] : [row];
  });
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
  return differingNamespaces(stored, [...rows.values()]);
}

function differingNamespaces(
  before: ReportWriterRow[],
  after: ReportWriterRow[],
): Set<string> {
  const [was, is] = [untrustedPlaces(before), untrustedPlaces(after)];
  return new Set(
    [...was, ...is]
      .filter(([place]) => was.has(place) !== is.has(place))
      .map(([, namespace]) => namespace),
  );
}

function untrustedPlaces(rows: ReportWriterRow[]): Map<string, string> {
  return new Map(
    rows
      .filter(row => !row.trusted)
      .map(row => [`${row.source_kind} ${row.namespace}`, row.namespace]),
  );
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

function keyOf(row: ReportWriterRow): string {
  return JSON.stringify([row.source_kind, row.namespace, row.writer]);
}
