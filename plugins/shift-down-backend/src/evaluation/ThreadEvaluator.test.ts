/** The real thread, from sources as in development, and what becomes of a broken one. */
import { mockServices } from '@backstage/backend-test-utils';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEvaluator } from './createEvaluator';
import type { Evaluator } from './Evaluator';
import { InlineEvaluator } from './InlineEvaluator';
import {
  ThreadEvaluator,
  type ThreadEvaluatorOptions,
} from './ThreadEvaluator';

jest.setTimeout(120_000);

const SURROUNDINGS = JSON.stringify({
  minorVersion: 36,
  podSecurityVersion: 'v1.36',
  policies: [],
  clusterRoles: [],
});

function workload(name: string): string {
  return JSON.stringify({
    type: 'object',
    subject: { namespace: 'shop', kind: 'Pod', name },
    stored: {
      object: {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name, namespace: 'shop' },
        spec: {
          containers: [
            {
              name: 'app',
              image: 'a/b',
              securityContext: { privileged: true },
            },
          ],
        },
      },
      labels: {},
    },
  });
}

/** Stands for a policy package that does what it is told by the name of the object. */
const ODD = `
const { parentPort } = require('worker_threads');
const known = new Set();
parentPort.on('message', ({ type, cluster, text }) => {
  if (type === 'prepare') {
    known.add(cluster);
    parentPort.postMessage({ type: 'answer', value: [] });
  } else if (type === 'forget') {
    known.delete(cluster);
  } else {
    const { subject } = JSON.parse(text);
    if (subject.name === 'endless') for (;;);
    if (subject.name === 'deadly') process.exit(1);
    if (subject.name === 'large') {
      const all = [];
      for (;;) all.push(new Array(1e5).fill(Math.random()));
    }
    parentPort.postMessage(
      subject.name === 'bad'
        ? { type: 'failure', message: 'it is bad' }
        : { type: 'answer', value: { known: [...known], name: subject.name } },
    );
  }
});
parentPort.postMessage({ type: 'ready' });
`;

describe('evaluation', () => {
  const evaluators: Evaluator[] = [];
  const folder = mkdtempSync(join(tmpdir(), 'shift-down-evaluation-'));
  const script = join(folder, 'odd.js');
  writeFileSync(script, ODD);
  writeFileSync(join(folder, 'broken.js'), 'throw new Error("no such module")');

  const odd = (options: ThreadEvaluatorOptions = {}) => {
    const evaluator = new ThreadEvaluator({
      script,
      limitMilliseconds: 500,
      ...options,
    });
    evaluators.push(evaluator);
    return evaluator;
  };

  afterEach(async () => {
    await Promise.all(evaluators.splice(0).map(it => it.close()));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('comes to the same in a thread and in turns', async () => {
    const thread = new ThreadEvaluator();
    const inline = new InlineEvaluator();
    evaluators.push(thread, inline);
    const results = [];
    for (const evaluator of [thread, inline]) {
      expect(await evaluator.prepare('demo', SURROUNDINGS)).toEqual([]);
      results.push(await evaluator.evaluate('demo', workload('web')));
    }
    expect(results[0]).toEqual(results[1]);
    expect(results[0].podSecurity).toMatchObject({ baseline: 'fail' });
  });

  it('does not hold up the event loop', async () => {
    const evaluator = odd({ limitMilliseconds: 400 });
    await evaluator.prepare('demo', '{}');
    let longest = 0;
    let last = performance.now();
    const timer = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 5);
    await expect(
      evaluator.evaluate('demo', workload('endless')),
    ).rejects.toThrow();
    clearInterval(timer);
    expect(longest).toBeLessThan(200);
  });

  it.each([
    ['does not end', 'endless', 'more than 0.5 seconds'],
    ['ends the thread', 'deadly', 'the thread that evaluated it ended'],
    ['takes all memory', 'large', 'memory'],
  ])('goes on after an object that %s', async (_, name, reason) => {
    const evaluator = odd({
      heapMebibytes: 32,
      ...(name === 'large' && { limitMilliseconds: 60_000 }),
    });
    await evaluator.prepare('demo', '{}');
    await evaluator.prepare('other', '{}');
    const [before, killer, after] = await Promise.allSettled([
      evaluator.evaluate('demo', workload('before')),
      evaluator.evaluate('demo', workload(name)),
      evaluator.evaluate('demo', workload('after')),
    ]);
    expect(before.status).toBe('fulfilled');
    expect(killer).toMatchObject({
      status: 'rejected',
      reason: {
        name: 'NotEvaluatedError',
        message: expect.stringContaining(reason),
      },
    });
    // By a new thread, which has to be told of the cluster again.
    expect(after).toMatchObject({
      status: 'fulfilled',
      value: { name: 'after', known: ['demo'] },
    });
  });

  it('tells what is wrong with one object, and keeps the thread', async () => {
    const evaluator = odd();
    await evaluator.prepare('demo', '{}');
    await evaluator.prepare('other', '{}');
    await expect(evaluator.evaluate('demo', workload('bad'))).rejects.toThrow(
      'it is bad',
    );
    expect(await evaluator.evaluate('demo', workload('good'))).toMatchObject({
      known: ['demo', 'other'],
    });
    evaluator.forget('other');
    expect(await evaluator.evaluate('demo', workload('good'))).toMatchObject({
      known: ['demo'],
    });
    await expect(evaluator.evaluate('other', workload('good'))).rejects.toThrow(
      'not known',
    );
  });

  it('takes turns with everything else where there can be no thread', async () => {
    const logger = mockServices.logger.mock();
    const evaluator = createEvaluator(logger, {
      script: join(folder, 'broken.js'),
    });
    evaluators.push(evaluator);
    await evaluator.prepare('demo', SURROUNDINGS);
    expect(await evaluator.evaluate('demo', workload('web'))).toMatchObject({
      podSecurity: { baseline: 'fail' },
    });
    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringContaining('no such module'),
    );
  });

  it('ends with the back end', async () => {
    const evaluator = odd();
    await evaluator.prepare('demo', '{}');
    await evaluator.close();
    await expect(evaluator.evaluate('demo', workload('late'))).rejects.toThrow(
      'shutting down',
    );
  });
});
