/** From the folder to the sink: what is seen, what changed, and how it went. */
import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  COLLECTED_KINDS,
  type SourceKind,
} from '@shift-down/plugin-shift-down-common';
import type {
  EvidenceSink,
  SourceReport,
} from '@shift-down/plugin-shift-down-node';
import { CustomErrorBase, isError } from '@backstage/errors';
import { inBatches } from '../inventory/inBatches';
import { Inventory } from '../inventory/Inventory';
import { errorCode } from './errorCode';
import { ManifestParser, type ParserLimits } from './ManifestParser';
import { RecordedFiles } from './RecordedFiles';
import { readRecording, type Recording } from './recording';
import { scanFolder } from './scanFolder';

/** So often a kind that goes on well is reported anew; also how often identity is asked. */
const HEARTBEAT_MILLISECONDS = 15_000;
const MAX_WARNINGS = 20;

/** Kinds that every cluster has, and that a recording without any just has none of. */
const ALWAYS_SERVED: readonly SourceKind[] = ['Namespace', 'Workload'];

type CollectedKind = (typeof COLLECTED_KINDS)[number];

/** What is wrong with a folder that never said which cluster it is of. @internal */
export class UnidentifiedClusterError extends CustomErrorBase {}

/** Everything that one run of a recorded cluster remembers. @internal */
export class RecordedClusterRun {
  readonly #inventory = new Inventory();
  readonly #files = new RecordedFiles(this.#inventory);
  readonly #completed = new Set<SourceKind>();
  readonly #reported = new Map<SourceKind, { report: string; at: number }>();
  #identity:
    | { text: string; uid: string; answer: string; at: number }
    | undefined;

  constructor(
    private readonly options: {
      folder: string;
      limits: ParserLimits;
      sink: EvidenceSink;
      signal: AbortSignal;
      logger: LoggerService;
    },
  ) {}

  /**
   * Looks at the folder once and hands on what changed.
   *
   * @throws what the sink throws.
   * @throws UnidentifiedClusterError as long as nobody can be told what is wrong in
   * another way; once the cluster is known that is reported instead.
   */
  async look(): Promise<void> {
    const { folder, limits, signal, logger } = this.options;
    const parser = new ManifestParser(limits);
    let recording: Recording;
    try {
      recording = await readRecording(folder);
      await this.#files.update(await scanFolder(folder), {
        parser,
        signal,
        onProblem: problem => logger.warn(problem),
      });
    } catch (error) {
      await this.#reportFailure(describeFailure(error, folder));
      return;
    } finally {
      await parser.close();
    }
    if (signal.aborted) {
      return;
    }
    const uid = this.#clusterUid();
    if (!uid) {
      await this.#reportFailure(
        `No Namespace "kube-system" with a metadata.uid is in ${folder}. That UID is the cluster's identity: add the output of "kubectl get namespace kube-system -o yaml".`,
      );
      return;
    }
    if (await this.#identify(uid, recording)) {
      await this.#handOn(recording);
    }
  }

  #clusterUid(): string | undefined {
    return this.#inventory.get({
      apiVersion: 'v1',
      kind: 'Namespace',
      namespace: '',
      name: 'kube-system',
    })?.uid;
  }

  /** Whether this source is the one to collect the cluster. */
  async #identify(
    uid: string,
    { recordedAt, kubernetesVersion }: Recording,
  ): Promise<boolean> {
    const identity = {
      uid,
      ...(recordedAt && { recordedAt }),
      ...(kubernetesVersion && { kubernetesVersion }),
    };
    const text = JSON.stringify(identity);
    const last = this.#identity;
    const now = Date.now();
    const due =
      last?.text !== text ||
      (last.answer === 'duplicate' && now - last.at > HEARTBEAT_MILLISECONDS);
    if (due) {
      const answer = await this.options.sink.identify(identity);
      if (last?.uid !== uid || last.answer !== answer) {
        // Another cluster, or the first time that this one is ours to collect.
        this.#inventory.reset();
        this.#completed.clear();
        this.#reported.clear();
      }
      this.#identity = { text, uid, answer, at: now };
    }
    return this.#identity?.answer === 'collect';
  }

  async #handOn(recording: Recording): Promise<void> {
    const { sink, signal } = this.options;
    const held = new Set(
      COLLECTED_KINDS.filter(kind => isFailure(recording.sources[kind]?.state)),
    );
    const changes = await this.#inventory.takeChanges(held);
    for (const kind of COLLECTED_KINDS) {
      for (const batch of inBatches(changes.get(kind))) {
        if (signal.aborted) {
          return;
        }
        await sink.apply(kind, batch);
      }
    }
    for (const kind of COLLECTED_KINDS) {
      // What a broken file may hold can't be called gone.
      if (
        this.#files.complete &&
        !held.has(kind) &&
        !this.#completed.has(kind)
      ) {
        await sink.complete(kind, this.#inventory.keys(kind));
        this.#completed.add(kind);
      }
      await this.#report(kind, this.#stateOf(kind, recording));
    }
  }

  #stateOf(kind: CollectedKind, recording: Recording): SourceReport {
    const recorded = recording.sources[kind];
    if (recorded && 'error' in recorded) {
      return recorded;
    }
    const served =
      ALWAYS_SERVED.includes(kind) ||
      recorded?.state === 'fresh' ||
      this.#inventory.has(kind);
    if (!served) {
      return { state: 'not-installed' };
    }
    const warnings = [
      ...this.#files.warnings(kind),
      ...this.#inventory.warnings(kind),
      ...(ALWAYS_SERVED.includes(kind) ? this.#files.unidentifiedWarnings : []),
    ];
    const more = warnings.length - MAX_WARNINGS;
    const dropped = this.#inventory.dropped(kind);
    return {
      state: 'fresh',
      ...(warnings.length > 0 && {
        warnings: [
          ...warnings.slice(0, MAX_WARNINGS),
          ...(more > 0 ? [`and ${more} more`] : []),
        ],
      }),
      ...(dropped > 0 && { dropped }),
    };
  }

  async #reportFailure(error: string): Promise<void> {
    if (!this.#identity) {
      throw new UnidentifiedClusterError(error);
    }
    if (this.#identity.answer === 'duplicate') {
      return;
    }
    for (const kind of COLLECTED_KINDS) {
      await this.#report(kind, { state: 'failed', error });
    }
  }

  async #report(kind: SourceKind, report: SourceReport): Promise<void> {
    const text = JSON.stringify(report);
    const last = this.#reported.get(kind);
    const now = Date.now();
    if (last?.report !== text || now - last.at >= HEARTBEAT_MILLISECONDS) {
      if (report.state === 'failed' && last?.report !== text) {
        this.options.logger.warn(`${kind}: ${report.error}`);
      }
      await this.options.sink.report(kind, report);
      this.#reported.set(kind, { report: text, at: now });
    }
  }
}

function isFailure(state: string | undefined): boolean {
  return state === 'forbidden' || state === 'failed';
}

function describeFailure(error: unknown, folder: string): string {
  const code = errorCode(error);
  if (code === 'ENOENT') {
    return `The folder ${folder} does not exist, or part of it vanished while it was read.`;
  }
  const reason = code || (isError(error) ? error.message : 'unknown error');
  return `The folder ${folder} could not be read: ${reason}.`;
}
