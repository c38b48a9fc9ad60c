/** A cluster as a folder of manifests and reports. */
import type {
  EvidenceSink,
  EvidenceSource,
  EvidenceSourceRunOptions,
  ReportTrust,
} from '@shift-down/plugin-shift-down-node';
import { setTimeout } from 'timers/promises';
import { DEFAULT_LIMITS, type ParserLimits } from './ManifestParser';
import {
  RecordedClusterRun,
  UnidentifiedClusterError,
} from './RecordedClusterRun';

/** @internal */
export interface RecordedClusterOptions {
  id: string;
  title: string;
  reportTrust: ReportTrust;
  networkPolicyProvider?: string;
  /** Absolute path. */
  folder: string;
  refreshMilliseconds: number;
  maxFileBytes: number;
}

/** @internal */
export class RecordedCluster implements EvidenceSource {
  readonly id: string;
  readonly title: string;
  readonly reportTrust: ReportTrust;
  readonly networkPolicyProvider?: string;

  /** Of a folder that can't be used at all; already told. */
  #failure: string | undefined;

  constructor(private readonly options: RecordedClusterOptions) {
    this.id = options.id;
    this.title = options.title;
    this.reportTrust = options.reportTrust;
    this.networkPolicyProvider = options.networkPolicyProvider;
  }

  /** Looks at the folder again and again until aborted; starts afresh when called again. */
  async run(
    sink: EvidenceSink,
    { signal, logger }: EvidenceSourceRunOptions,
  ): Promise<void> {
    const { folder, refreshMilliseconds, maxFileBytes } = this.options;
    const limits: ParserLimits = { ...DEFAULT_LIMITS, fileBytes: maxFileBytes };
    const run = new RecordedClusterRun({
      folder,
      limits,
      sink,
      signal,
      logger: logger.child({ cluster: this.id }),
    });
    while (!signal.aborted) {
      await this.#look(run);
      await setTimeout(refreshMilliseconds, undefined, { signal }).catch(
        error => {
          if (!signal.aborted) {
            throw error;
          }
        },
      );
    }
  }

  /**
   * A folder that can't be used is told by rejecting, which is answered with longer and
   * longer pauses: told once, for it is looked at all the time anyway.
   */
  async #look(run: RecordedClusterRun): Promise<void> {
    try {
      await run.look();
      this.#failure = undefined;
    } catch (error) {
      if (!(error instanceof UnidentifiedClusterError)) {
        throw error;
      }
      if (error.message !== this.#failure) {
        this.#failure = error.message;
        throw error;
      }
    }
  }
}
