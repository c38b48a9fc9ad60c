/**
 * Asks a cluster, in dry runs and reviews of access: nothing here can make anything. An
 * answer that does not come is one that says so.
 */
import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  AccessReview,
  ClusterProvisioner,
} from '@shift-down/plugin-shift-down-node';
import type {
  AccessAnswer,
  BaselineManifest,
  DryRunAnswer,
} from '@shift-down/plugin-shift-down-policy';
import { describeError } from '../../collection/describeError';

/** @internal */
export class ClusterQuestions {
  readonly #provisioner: Pick<ClusterProvisioner, 'dryRun' | 'reviewAccess'>;
  readonly #options: { signal: AbortSignal; logger: LoggerService };

  constructor(
    provisioner: Pick<ClusterProvisioner, 'dryRun' | 'reviewAccess'>,
    options: { signal: AbortSignal; logger: LoggerService },
  ) {
    this.#provisioner = provisioner;
    this.#options = options;
  }

  async dryRun(manifest: BaselineManifest): Promise<DryRunAnswer> {
    try {
      const answer = await this.#inTime(
        this.#provisioner.dryRun(manifest, this.#options),
      );
      return answer.outcome === 'admitted'
        ? {
            outcome: 'admitted',
            object: JSON.parse(JSON.stringify(answer.manifest)),
          }
        : answer;
    } catch (error) {
      return { outcome: 'unavailable', message: describeError(error) };
    }
  }

  async reviewAccess(question: AccessReview): Promise<AccessAnswer> {
    try {
      return await this.#inTime(
        this.#provisioner.reviewAccess(question, this.#options),
      );
    } catch (error) {
      return { outcome: 'unavailable', reason: describeError(error) };
    }
  }

  /** Also of who doesn't look at the signal. */
  async #inTime<T>(answer: Promise<T>): Promise<T> {
    return await withinTime(answer, this.#options.signal);
  }
}

/** @throws if the time is over before there is an answer. @internal */
export async function withinTime<T>(
  answer: Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  const late = () => new Error('The cluster took too long to answer');
  if (signal.aborted) {
    answer.catch(() => {});
    throw late();
  }
  let stop = () => {};
  const end = new Promise<never>((_resolve, reject) => {
    const onAbort = () => reject(late());
    signal.addEventListener('abort', onAbort, { once: true });
    stop = () => signal.removeEventListener('abort', onAbort);
  });
  try {
    return await Promise.race([answer, end]);
  } finally {
    stop();
  }
}
