import { loadChain } from '../../../database/operations/exceptions/loadChain';
import {
  countReports,
  loadMostExcepted,
  loadOldestWaiting,
} from '../../../database/operations/exceptions/loadReports';
import type { ExceptionReader, ExceptionReports } from '../ExceptionCatalog';
import { maxDaysOf, type ExceptionReadContext } from './context';
import { titleOf } from './titleOf';
import { readableExceptions } from './viewerOf';

const DAY_MILLISECONDS = 86_400_000;

/** What deserves a look, of the exceptions that somebody may read. @internal */
export async function getReports(
  { clock, controls, database, rules }: ExceptionReadContext,
  reader: ExceptionReader,
): Promise<ExceptionReports> {
  const now = clock.now();
  const readable = readableExceptions(reader);
  const [reports, most, oldest, chain] = await Promise.all([
    countReports(database, readable, { at: now, maxDays: maxDaysOf(rules) }),
    loadMostExcepted(database, readable, now),
    loadOldestWaiting(database, readable),
    reader.mayDecide ? loadChain(database) : ({ state: 'not-told' } as const),
  ]);
  return {
    reports,
    mostExceptedPolicies: most.map(({ expectation, ...counts }) => ({
      title: titleOf(expectation, controls),
      ...counts,
    })),
    ...(oldest !== undefined && {
      oldestWaitingDays:
        Math.max(0, now.getTime() - Date.parse(oldest)) / DAY_MILLISECONDS,
    }),
    chain,
  } as ExceptionReports;
}
