/**
 * Exceptions that somebody made in a cluster, past the portal: taken in as unreviewed, with
 * a date by which somebody has to look at them. They exempt nothing in the portal.
 */
import type { LoggerService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import type { Engine } from '@shift-down/plugin-shift-down-common';
import {
  redact,
  type ExceptionContent,
} from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import { createHash } from 'node:crypto';
import { describeError } from '../../collection/describeError';
import { findSoleEntity } from '../../database/operations/exceptions/clock/findSoleEntity';
import {
  selectForeign,
  selectImported,
  selectUndecidedImports,
  type ForeignExemption,
} from '../../database/operations/exceptions/clock/foreignExemptions';
import type { ExceptionsByThePortal } from './ReachWatch';

/** Of what has no end. @internal */
export const NEVER = '9999-12-31T23:59:59.999Z';

/** What is imported from a cluster begins with this. */
const PREFIX = 'cluster:';
/** What the column holds. */
const LENGTH = 512;

/** @internal */
export interface ImportingService extends ExceptionsByThePortal {
  import(
    content: ExceptionContent,
    options: { importedFrom: string },
  ): Promise<'created' | 'known'>;
}

/** @internal */
export class ForeignImport {
  readonly #database: Knex;
  readonly #exceptions: ImportingService;
  readonly #logger: LoggerService;
  /** What can't be taken in as it is; said once. */
  readonly #refused = new Set<string>();

  constructor(options: {
    database: Knex;
    exceptions: ImportingService;
    logger: LoggerService;
  }) {
    this.#database = options.database;
    this.#exceptions = options.exceptions;
    this.#logger = options.logger;
  }

  /**
   * One for each policy that an object lets through.
   * @returns how many there were that nobody knew, or that are gone
   */
  async round(): Promise<number> {
    const database = this.#database;
    const found = (await selectForeign(database)).flatMap(exemption =>
      exemption.policies.map(policy => ({
        exemption,
        policy,
        importedFrom: placeOf(exemption, policy.policy),
      })),
    );
    const known = await selectImported(database);
    let changed = 0;
    for (const { exemption, importedFrom, policy } of found) {
      if (!known.has(importedFrom) && !this.#refused.has(importedFrom)) {
        const content = await contentOf(database, exemption, policy);
        changed += await this.#import(content, importedFrom);
      }
    }
    const there = new Set(found.map(it => it.importedFrom));
    for (const { id, importedFrom } of await selectUndecidedImports(database)) {
      if (importedFrom.startsWith(PREFIX) && !there.has(importedFrom)) {
        await this.#exceptions.changeAsPortal(id, { action: 'lapse' });
        changed += 1;
      }
    }
    return changed;
  }

  async #import(
    content: ExceptionContent,
    importedFrom: string,
  ): Promise<number> {
    try {
      const outcome = await this.#exceptions.import(content, { importedFrom });
      return outcome === 'created' ? 1 : 0;
    } catch (error) {
      if (!(error instanceof InputError)) {
        throw error;
      }
      this.#refused.add(importedFrom);
      this.#logger.warn(
        `An exception of a cluster can't be taken in (${redact(
          importedFrom,
        )}): ${describeError(error)}`,
      );
      return 0;
    }
  }
}

/** The same object, whichever version of its kind it is read in. */
function placeOf(exemption: ForeignExemption, policy: string): string {
  const [group] = exemption.apiVersion.split('/');
  const place = [
    `${PREFIX}${exemption.clusterUid}`,
    `${exemption.kind}.${group}`,
    exemption.namespace,
    exemption.name,
    policy,
  ].join('/');
  return place.length <= LENGTH
    ? place
    : PREFIX + createHash('sha256').update(place).digest('hex');
}

async function contentOf(
  database: Knex,
  exemption: ForeignExemption,
  { policy, rules }: ForeignExemption['policies'][number],
): Promise<ExceptionContent> {
  const { clusterUid, namespaces } = exemption;
  const entityRef =
    namespaces.length > 0
      ? await findSoleEntity(database, clusterUid, namespaces)
      : undefined;
  return {
    type: 'accepted-risk',
    expectation: {
      type: 'policy',
      engine: exemption.engine as Engine,
      policy,
      ...(rules.length === 1 && { rule: rules[0] }),
    },
    scope: {
      // Empty: nobody can tell whose it is, so those who decide see it and nobody else.
      entityRef: entityRef ?? '',
      cluster: clusterUid,
      ...(namespaces.length === 1 && { namespace: namespaces[0] }),
    },
    from: exemption.createdAt,
    until: exemption.expiresAt ?? NEVER,
    category: 'other',
    justification: [exemption.reason, exemption.scope]
      .filter(it => it !== '')
      .join('\n\n'),
    compensatingControls: '',
    ticket: '',
  };
}
