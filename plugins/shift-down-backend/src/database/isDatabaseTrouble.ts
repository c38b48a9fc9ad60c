/**
 * Tells trouble with the database from trouble with what was to be stored: in the
 * one case storing the same again can help, in the other never.
 */
import { LeaseLostError } from './operations/leases/lease';

/**
 * Connection, resources, operator intervention, system, rollback, time-outs and
 * internal errors of PostgreSQL
 * (https://www.postgresql.org/docs/current/errcodes-appendix.html), of SQLite
 * (https://www.sqlite.org/rescode.html), and of the network between.
 */
const TROUBLE = [
  /^(08|25|40|53|55|57|58|XX)/,
  /^SQLITE_(BUSY|LOCKED|IOERR|FULL|CANTOPEN|READONLY|NOMEM|PROTOCOL)/,
  /^E(CONN|PIPE|HOST|NET|TIMEDOUT|AI_|NOTFOUND)/,
];

/** Errors of knex and of the driver for PostgreSQL that have no code. */
const WITHOUT_CODE =
  /(Connection terminated|Client has encountered a connection error|Client was closed|timeout expired|Unable to acquire a connection|Transaction query already complete)/;

/** @internal */
export function isDatabaseTrouble(error: unknown): boolean {
  if (!(error instanceof Error)) {
    return false;
  }
  const code = 'code' in error ? String(error.code) : '';
  return (
    error instanceof LeaseLostError ||
    error.name === 'KnexTimeoutError' ||
    error.name === 'AbortError' ||
    TROUBLE.some(pattern => pattern.test(code)) ||
    WITHOUT_CODE.test(error.message)
  );
}
