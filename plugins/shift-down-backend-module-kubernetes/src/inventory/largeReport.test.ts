/** One report of 100,000 results: read in full, and nothing else waits for it. */
import { readEntry } from './entry';
import { Inventory } from './Inventory';

const COUNT = 100_000;
/** As shares of the whole: in one piece it would be 1, on any machine. */
const LONGEST_PIECE = 0.25;

const REPORT = {
  apiVersion: 'wgpolicyk8s.io/v1alpha2',
  kind: 'PolicyReport',
  metadata: { name: 'large', namespace: 'shop', uid: 'large' },
  scope: { kind: 'Pod', name: 'web', namespace: 'shop' },
  results: Array.from({ length: COUNT }, (_, index) => ({
    source: 'kyverno',
    policy: `policy-${index}`,
    rule: 'autogen-rule',
    result: index % 2 ? 'pass' : 'fail',
    message: `container ${index} must not run as root`,
  })),
};

/** Runs work, and measures the longest time in which nothing else could run. */
async function watch<T>(work: () => Promise<T>) {
  let running = true;
  let last = performance.now();
  let longest = 0;
  const tick = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    if (running) {
      setImmediate(tick);
    }
  };
  setImmediate(tick);
  const start = performance.now();
  const result = await work();
  running = false;
  tick();
  return { result, share: longest / (performance.now() - start) };
}

it('a report of 100,000 results is taken in piece by piece', async () => {
  const read = await watch(() => readEntry(REPORT, '2026-11-20T09:00:00Z'));
  const inventory = new Inventory();
  if (read.result.type !== 'entry') {
    throw new Error(read.result.type);
  }
  inventory.set(read.result.entry);
  const taken = await watch(() => inventory.takeChanges(new Set()));

  const [object] = taken.result.get('PolicyReport')!.upserts;
  expect(object.evidence).toHaveLength(COUNT);
  expect(read.share).toBeLessThan(LONGEST_PIECE);
  expect(taken.share).toBeLessThan(LONGEST_PIECE);
}, 120_000);
