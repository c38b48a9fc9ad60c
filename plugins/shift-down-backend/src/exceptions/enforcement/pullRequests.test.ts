/** Exceptions by way of a repository or of a person: what counts is what is seen. */
import { TestDatabases } from '@backstage/backend-test-utils';
import type {
  PullRequestProvider,
  PullRequestState,
} from '@shift-down/plugin-shift-down-node';
import { documentOf } from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import { migratedDatabase } from '../../__testUtils__/database';
import { idOf, SEEN } from '../../__testUtils__/rows';
import { retryEnforcement } from '../../database/operations/exceptions/enforcement/retryEnforcement';
import { EnforcementBench } from './__testUtils__/EnforcementBench';
import { FakeCluster } from './__testUtils__/FakeCluster';
import {
  CLUSTER,
  guardrailPlan,
  insertException,
  kyvernoPlan,
  UNTIL,
} from './__testUtils__/plans';

jest.setTimeout(60_000);

const ID = '11111111-1111-4111-8111-111111111111';
const BRANCH = 'shift-down/exception-111111111111';
const REPOSITORY = 'https://git.example/platform/policies';

/** One repository in memory. */
class Repository implements PullRequestProvider {
  readonly id = 'memory';
  readonly states = new Map<string, PullRequestState['state']>();
  readonly changes = new Map<string, unknown>();
  opened = 0;
  broken = false;

  covers = (url: string) => url.startsWith('https://git.example/');

  async openOrUpdate({
    branch,
    changes,
  }: Parameters<PullRequestProvider['openOrUpdate']>[0]) {
    if (this.broken) {
      throw new Error('The host refuses it');
    }
    const isNew = this.states.get(branch) !== 'open';
    this.opened += isNew ? 1 : 0;
    this.states.set(branch, 'open');
    this.changes.set(branch, changes);
    const outcome = isNew ? ('opened' as const) : ('unchanged' as const);
    return { outcome, url: `${REPOSITORY}/pulls/${branch}`, commit: '1' };
  }

  async read({ branch }: { branch: string }): Promise<PullRequestState> {
    return { state: this.states.get(branch) ?? 'absent' };
  }

  async close({ branch }: { branch: string }): Promise<PullRequestState> {
    this.states.set(branch, 'closed');
    return { state: 'closed' };
  }

  async readFiles() {
    return { commit: '1', branch: 'main', files: [] };
  }
}

describe('what is not written by us', () => {
  const databases = TestDatabases.create();

  describe.each(databases.eachSupportedId())('on %p', id => {
    let knex: Knex;
    let repository: Repository;
    let cluster: FakeCluster;
    let bench: EnforcementBench;

    const object = kyvernoPlan().object!;
    const see = () =>
      knex('objects').insert({
        id: idOf('exception'),
        cluster_uid: CLUSTER,
        source_kind: 'PolicyException',
        api_version: 'policies.kyverno.io/v1beta1',
        kind: 'PolicyException',
        namespace: object.metadata.namespace,
        name: object.metadata.name,
        uid: 'uid',
        hash: 'hash',
        observed_at: SEEN,
        unreadable: null,
      });
    const collect = (state: string) =>
      knex('sources')
        .insert({
          cluster_name: 'prod',
          kind: 'PolicyException',
          state,
          since: SEEN,
          stale_after_seconds: 300,
          dropped: 0,
        })
        .onConflict(['cluster_name', 'kind'])
        .merge();
    const next = async () => {
      await bench.untilDue();
      await bench.round();
      return await bench.row();
    };

    beforeEach(async () => {
      knex = await migratedDatabase(databases, id);
      repository = new Repository();
      cluster = new FakeCluster();
      bench = new EnforcementBench(knex, {
        writers: [cluster],
        delivery: [
          {
            cluster: 'prod',
            type: 'pull-request',
            repositoryUrl: REPOSITORY,
            path: 'clusters/prod',
          },
        ],
        pullRequests: [repository],
      });
      await bench.seedCluster();
      await collect('fresh');
      await insertException(knex, ID);
    });

    describe('by pull request', () => {
      const opened = async () => {
        await bench.order(ID, [kyvernoPlan()], 'pull-request');
        return await next();
      };

      it('opens one, and does not take merged for applied', async () => {
        const row = await opened();
        expect(row).toMatchObject({ state: 'pending' });
        expect(row.pull_request_url).toContain(BRANCH);
        expect(repository.changes.get(BRANCH)).toEqual([
          {
            path: `clusters/prod/${object.metadata.name}.yaml`,
            content: documentOf(kyvernoPlan())?.text,
          },
        ]);
        await next();
        expect(repository.opened).toBe(1);

        repository.states.set(BRANCH, 'merged');
        expect(await next()).toMatchObject({ state: 'pending' });
        await see();
        expect(await next()).toMatchObject({ state: 'applied' });
        expect(cluster.writings).toEqual([]);
      });

      it('says that one was closed by hand, and opens it again when asked to', async () => {
        await opened();
        repository.states.set(BRANCH, 'closed');
        expect(await next()).toMatchObject({ state: 'failed' });
        expect(repository.opened).toBe(1);
        expect(await bench.notices()).toEqual(['enforcement-failed']);

        const enforcementId = (await bench.row()).id;
        await knex.transaction(tx =>
          retryEnforcement(tx, {
            exceptionId: ID,
            enforcementId,
            now: bench.now,
          }),
        );
        expect(await next()).toMatchObject({ state: 'pending' });
        expect(repository.opened).toBe(2);
      });

      it('closes an open one at the end', async () => {
        await opened();
        bench.setTime(UNTIL);
        await bench.round();
        expect(repository.states.get(BRANCH)).toBe('closed');
        expect(await bench.row()).toMatchObject({ state: 'removed' });
      });

      it('opens one that deletes what was merged, until it is not seen', async () => {
        await opened();
        repository.states.set(BRANCH, 'merged');
        await see();
        await next();
        bench.setTime(UNTIL);
        await bench.round();
        expect(repository.changes.get(`${BRANCH}-end`)).toEqual([
          { path: `clusters/prod/${object.metadata.name}.yaml`, deleted: true },
        ]);
        for (let round = 0; round < 8; round++) {
          await next();
        }
        expect(await bench.row()).toMatchObject({ state: 'overstaying' });

        repository.states.set(`${BRANCH}-end`, 'merged');
        await knex('objects').delete();
        expect(await next()).toMatchObject({ state: 'removed' });
      });

      it('deletes from the repository what was merged and never seen', async () => {
        await opened();
        repository.states.set(BRANCH, 'merged');
        await next();
        bench.setTime(UNTIL);
        await bench.round();
        expect(repository.states.get(`${BRANCH}-end`)).toBe('open');
        expect((await bench.row()).state).toBe('removing');
      });

      it('says what a host refuses', async () => {
        repository.broken = true;
        const row = await opened();
        expect(row).toMatchObject({ state: 'failed' });
        expect(row.reason).toContain('The host refuses it');
      });

      it('writes no list that many exceptions share', async () => {
        await bench.order(ID, [guardrailPlan(ID)], 'pull-request');
        expect(await next()).toMatchObject({ state: 'failed' });
        expect(repository.opened).toBe(0);
      });
    });

    describe('by hand', () => {
      beforeEach(() => bench.order(ID, [kyvernoPlan()], 'document'));

      it('waits until it is seen, and again until it is gone', async () => {
        expect(await next()).toMatchObject({ state: 'pending' });
        await see();
        expect(await next()).toMatchObject({ state: 'applied' });
        bench.setTime(UNTIL);
        await bench.round();
        for (let round = 0; round < 8; round++) {
          await next();
        }
        expect(await bench.row()).toMatchObject({ state: 'overstaying' });
        await knex('objects').delete();
        expect(await next()).toMatchObject({ state: 'removed' });
      });

      it.each(['stale', 'failed', 'forbidden'])(
        'takes nothing for gone while what is collected is %s',
        async state => {
          await see();
          await next();
          await knex('objects').delete();
          await collect(state);
          bench.setTime(UNTIL);
          await bench.round();
          expect((await bench.row()).state).not.toBe('removed');
        },
      );
    });

    it('is not looked at where engines are not told', async () => {
      await bench.order(ID, [kyvernoPlan()], 'none');
      expect(await next()).toMatchObject({
        state: 'portal-only',
        next_at: null,
      });
    });
  });
});
