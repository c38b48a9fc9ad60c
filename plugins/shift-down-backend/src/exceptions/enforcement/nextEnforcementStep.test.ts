import type { EnforcementRow } from '../../database/exceptionTables';
import { nextEnforcementStep, wishFor } from './nextEnforcementStep';
import type { Observation } from './types';

const BEFORE = '2026-11-01T00:00:00.000Z';
const NOW = '2026-11-02T00:00:00.000Z';
const AFTER = '2026-11-03T00:00:00.000Z';

const row = (over: Partial<EnforcementRow> = {}): EnforcementRow => ({
  id: 'row',
  exception_id: 'exception',
  cluster_uid: 'uid',
  target: 'kyverno',
  delivery: 'cluster',
  state: 'pending',
  wanted: true,
  plan: '{}',
  object_key: 'v1/Kind/ns/name',
  object_uid: null,
  object_version: null,
  object_hash: null,
  nonce: null,
  reason: '',
  since: BEFORE,
  applied_at: null,
  ended_at: null,
  gone_at: null,
  proof: null,
  pull_request_url: null,
  still_running: null,
  next_at: NOW,
  attempts: 0,
  ...over,
});

describe('wishFor', () => {
  const approved = { state: 'approved', from: BEFORE, until: AFTER };

  it.each([
    ['an active one', approved, {}, true, 'there'],
    ['one that starts now', { ...approved, from: NOW }, {}, true, 'there'],
    ['one that starts later', { ...approved, from: AFTER }, {}, true, 'later'],
    ['one that ends now', { ...approved, until: NOW }, {}, true, 'end'],
    ['one that has ended', { ...approved, until: BEFORE }, {}, true, 'end'],
    ['a revoked one', { ...approved, state: 'revoked' }, {}, true, 'end'],
    [
      'one asked for anew',
      { ...approved, state: 'requested' },
      {},
      true,
      'end',
    ],
    ['one whose scope is another’s now', approved, {}, false, 'end'],
    ['one that was withdrawn from', approved, { wanted: false }, true, 'gone'],
    [
      'one that ended and is still ordered so',
      { ...approved, until: BEFORE },
      { wanted: false },
      true,
      'gone',
    ],
  ])('of %s', (_, exception, over, isConfirmed, wish) => {
    const { from: activeFrom, state, until: activeUntil } = exception;
    const entityRef = 'component:default/shop';
    expect(
      wishFor(
        {
          row: row(over),
          exception: { state, entityRef, activeFrom, activeUntil },
        },
        isConfirmed,
        new Date(NOW),
      ),
    ).toMatchObject({ wish });
  });

  it('has ended when the exception ended, not when somebody looked', () => {
    expect(
      wishFor(
        {
          row: row(),
          exception: {
            state: 'approved',
            entityRef: '',
            activeFrom: BEFORE,
            activeUntil: BEFORE,
          },
        },
        true,
        new Date(NOW),
      ),
    ).toMatchObject({ endedAt: BEFORE });
  });
});

describe('nextEnforcementStep', () => {
  const nothing: Observation = { there: 'nothing' };
  const version = { uid: 'object', resourceVersion: '1' };
  const object = (isOurs: boolean, isAsWritten: boolean): Observation => ({
    there: 'object',
    version,
    isOurs,
    isAsWritten,
  });
  const made = { object_uid: 'object', object_hash: 'hash', nonce: 'nonce' };
  const ordered = { object_hash: 'hash', nonce: 'nonce' };
  const applied = { ...made, state: 'applied' };
  const drifted = { ...made, state: 'drifted' };

  it.each([
    ['first writing', row(), 'there', nothing, 'create'],
    ['died before it was written', row(ordered), 'there', nothing, 'create'],
    [
      'died before the answer was stored',
      row(ordered),
      'there',
      object(true, true),
      'note-applied',
    ],
    [
      'as it is to be',
      row(applied),
      'there',
      object(true, true),
      'note-applied',
    ],
    ['removed by others', row(applied), 'there', nothing, 'create'],
    [
      'changed by others',
      row(applied),
      'there',
      object(true, false),
      'note-drift',
    ],
    ['still changed', row(drifted), 'there', object(true, false), 'note-drift'],
    [
      'mended by others',
      row(drifted),
      'there',
      object(true, true),
      'note-applied',
    ],
    ['decided anew', row(made), 'there', object(true, false), 'write'],
    ['made by others', row(), 'there', object(false, false), 'leave-alone'],
    ['copied by others', row(), 'there', object(false, true), 'leave-alone'],
    [
      'made anew by others',
      row(applied),
      'there',
      object(false, true),
      'note-drift',
    ],
    ['ended', row(applied), 'gone', object(true, true), 'remove'],
    ['ended, and changed', row(drifted), 'gone', object(true, false), 'remove'],
    [
      'ended before the answer',
      row(ordered),
      'gone',
      object(true, true),
      'remove',
    ],
    ['ended, and gone', row(applied), 'gone', nothing, 'prove'],
    [
      'ended, of others now',
      row(applied),
      'gone',
      object(false, true),
      'prove',
    ],
    ['never written', row(), 'gone', nothing, 'was-never-there'],
    ['never ours', row(), 'gone', object(false, true), 'was-never-there'],
    ['perhaps written', row(ordered), 'gone', nothing, 'prove'],
  ] as const)('%s', (_, order, wish, observed, step) => {
    expect(nextEnforcementStep(order, wish, observed)).toMatchObject({ step });
  });

  it.each(['pending', 'applied', 'drifted', 'failed', 'removing'])(
    'never writes or removes what is not ours, in the state %s',
    state => {
      for (const wish of ['there', 'gone'] as const) {
        for (const order of [row({ state }), row({ ...made, state })]) {
          expect(['create', 'write', 'remove']).not.toContain(
            nextEnforcementStep(order, wish, object(false, true)).step,
          );
        }
      }
    },
  );
});
