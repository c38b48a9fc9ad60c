/** A cluster as its API server shows it, now and as it changes. */
import type {
  EvidenceSink,
  EvidenceSource,
  EvidenceSourceRunOptions,
  ReportTrust,
  SourceTest,
} from '@shift-down/plugin-shift-down-node';
import { checkCredential } from './credentialCheck/checkCredential';
import { LiveRun } from './LiveRun';
import { NO_METRICS, type LiveMetrics } from './metrics';
import type { AnswerParser } from './parsing/AnswerParser';
import { DEFAULT_TIMING, type LiveTiming } from './timing';
import type { LiveClusterOptions } from './types';

/** What all live clusters of a process share. @internal */
export interface LiveClusterServices {
  parser: AnswerParser;
  metrics?: LiveMetrics;
  timing?: Partial<LiveTiming>;
}

/** @internal */
export class LiveCluster implements EvidenceSource {
  readonly id: string;
  readonly title: string;
  readonly reportTrust: ReportTrust;
  readonly networkPolicyProvider?: string;

  constructor(
    private readonly options: LiveClusterOptions,
    private readonly services: LiveClusterServices,
  ) {
    this.id = options.id;
    this.title = options.title;
    this.reportTrust = options.reportTrust;
    this.networkPolicyProvider = options.networkPolicyProvider;
  }

  /**
   * Watches until aborted. Rejects when the cluster can't be identified or nothing can
   * be stored for long; starts afresh when called again.
   */
  async run(
    sink: EvidenceSink,
    { signal, logger }: EvidenceSourceRunOptions,
  ): Promise<void> {
    const { parser, metrics = NO_METRICS, timing } = this.services;
    const connection = this.options.connect();
    try {
      while (!signal.aborted) {
        await new LiveRun({
          cluster: this.options,
          connection,
          sink,
          signal,
          logger: logger.child({ cluster: this.id }),
          parser,
          timing: { ...DEFAULT_TIMING, ...timing },
          metrics,
        }).run();
      }
    } catch (error) {
      if (!signal.aborted) {
        throw error;
      }
    } finally {
      await connection.close();
    }
  }

  /** Over a connection of its own: what is wrong may be the one that is kept. */
  async test({ signal }: EvidenceSourceRunOptions): Promise<SourceTest> {
    const { namespaces } = this.options;
    const connection = this.options.connect();
    try {
      return await checkCredential(connection, { signal, namespaces });
    } finally {
      await connection.close();
    }
  }
}
