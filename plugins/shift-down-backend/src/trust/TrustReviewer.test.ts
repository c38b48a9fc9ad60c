import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { OWN_CLOCK } from '../__testUtils__/clock';
import { migratedDatabase } from '../__testUtils__/database';
import { eventually } from '../__testUtils__/eventually';
import {
  CLUSTER,
  createSink,
  FOLLOWER,
  seizeLease,
} from '../__testUtils__/sink';
import { setReportTrust } from '../database/operations/trust/setReportTrust';
import { RBAC_KINDS } from './rbacKinds';
import { TrustReviewer } from './TrustReviewer';

jest.setTimeout(60_000);

describe('TrustReviewer', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  let knex: Knex;
  let stop: AbortController;
  let reviewer: TrustReviewer;
  let onMarked: jest.Mock;

  const trustOf = async () =>
    (await knex('clusters').first('report_trust')).report_trust;

  beforeEach(async () => {
    knex = await migratedDatabase(databases, 'SQLITE_3');
    const lease = await seizeLease(knex);
    const sink = await createSink(knex, { lease });
    await setReportTrust(knex, CLUSTER.name, { mode: 'rbac', writers: [] }, '');
    for (const kind of RBAC_KINDS) {
      await sink.report(kind, { state: 'fresh' });
    }
    stop = new AbortController();
    onMarked = jest.fn();
    reviewer = new TrustReviewer({
      database: knex,
      clock: OWN_CLOCK,
      lease,
      clusterName: CLUSTER.name,
      trust: { mode: 'rbac', writers: [] },
      follower: FOLLOWER,
      signal: stop.signal,
      logger: mockServices.logger.mock(),
      onMarked,
      delayMilliseconds: 50,
    });
  });

  afterEach(() => stop.abort());

  it('looks once at many changes, soon after the first', async () => {
    for (const kind of RBAC_KINDS) {
      reviewer.changed(kind);
    }
    expect(await trustOf()).toBe('unknown');
    await eventually(async () => onMarked.mock.calls.length > 0);
    expect(await trustOf()).toBe('rbac');
    expect(onMarked).toHaveBeenCalledTimes(1);
  });

  it('believes disappearances once all of RBAC was listed, not before', async () => {
    const ticket = async () =>
      (await knex('clusters').first('trust_review')).trust_review;
    const [first, ...others] = RBAC_KINDS;
    others.forEach(kind => reviewer.listed(kind));
    reviewer.changed(first);
    await eventually(async () => onMarked.mock.calls.length === 1);
    expect(await ticket()).not.toBeNull();
    reviewer.listed(first);
    await eventually(async () => onMarked.mock.calls.length === 2);
    expect(await ticket()).toBeNull();
  });

  it('looks again at what changes later', async () => {
    reviewer.changed('Role');
    await eventually(async () => onMarked.mock.calls.length === 1);
    reviewer.changed('Role');
    await eventually(async () => onMarked.mock.calls.length === 2);
    expect(await trustOf()).toBe('rbac');
  });

  it('looks at nothing because of other evidence', async () => {
    reviewer.changed('PolicyReport');
    reviewer.changed('Workload');
    await new Promise(resolve => {
      setTimeout(resolve, 200);
    });
    expect(await trustOf()).toBe('unknown');
  });

  it('believes nothing where it can’t be worked out', async () => {
    await knex('clusters').update({ report_trust: 'rbac' });
    await knex('resources').insert({
      object_id: 'o',
      cluster_uid: CLUSTER.uid,
      source_kind: 'Role',
      api_version: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      namespace: 'payments',
      name: 'r',
      uid: 'u',
      labels: '{}',
      fields: 'not JSON',
    });
    reviewer.changed('Role');
    await eventually(async () => onMarked.mock.calls.length > 0);
    expect(await trustOf()).toBe('unknown');
  });
});
