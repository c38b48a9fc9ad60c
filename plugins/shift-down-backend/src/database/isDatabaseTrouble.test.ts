import { isDatabaseTrouble } from './isDatabaseTrouble';
import { LeaseLostError } from './operations/leases/lease';

const withCode = (code: string, message = 'insert … - it failed') =>
  Object.assign(new Error(message), { code });

describe('isDatabaseTrouble', () => {
  it.each([
    ['a lost lease', new LeaseLostError({ name: 'source:demo' })],
    ['a server that shuts down', withCode('57P01')],
    ['a server that has no room', withCode('53100')],
    ['an idle transaction that was ended', withCode('25P03')],
    ['a refused connection', withCode('ECONNREFUSED')],
    ['a locked file', withCode('SQLITE_BUSY')],
    ['a full disk', withCode('SQLITE_FULL')],
    [
      'a connection that broke',
      new Error('select 1 - Connection terminated unexpectedly'),
    ],
    [
      'a pool without a connection',
      Object.assign(new Error('Timeout acquiring a connection'), {
        name: 'KnexTimeoutError',
      }),
    ],
  ])('is %s', (_, error) => {
    expect(isDatabaseTrouble(error)).toBe(true);
  });

  it.each([
    ['a character that no text can have', withCode('22021')],
    ['a constraint', withCode('23505')],
    ['a constraint of SQLite', withCode('SQLITE_CONSTRAINT_TRIGGER')],
    ['too large a row', withCode('54000')],
    ['an error of our own', new TypeError('x is not a function')],
    ['what is no error', 'ECONNREFUSED'],
  ])('is not %s', (_, error) => {
    expect(isDatabaseTrouble(error)).toBe(false);
  });
});
