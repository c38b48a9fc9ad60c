/**
 * Tests of sources on demand: of each one at a time, within a time limit, and what
 * they find redacted and of bounded length.
 */
import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  EvidenceSource,
  SourceCheck,
} from '@shift-down/plugin-shift-down-node';
import { redact } from '@shift-down/plugin-shift-down-policy';
import type { Clock } from '../database/DatabaseClock';
import { describeError } from './describeError';
import { pause } from './pause';

const LIMIT_SECONDS = 30;
const MAX_CHECKS = 100;
const MAX_LENGTH = 1000;

/** @internal */
export interface SourceTestResult {
  /** ISO 8601; when it began. */
  at: string;
  checks: SourceCheck[];
}

interface SourceTestsOptions {
  clock: Clock;
  logger: LoggerService;
  limitSeconds?: number;
}

/** @internal */
export class SourceTests {
  readonly #sources: ReadonlyMap<string, EvidenceSource>;
  readonly #options: SourceTestsOptions;
  readonly #running = new Map<string, Promise<SourceTestResult>>();

  constructor(sources: readonly EvidenceSource[], options: SourceTestsOptions) {
    this.#sources = new Map(sources.map(source => [source.id, source]));
    this.#options = options;
  }

  isTestable(clusterName: string): boolean {
    return this.#sources.get(clusterName)?.test !== undefined;
  }

  /**
   * Who asks while a test is under way is told what that one finds.
   * @returns `undefined` if there is no such source, or none that can be tested.
   */
  async run(clusterName: string): Promise<SourceTestResult | undefined> {
    const source = this.#sources.get(clusterName);
    if (!source?.test) {
      return undefined;
    }
    const running =
      this.#running.get(clusterName) ??
      this.#test(source).finally(() => this.#running.delete(clusterName));
    this.#running.set(clusterName, running);
    return await running;
  }

  async #test(source: EvidenceSource): Promise<SourceTestResult> {
    const { clock, limitSeconds = LIMIT_SECONDS, logger } = this.#options;
    const at = clock.now().toISOString();
    const limit = new AbortController();
    const ended = new AbortController();
    const checks = await Promise.race([
      testOf(source, { signal: limit.signal, logger }),
      pause(limitSeconds * 1000, ended.signal).then(() => [
        {
          name: 'Time limit',
          outcome: 'failed' as const,
          message: `No answer within ${limitSeconds} seconds; the test was broken off`,
        },
      ]),
    ]);
    ended.abort();
    limit.abort(new Error('The test took too long'));
    return { at, checks: checks.slice(0, MAX_CHECKS).map(toSafeCheck) };
  }
}

async function testOf(
  source: EvidenceSource,
  options: { signal: AbortSignal; logger: LoggerService },
): Promise<SourceCheck[]> {
  try {
    return (await source.test?.(options))?.checks ?? [];
  } catch (error) {
    return [{ name: 'Test', outcome: 'failed', message: describeError(error) }];
  }
}

function toSafeCheck({ name, outcome, message }: SourceCheck): SourceCheck {
  return { name: safe(name), outcome, message: safe(message) };
}

function safe(text: string): string {
  return redact(text.slice(0, 10 * MAX_LENGTH)).slice(0, MAX_LENGTH);
}
