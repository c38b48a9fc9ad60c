/** One live cluster over a fake API server, as a test runs it. */
import { mockServices } from '@backstage/backend-test-utils';
import type { EvidenceSink } from '@shift-down/plugin-shift-down-node';
import { FakeSink } from '../../__testUtils__/FakeSink';
import { LiveCluster } from '../LiveCluster';
import type { LiveMetrics } from '../metrics';
import { AnswerParser } from '../parsing/AnswerParser';
import type { LiveTiming } from '../timing';
import type { LiveClusterOptions } from '../types';
import { FakeApiServer } from './FakeApiServer';
import { plainConnection } from './plainConnection';

/** Everything a hundred times as fast, more or less. */
export const QUICK: Partial<LiveTiming> = {
  discovery: 200,
  idle: 60_000,
  answer: 2_000,
  forbiddenRetry: 200,
  backoff: { minimum: 20, maximum: 100 },
  failureGrace: 200,
  heartbeat: 100,
  identity: 200,
  duplicate: 100,
  slice: 20,
  gather: 2,
  tick: 20,
  storing: 5_000,
};

export interface LiveTest {
  server: FakeApiServer;
  sink: FakeSink;
  start(options?: {
    sink?: EvidenceSink;
    timing?: Partial<LiveTiming>;
    cluster?: Partial<LiveClusterOptions>;
    parser?: AnswerParser;
    metrics?: LiveMetrics;
  }): Promise<{ abort: AbortController; done: Promise<void> }>;
  stop(): Promise<void>;
}

export function createLiveTest(): LiveTest {
  const server = new FakeApiServer();
  const sink = new FakeSink();
  const parser = new AnswerParser({ objectBytes: 8 * 1024 * 1024 });
  const runs: { abort: AbortController; done: Promise<void> }[] = [];
  let url: string | undefined;
  return {
    server,
    sink,
    async start(options = {}) {
      url ??= await server.start();
      const cluster = new LiveCluster(
        {
          id: 'test',
          title: 'Test',
          connect: () => plainConnection(() => url!),
          reportTrust: { mode: 'trusted' },
          limits: { objectBytes: 8 * 1024 * 1024, pageBytes: 16 * 1024 * 1024 },
          warnings: [],
          ...options.cluster,
        },
        {
          parser: options.parser ?? parser,
          metrics: options.metrics,
          timing: { ...QUICK, ...options.timing },
        },
      );
      const abort = new AbortController();
      const done = cluster.run(options.sink ?? sink, {
        signal: abort.signal,
        logger: mockServices.logger.mock(),
      });
      done.catch(() => {});
      runs.push({ abort, done });
      return { abort, done };
    },
    async stop() {
      runs.forEach(({ abort }) => abort.abort());
      await Promise.allSettled(runs.map(({ done }) => done));
      await parser.close();
      await server.stop();
    },
  };
}

/** Waits until it doesn't throw, or is true. */
export async function eventually(
  check: () => unknown,
  milliseconds = 5_000,
): Promise<void> {
  const deadline = Date.now() + milliseconds;
  for (;;) {
    try {
      if ((await check()) !== false) {
        return;
      }
      if (Date.now() > deadline) {
        throw new Error(`not so within ${milliseconds} ms: ${check}`);
      }
    } catch (error) {
      if (Date.now() > deadline) {
        throw error;
      }
    }
    await new Promise(resolve => setTimeout(resolve, 10));
  }
}

/** A Pod that an API server would serve. */
export function pod(name: string, namespace = 'shop', more: object = {}) {
  return {
    metadata: { name, namespace, ...more },
    spec: { containers: [{ name: 'main', image: `registry.test/${name}:1` }] },
  };
}

/** A report about a Pod with one failing result of the policy. */
export function policyReport(
  name: string,
  about: string,
  policy = 'no-root',
  namespace = 'shop',
) {
  return {
    metadata: { name, namespace },
    scope: { apiVersion: 'v1', kind: 'Pod', namespace, name: about },
    results: [
      {
        source: 'kyverno',
        policy,
        rule: 'check',
        result: 'fail',
        message: 'not allowed',
        severity: 'high',
        properties: { secret: 'bulk' },
      },
    ],
  };
}
