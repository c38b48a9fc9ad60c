/** Moves exceptions: loads, asks the rules, and stores whatever follows in one transaction. */
import type { AuditorService } from '@backstage/backend-plugin-api';
import { ConflictError } from '@backstage/errors';
import type { EnforcementDelivery } from '@shift-down/plugin-shift-down-common';
import {
  breakGlass,
  changeException,
  contentAfter,
  importException,
  requestException,
  whyNotDecide,
  type Actor,
  type ExceptionCommand,
  type ExceptionContent,
  type ExceptionRecord,
  type ExceptionRules,
  type TransitionContext,
  type TransitionOutcome,
} from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import type { Clock } from '../database/DatabaseClock';
import { countOtherExceptions } from '../database/operations/exceptions/countOtherExceptions';
import { retryEnforcement } from '../database/operations/exceptions/enforcement/retryEnforcement';
import {
  loadBasis,
  type CapabilitiesOfClusters,
  type LoadedBasis,
} from '../database/operations/exceptions/loadBasis';
import { loadException } from '../database/operations/exceptions/loadException';
import { loadExceptedDays } from '../database/operations/exceptions/loadExceptedDays';
import { loadSubjectOwners } from '../database/operations/exceptions/loadSubjectOwners';
import { transact } from '../database/transact';
import { plainCommand, plainContent } from './freeText';
import { isSamePerson, type Identity } from './identity';
import { errorOf, exceptionNotFound } from './refusals';
import { storeTransition, type Transition } from './storeTransition';

/** @internal */
export interface ExceptionServiceOptions {
  database: Knex;
  clock: Clock;
  rules: ExceptionRules;
  capabilities: CapabilitiesOfClusters;
  /** How clusters are told, by UID. */
  deliveries: {
    byUid(
      clusters: readonly string[],
    ): Promise<ReadonlyMap<string, EnforcementDelivery>>;
  };
  /** Of what the portal does by itself; what people do is audited where they ask for it. */
  auditor: AuditorService;
  /** Something of exceptions has changed; who has a page open looks again. */
  signal(): void;
  /** Entities were marked for assessment. */
  onMarked?(): void;
}

/** Who acts. @internal */
export interface Acting {
  actor: Actor;
  identity: Identity;
}

/** @internal */
export class ExceptionService {
  readonly #options: ExceptionServiceOptions;

  constructor(options: ExceptionServiceOptions) {
    this.#options = options;
  }

  /**
   * @returns the exception, not decided
   * @throws NotAllowedError, ConflictError or InputError with what to do about it.
   */
  async request(
    content: ExceptionContent,
    by: Acting,
    options: { renews?: string } = {},
  ): Promise<ExceptionRecord> {
    return await this.#create(requestException, content, by, options);
  }

  /** @returns the exception, active */
  async breakGlass(
    content: ExceptionContent,
    by: Acting,
    options: { renews?: string } = {},
  ): Promise<ExceptionRecord> {
    return await this.#create(breakGlass, content, by, options);
  }

  async edit(
    id: string,
    version: number,
    content: ExceptionContent,
    by: Acting,
  ): Promise<ExceptionRecord> {
    return await this.change(id, version, { action: 'edit', content }, by);
  }

  /**
   * @param version - The one that the actor saw.
   * @returns the exception as it is now
   * @throws NotAllowedError, ConflictError or InputError with what to do about it.
   */
  async change(
    id: string,
    version: number,
    command: ExceptionCommand,
    by: Acting,
  ): Promise<ExceptionRecord> {
    const outcome = await this.#change(id, command, { version, by });
    if (!outcome) {
      throw exceptionNotFound(id);
    }
    return changedOrThrow(outcome).exception;
  }

  /** Has an engine told once more, because a decider asks for it. */
  async retry(
    id: string,
    version: number,
    enforcementId: string,
    { actor, identity }: Acting,
  ): Promise<void> {
    const { clock, database, rules, signal } = this.#options;
    const stored = await loadException(database, id);
    if (!stored) {
      throw exceptionNotFound(id);
    }
    const subjectOwners = await loadSubjectOwners(
      database,
      stored.content.scope,
    );
    const record = recognise(stored, identity);
    for (const it of bothOf({ actor, identity })) {
      const refused = whyNotDecide(it, record, { rules, subjectOwners });
      if (refused) {
        throw errorOf(refused);
      }
    }
    if (record.version !== version) {
      throw changedMeanwhile();
    }
    const found = await transact(database, tx =>
      retryEnforcement(tx, {
        exceptionId: id,
        enforcementId,
        now: clock.now(),
      }),
    );
    if (!found) {
      throw new ConflictError(
        'This engine has nothing left to be told. Look at the exception again',
      );
    }
    signal();
  }

  /**
   * Takes in what was found outside of the process; somebody has to look at it, and until
   * then it exempts nothing. What is known is left as it is.
   *
   * @param options - `importedFrom` says where it was found, and that it is the same.
   */
  async import(
    content: ExceptionContent,
    options: { importedFrom: string; by?: Acting },
  ): Promise<'created' | 'known'> {
    const { database } = this.#options;
    const { importedFrom } = options;
    const isKnown = async () =>
      (await database('exceptions')
        .where({ imported_from: importedFrom })
        .first('id')) !== undefined;
    if (await isKnown()) {
      return 'known';
    }
    try {
      await this.#create(
        (own, context) => importException(own, { ...context, importedFrom }),
        content,
        options.by,
        { importedFrom },
      );
      return 'created';
    } catch (error) {
      // Another replica reads the same clusters.
      if (await isKnown()) {
        return 'known';
      }
      throw error;
    }
  }

  /** By the clock; a refusal is returned, not thrown. `undefined`: there is none. */
  async changeAsPortal(
    id: string,
    command: ExceptionCommand,
  ): Promise<TransitionOutcome | undefined> {
    const audit = await this.#options.auditor.createEvent({
      eventId: `exception-${command.action}`,
      severityLevel: 'medium',
      meta: { exceptionId: id, action: command.action, by: 'the portal' },
    });
    try {
      const outcome = await this.#change(id, command, {});
      if (outcome?.outcome === 'changed') {
        await audit.success({ meta: { state: outcome.exception.state } });
      } else {
        await audit.fail({
          error: new Error(outcome?.message ?? 'There is no such exception'),
        });
      }
      return outcome;
    } catch (error) {
      await audit.fail({ error: error as Error });
      throw error;
    }
  }

  async #create(
    judge: (
      content: ExceptionContent,
      context: Parameters<typeof requestException>[1],
    ) => TransitionOutcome,
    asked: ExceptionContent,
    by: Acting | undefined,
    facts: { renews?: string; importedFrom?: string },
  ): Promise<ExceptionRecord> {
    const { clock } = this.#options;
    const content = plainContent(asked);
    const id = randomUUID();
    const now = clock.now();
    const loaded = await this.#loadBasis(id, content);
    const context = await this.#contextOf({ id, content }, loaded, now);
    const outcome = bothOf(by)
      .map(actor =>
        judge(content, {
          ...context,
          id,
          actor,
          severity: loaded.reached.severity,
          basis: loaded.basis,
          ...(facts.renews !== undefined && { renews: facts.renews }),
        }),
      )
      .reduce(refusedOrLast);
    const changed = changedOrThrow(outcome);
    await this.#store({
      ...changed,
      loaded,
      now,
      ...(facts.importedFrom !== undefined && {
        importedFrom: facts.importedFrom,
      }),
    });
    return changed.exception;
  }

  async #change(
    id: string,
    given: ExceptionCommand,
    { version, by }: { version?: number; by?: Acting },
  ): Promise<TransitionOutcome | undefined> {
    const { clock, database } = this.#options;
    const command = plainCommand(given);
    const stored = await loadException(database, id);
    if (!stored) {
      return undefined;
    }
    const now = clock.now();
    const record = by ? recognise(stored, by.identity) : stored;
    const content = contentAfter(record, command);
    const loaded = await this.#loadBasis(id, content);
    const context = await this.#contextOf({ id, content }, loaded, now);
    const outcome = bothOf(by)
      .map(actor =>
        changeException(record, command, {
          ...context,
          actor,
          ...(version !== undefined && { version }),
          ...(isJudgedAnew(record, command) &&
            loaded.reached.findings > 0 && {
              severity: loaded.reached.severity,
            }),
        }),
      )
      .reduce(refusedOrLast);
    if (outcome.outcome === 'changed') {
      await this.#store({ ...outcome, previous: stored, loaded, now });
    }
    return outcome;
  }

  async #loadBasis(
    id: string,
    content: ExceptionContent,
  ): Promise<LoadedBasis> {
    const { capabilities, database } = this.#options;
    return await loadBasis(database, { id, content }, capabilities);
  }

  /** What a judgement needs to know beside the exception and who acts. */
  async #contextOf(
    { content, id }: Pick<ExceptionRecord, 'id' | 'content'>,
    { basis }: LoadedBasis,
    now: Date,
  ) {
    const { database, rules } = this.#options;
    const { entityRef } = content.scope;
    const [subjectOwners, exceptedDays, others] = await Promise.all([
      loadSubjectOwners(database, content.scope),
      loadExceptedDays(database, id, basis.reaches),
      countOtherExceptions(database, id, entityRef, now.toISOString()),
    ]);
    return {
      now,
      rules,
      subjectOwners,
      basis,
      exceptedDays,
      others,
    } satisfies TransitionContext;
  }

  async #store(transition: Transition): Promise<void> {
    const { database, deliveries, onMarked, signal } = this.#options;
    const ways = await deliveries.byUid([
      ...new Set(transition.loaded.plans.map(it => it.cluster)),
    ]);
    const marked = await transact(database, tx =>
      storeTransition(tx, transition, ways),
    );
    if (marked) {
      onMarked?.();
    }
    signal();
  }
}

/**
 * The actor with what the session says, and with all that the person is. Rights come from
 * the one, and duties from the other: a second User entity never gives more.
 */
function bothOf(by: Acting): [Actor, Actor];
function bothOf(by: Acting | undefined): (Actor | undefined)[];
function bothOf(by: Acting | undefined): (Actor | undefined)[] {
  return by
    ? [{ ...by.actor, ownership: by.identity.claims }, by.actor]
    : [undefined];
}

function refusedOrLast(
  one: TransitionOutcome,
  other: TransitionOutcome,
): TransitionOutcome {
  return one.outcome === 'refused' ? one : other;
}

/** What is decided, or not yet, is as bad as what it reaches now. */
function isJudgedAnew(
  { state }: ExceptionRecord,
  { action }: ExceptionCommand,
): boolean {
  return state !== 'approved' || action === 'confirm';
}

/** Whoever in the record is this person is so by the name that the catalog has now. */
function recognise(
  record: ExceptionRecord,
  identity: Identity,
): ExceptionRecord {
  const known = <P extends { userRef: string; subject: string }>(person: P) =>
    isSamePerson(identity, person)
      ? { ...person, subject: identity.subject }
      : person;
  return {
    ...record,
    requester: known(record.requester),
    lastEditor: known(record.lastEditor),
    approvals: record.approvals.map(known),
    ...(record.proposal && { proposal: known(record.proposal) }),
  };
}

function changedOrThrow(
  outcome: TransitionOutcome,
): Extract<TransitionOutcome, { outcome: 'changed' }> {
  if (outcome.outcome === 'refused') {
    throw errorOf(outcome);
  }
  return outcome;
}

function changedMeanwhile(): Error {
  return errorOf({
    code: 'changed-meanwhile',
    message:
      'Somebody else has changed this exception meanwhile. Look at it, and try again',
  });
}
