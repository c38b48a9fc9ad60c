import { TestDatabases, mockServices } from '@backstage/backend-test-utils';
import type { NotificationSendOptions } from '@backstage/plugin-notifications-node';
import {
  clockAt,
  insertException,
  leaseOn,
} from '../../__testUtils__/exceptions';
import { migratedDatabase } from '../../__testUtils__/database';
import {
  NOTICE_OCCASIONS,
  storeNotice,
  type NoticeOccasion,
} from '../../database/operations/exceptions/notices/storeNotice';
import { NoticeService } from './NoticeService';

jest.setTimeout(60_000);

const databases = TestDatabases.create();
const signal = new AbortController().signal;
const DECIDERS = [
  { group: 'group:default/security', severities: [], deputies: [] },
  {
    group: 'group:default/privacy',
    severities: ['low' as const],
    deputies: ['group:default/privacy-deputies'],
  },
];

describe.each(databases.eachSupportedId())('NoticeService on %s', id => {
  async function setUp() {
    const database = await migratedDatabase(databases, id);
    await insertException(database, 'one');
    const sent: NotificationSendOptions[] = [];
    const clock = clockAt('2026-11-17T00:00:00.000Z');
    const send = jest.fn(async (message: NotificationSendOptions) => {
      sent.push(message);
    });
    const replica = () =>
      new NoticeService({
        database,
        clock,
        notifications: { send },
        rules: { deciders: DECIDERS },
        logger: mockServices.logger.mock(),
      });
    const store = (
      occasion: NoticeOccasion,
      detail: Parameters<typeof storeNotice>[1]['detail'] = {},
      which?: string,
    ) =>
      storeNotice(database, {
        exceptionId: 'one',
        occasion,
        detail,
        now: clock.now(),
        ...(which !== undefined && { which }),
      });
    const lease = leaseOn(database);
    return { clock, database, lease, replica, send, sent, store };
  }

  it('tells requester and deciders once, except who did it', async () => {
    const { lease, replica, sent, store } = await setUp();
    await store('decided', { by: 'user:default/sam', state: 'approved' }, '2');
    await store('decided', { by: 'user:default/sam', state: 'approved' }, '2');
    const service = replica();
    await service.round(lease, signal);
    await service.round(lease, signal);

    expect(sent).toEqual([
      {
        recipients: {
          type: 'entity',
          entityRef: ['user:default/dana', 'group:default/security'],
          excludeEntityRef: 'user:default/sam',
        },
        payload: {
          title: 'The exception for shop was approved',
          severity: 'normal',
          link: '/security/exceptions/one',
          topic: 'shift-down.exceptions',
          scope: 'one:decided:2',
        },
      },
    ]);
  });

  it('is sent by one of two replicas', async () => {
    const { lease, replica, sent, store } = await setUp();
    await store('requested');
    await Promise.all([
      replica().round(lease, signal),
      replica().round(lease, signal),
    ]);
    await replica().round(lease, signal);
    expect(new Set(sent.map(it => it.payload.scope))).toEqual(
      new Set(['one:requested:']),
    );
  });

  it('waits longer and longer while notifications are away, and then gives up', async () => {
    const { clock, database, lease, replica, send, sent, store } =
      await setUp();
    send.mockRejectedValue(new Error('Request failed with status 404'));
    await store('requested');
    const service = replica();
    await service.round(lease, signal);
    await service.round(lease, signal);
    expect(send).toHaveBeenCalledTimes(1);

    for (let hour = 0; hour < 24 * 7; hour++) {
      clock.set(new Date(clock.now().getTime() + 60 * 60 * 1000).toISOString());
      await service.round(lease, signal);
    }
    expect(send).toHaveBeenCalledTimes(16);
    expect(sent).toEqual([]);
    await expect(
      database('exception_notices').first('sent_at', 'next_at'),
    ).resolves.toEqual({ sent_at: null, next_at: null });
  });

  it('sends after notifications have come back', async () => {
    const { clock, lease, replica, send, sent, store } = await setUp();
    send.mockRejectedValueOnce(new Error('away'));
    await store('requested');
    await replica().round(lease, signal);
    clock.set('2026-11-17T00:02:00.000Z');
    await replica().round(lease, signal);
    expect(sent).toHaveLength(1);
  });

  it('alerts every decider of a broken glass', async () => {
    const { lease, replica, sent, store } = await setUp();
    await store('break-glass', { by: 'user:default/dana' });
    await replica().round(lease, signal);
    expect(sent[0].payload.severity).toBe('critical');
    expect(sent[0].recipients).toMatchObject({
      entityRef: [
        'user:default/dana',
        'group:default/security',
        'group:default/privacy',
        'group:default/privacy-deputies',
      ],
    });
  });

  it.each([...NOTICE_OCCASIONS])(
    'says nothing of what somebody wrote on %s',
    async occasion => {
      const { lease, replica, sent, store } = await setUp();
      await store(occasion, { cluster: 'demo', again: true });
      await replica().round(lease, signal);
      expect(JSON.stringify(sent)).toContain('shop');
      expect(JSON.stringify(sent)).not.toContain('base image');
    },
  );

  it('tells deciders alone of what nobody asked for', async () => {
    const { database, lease, replica, sent, store } = await setUp();
    await database('exceptions').update({ requester_ref: '', entity_ref: '' });
    await store('requested');
    await replica().round(lease, signal);
    expect(sent[0].recipients).toMatchObject({
      entityRef: ['group:default/security'],
    });
  });
});
