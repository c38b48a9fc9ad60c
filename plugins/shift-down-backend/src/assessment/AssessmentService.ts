/** Works off the queue of entities to assess. */
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import { backoffMilliseconds } from '../collection/backoff';
import { describeError } from '../collection/describeError';
import type { Clock } from '../database/DatabaseClock';
import {
  claimDueEntities,
  type DueEntity,
} from '../database/operations/assessment/claimDueEntities';
import { failAssessment } from '../database/operations/assessment/failAssessment';
import { markForAssessment } from '../database/operations/queue/markForAssessment';
import type { AssessmentOutcome } from '../database/operations/assessment/storeAssessment';
import { giveUpOn } from './giveUpOn';
import type { AssessmentMetrics } from './metrics';
import { performAssessment, type Judgement } from './performAssessment';
import { WakeUp } from './WakeUp';

const POLL_MILLISECONDS = 1000;
/** Longer than any assessment takes; after it the work counts as lost. */
const HIDDEN_FOR_SECONDS = 60;
const RETRY = { minimumSeconds: 1, maximumSeconds: 300 };
const UNKNOWN_AFTER_ATTEMPTS = 3;

/** @internal */
export interface AssessmentServiceOptions {
  database: Knex;
  clock: Clock;
  judgement: Judgement;
  /** Entities assessed side by side. */
  concurrency: number;
  logger: LoggerService;
  metrics: AssessmentMetrics;
}

/** @internal */
export class AssessmentService {
  readonly #options: AssessmentServiceOptions;
  readonly #stop = new AbortController();
  readonly #wakeUp = new WakeUp();
  #running: Promise<void> = Promise.resolve();

  constructor(options: AssessmentServiceOptions) {
    this.#options = options;
  }

  start(): void {
    this.#running = this.#run();
  }

  /** Resolves when the assessments under way have ended. */
  async stop(): Promise<void> {
    this.#stop.abort();
    this.#wakeUp.now();
    await this.#running;
  }

  /** Looks into the queue at once instead of at the next turn. */
  wake(): void {
    this.#wakeUp.now();
  }

  /**
   * Assesses an entity out of turn, for a reader who can't use a posture whose
   * time is over. Entities that are not in the queue are put into it first.
   *
   * @throws What made the assessment fail.
   */
  async assessNow(entityRef: string): Promise<AssessmentOutcome> {
    const { clock, database } = this.#options;
    const now = clock.now();
    await markForAssessment(database, [entityRef], now.toISOString());
    const [due] = await claimDueEntities(database, {
      now,
      limit: 1,
      hiddenForSeconds: HIDDEN_FOR_SECONDS,
      entityRefs: [entityRef],
    });
    return due ? this.#assess(due) : 'abandoned';
  }

  async #run(): Promise<void> {
    const { logger } = this.#options;
    while (!this.#stop.signal.aborted) {
      try {
        if (await this.#assessDue()) {
          continue;
        }
      } catch (error) {
        logger.error(
          'Could not read the queue of entities to assess; trying again',
          error instanceof Error ? error : undefined,
        );
      }
      await this.#wakeUp.wait(POLL_MILLISECONDS);
    }
  }

  /** Returns whether there was anything to do. */
  async #assessDue(): Promise<boolean> {
    const { clock, concurrency, database } = this.#options;
    const due = await claimDueEntities(database, {
      now: clock.now(),
      limit: concurrency * 10,
      hiddenForSeconds: HIDDEN_FOR_SECONDS,
    });
    const pending = due.values();
    const work = async () => {
      for (const entity of pending) {
        if (this.#stop.signal.aborted) {
          return;
        }
        // The queue knows of the failure, and the others must have their turn.
        await this.#assess(entity).catch(() => {});
      }
    };
    await Promise.all(Array.from({ length: concurrency }, work));
    return due.length > 0;
  }

  async #assess(due: DueEntity): Promise<AssessmentOutcome> {
    const { clock, database, judgement, metrics } = this.#options;
    try {
      return await metrics.assessed(due.entityRef, () =>
        performAssessment(database, due, judgement, clock.now()),
      );
    } catch (error) {
      await this.#noteFailure(due, error);
      throw error;
    }
  }

  async #noteFailure(due: DueEntity, cause: unknown): Promise<void> {
    const { clock, database, judgement, logger } = this.#options;
    const { entityRef, ticket } = due;
    const attempts = due.attempts + 1;
    const error = describeError(cause);
    const now = clock.now();
    const retryAt = new Date(
      now.getTime() + backoffMilliseconds(attempts, RETRY),
    ).toISOString();
    logger.warn(
      `Could not assess ${entityRef} (attempt ${attempts}): ${error}`,
    );
    if (attempts === UNKNOWN_AFTER_ATTEMPTS) {
      await giveUpOn(database, due, judgement.controls, {
        error,
        retryAt,
        now: now.toISOString(),
      });
    }
    await failAssessment(database, {
      entityRef,
      ticket,
      attempts,
      error,
      retryAt,
    });
  }
}
