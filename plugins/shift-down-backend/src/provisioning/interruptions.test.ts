/** Cut off at every call, by everything that can happen there, and run again. */
import { TestDatabases } from '@backstage/backend-test-utils';
import { setTimeout } from 'node:timers/promises';
import { migratedDatabase } from '../__testUtils__/database';
import { wish } from './__testUtils__/baselines';
import {
  FakeProvisioner,
  type Accident,
} from './__testUtils__/FakeProvisioner';
import {
  DEVELOPER,
  ProvisioningBench,
} from './__testUtils__/ProvisioningBench';

jest.setTimeout(120_000);

const ACCIDENTS: Accident[] = ['away', 'answer-lost', 'killed', 'killed-after'];
const OBJECTS = 5;

describe('A namespace that is cut off', () => {
  const databases = TestDatabases.create();

  describe.each(databases.eachSupportedId())('%s', engine => {
    it.each(ACCIDENTS)(
      'at any call (%s) is complete when it is run again',
      async accident => {
        const bench = new ProvisioningBench(
          await migratedDatabase(databases, engine),
        );
        await bench.replica().provision(wish({ name: 'model' }), DEVELOPER);
        const calls = bench.provisioner.calls.length;

        for (let call = 1; call <= calls; call++) {
          const name = `cut-at-${call}`;
          bench.provisioner = new FakeProvisioner();
          bench.provisioner.accidents.set(call, accident);
          const killed = bench.provisioner.whenKilled();
          const attempt = bench.replica().provision(wish({ name }), DEVELOPER);
          await Promise.race([attempt.catch(() => {}), killed]);

          bench.wait();
          const again = bench.replica();
          await again.provision(wish({ name }), DEVELOPER);
          expect({ call, row: await bench.row(name) }).toMatchObject({
            call,
            row: { state: 'complete', reason: null, busy_token: null },
          });
          await expectAllOfIt(bench, name);

          const before = bench.provisioner.resourceVersions();
          await again.provision(wish({ name }), DEVELOPER);
          expect(bench.provisioner.resourceVersions()).toEqual(before);
        }
      },
    );

    it('keeps others out while it may still be at work, and no longer', async () => {
      const bench = new ProvisioningBench(
        await migratedDatabase(databases, engine),
      );
      bench.provisioner.accidents.set(8, 'killed');
      const killed = bench.provisioner.whenKilled();
      bench
        .replica()
        .provision(wish(), DEVELOPER)
        .catch(() => {});
      await killed;
      await expect(
        bench.replica().provision(wish(), DEVELOPER),
      ).rejects.toMatchObject({ name: 'ConflictError' });
      bench.wait();
      await bench.replica().provision(wish(), DEVELOPER);
      expect((await bench.row()).state).toBe('complete');
    });

    it('is not noted any more by one who was thought dead', async () => {
      const bench = new ProvisioningBench(
        await migratedDatabase(databases, engine),
      );
      let goOn: () => void = () => {};
      const slow = bench.provisioner;
      const read = slow.read.bind(slow);
      let reads = 0;
      slow.read = async reference => {
        reads += 1;
        if (reads === 5) {
          await new Promise<void>(resolve => {
            goOn = resolve;
          });
        }
        return await read(reference);
      };
      const first = bench.replica().provision(wish(), DEVELOPER);
      first.catch(() => {});
      while (reads < 5) {
        await setTimeout(5);
      }
      bench.wait();
      await bench.replica().provision(wish(), DEVELOPER);
      goOn();
      await expect(first).rejects.toMatchObject({ name: 'ConflictError' });
      expect((await bench.row()).state).toBe('complete');
      await expectAllOfIt(bench, 'payments-api');
    });

    it('twice at once is made once, and one of them is told so', async () => {
      const bench = new ProvisioningBench(
        await migratedDatabase(databases, engine),
      );
      const outcomes = await Promise.allSettled([
        bench.replica().provision(wish(), DEVELOPER),
        bench.replica().provision(wish(), DEVELOPER),
      ]);
      expect(outcomes.map(it => it.status).sort()).toEqual([
        'fulfilled',
        'rejected',
      ]);
      expect(
        outcomes.find(it => it.status === 'rejected')?.reason,
      ).toMatchObject({ name: 'ConflictError' });
      expect(await bench.rows()).toHaveLength(1);
      await expectAllOfIt(bench, 'payments-api');
    });
  });
});

/** What is there is what is noted, and nothing twice. */
async function expectAllOfIt(
  bench: ProvisioningBench,
  name: string,
): Promise<void> {
  const objects = await bench.objects(name);
  expect(objects).toHaveLength(OBJECTS);
  expect(objects.filter(it => it.state !== 'applied')).toEqual([]);
  const there = [...bench.provisioner.objects.values()].filter(
    ({ manifest: { metadata } }) =>
      (metadata.namespace ?? metadata.name) === name,
  );
  expect(there.map(it => it.uid).sort()).toEqual(
    objects.map(it => it.uid).sort(),
  );
  expect(
    bench.provisioner.find('Namespace', name)?.manifest.metadata.labels,
  ).toMatchObject({ 'shift-down.io/baseline-state': 'complete' });
}
