/** Takes an upload from the request to the database, or refuses it whole. */
import { InputError, ServiceUnavailableError } from '@backstage/errors';
import type { components } from '@shift-down/plugin-shift-down-common/client';
import type { ReadUpload } from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Clock } from '../database/DatabaseClock';
import { replaceVexDocuments } from '../database/operations/images/vexDocuments';
import { markEntitiesRunning } from '../database/operations/uploads/markEntitiesRunning';
import {
  hasEntity,
  selectDigestsBeside,
  selectRepositoriesOf,
} from '../database/operations/uploads/selectUploadContext';
import { storeUpload } from '../database/operations/uploads/storeUpload';
import { transact } from '../database/transact';
import type { UploadConfig, UploadEntry } from './config';
import { RateLimit } from './RateLimit';
import type { UploadQuery } from './readQuery';
import { receiveBody, type ReceivedBody } from './receiveBody';
import {
  coversEntity,
  coversRepository,
  foreign,
  resolveTarget,
  type UploadTarget,
} from './resolveTarget';
import { UploadReader } from './UploadReader';

type EvidenceReceipt = components['schemas']['EvidenceReceipt'];

/** Clocks differ by less. */
const FUTURE_MILLISECONDS = 5 * 60_000;
/** Bodies are in memory while they are received and read. */
const AT_ONCE = 4;

const CLAIM =
  'It was uploaded, which proves neither its author nor that anybody reviewed it: attach it to the image with a signature, or keep it in Git beside the golden image.';

/** @internal */
export interface UploadServiceOptions {
  database: Knex;
  clock: Clock;
  config: UploadConfig;
  /** Called when entities were marked for assessment. */
  onMarked(): void;
}

/** @internal */
export class UploadService {
  readonly #options: UploadServiceOptions;
  readonly #rate: RateLimit;
  readonly #reader = new UploadReader();
  #receiving = 0;

  constructor(options: UploadServiceOptions) {
    this.#options = options;
    this.#rate = new RateLimit(options.config.perMinute, options.clock);
  }

  /** What config lets a service speak about. */
  entriesOf(subject: string): UploadEntry[] {
    return this.#options.config.entries.filter(it => it.subject === subject);
  }

  /**
   * @param subject - Of the service, which has entries and the permission.
   * @throws NotAllowedError, InputError, ConflictError, TooLargeError,
   * TooManyRequestsError, ServiceUnavailableError; nothing is stored then.
   */
  async upload(
    subject: string,
    query: UploadQuery,
    request: IncomingMessage,
  ): Promise<EvidenceReceipt> {
    const { config } = this.#options;
    const entries = this.entriesOf(subject);
    refuseEarly(query, entries);
    this.#rate.take(subject);
    if (this.#receiving >= AT_ONCE) {
      throw new ServiceUnavailableError(
        'Too many uploads at once: upload it again in a few seconds',
      );
    }
    this.#receiving += 1;
    try {
      const body = await receiveBody(request, config.bytes);
      const upload = await this.#reader.read(body.bytes, query.format);
      const target = await this.#resolve(upload, query, entries);
      return await this.#store(subject, upload, target, body, entries);
    } finally {
      this.#receiving -= 1;
    }
  }

  async #resolve(
    upload: ReadUpload,
    query: UploadQuery,
    entries: UploadEntry[],
  ): Promise<UploadTarget> {
    const { clock, database } = this.#options;
    const limit = clock.now().getTime() + FUTURE_MILLISECONDS;
    if (upload.observedAt && Date.parse(upload.observedAt) > limit) {
      throw new InputError(
        `The report says that it was made on ${upload.observedAt}, which is in the future: set the clock of the machine that scans`,
      );
    }
    const target = await resolveTarget(
      upload,
      query,
      entries,
      (repository, digests) =>
        selectDigestsBeside(database, repository, digests),
    );
    if (target.kind === 'repository') {
      if (!(await hasEntity(database, target.entityRef))) {
        throw foreign(target.entityRef);
      }
      return target;
    }
    if (!target.isProven) {
      const known = await selectRepositoriesOf(database, target.digests);
      if (known.size > 0 && !known.has(target.repository)) {
        throw foreign(
          `that digest: it is not known as one of ${target.repository}`,
        );
      }
    }
    return target;
  }

  async #store(
    subject: string,
    upload: ReadUpload,
    target: UploadTarget,
    body: ReceivedBody,
    entries: UploadEntry[],
  ): Promise<EvidenceReceipt> {
    const { clock, database, onMarked } = this.#options;
    const now = clock.now().toISOString();
    const observedAt = upload.observedAt ?? now;
    const isImage = target.kind === 'image';
    const repository = isImage ? target.repository : null;
    const digest = isImage ? target.digests[0] : null;
    const entityRef = isImage ? null : target.entityRef;
    const { format, statements, tool } = upload;
    const id = createHash('sha256')
      .update(
        JSON.stringify([
          repository,
          digest,
          entityRef,
          format,
          tool.name.toLowerCase(),
        ]),
      )
      .digest('hex')
      .slice(0, 32);
    const outcome = await transact(database, async tx => {
      const stored = await storeUpload(
        tx,
        {
          id,
          repository,
          digest,
          tag: (isImage && target.tag) || null,
          entity_ref: entityRef,
          format,
          tool: tool.name,
          tool_version: tool.version,
          content_digest: body.digest,
          uploaded_by: subject,
          observed_at: observedAt,
          received_at: now,
          is_scan: upload.isScan,
          is_complete: isComplete(entries, target),
          os: upload.os,
          os_end_of_life: upload.osEndOfLife,
          counts: JSON.stringify(upload.counts),
          sbom: upload.sbom ? JSON.stringify(upload.sbom) : null,
          vulnerabilities: upload.vulnerabilities,
        },
        isImage ? target.digests : [],
      );
      if (stored === 'stored' && isImage) {
        const changed = await replaceVexDocuments(
          tx,
          { source: 'uploaded', origin: id },
          upload.vex
            ? [
                {
                  digest: body.digest,
                  author: upload.vex.author,
                  source: 'uploaded',
                  repository: target.repository,
                  statements,
                  trust: { trusted: false, reason: CLAIM },
                },
              ]
            : [],
          now,
        );
        if (changed) {
          await markEntitiesRunning(tx, target.repository, now);
        }
      }
      return stored;
    });
    if (outcome === 'stored') {
      onMarked();
    }
    return {
      id: body.digest,
      outcome,
      format,
      ...(repository && { repository }),
      ...(digest && { digest }),
      ...(entityRef && { entityRef }),
      observedAt,
      accepted: upload.counts,
      ignored: [...upload.ignored, ...ignoredStatements(upload, target)],
    };
  }
}

function ignoredStatements({ vex }: ReadUpload, target: UploadTarget) {
  if (!vex) {
    return [];
  }
  const what = `${vex.statements} statements about exploitability`;
  return target.kind === 'image'
    ? [
        {
          what,
          reason: `They are shown as claims and suppress nothing. ${CLAIM}`,
        },
      ]
    : [{ what, reason: 'They are read for images only.' }];
}

function isComplete(
  entries: readonly UploadEntry[],
  target: UploadTarget,
): boolean {
  return entries.some(
    entry =>
      entry.complete &&
      (target.kind === 'image'
        ? coversRepository([entry], target.repository)
        : coversEntity([entry], target.entityRef)),
  );
}

/** Before the body is received: what the request itself says may be foreign. */
function refuseEarly(query: UploadQuery, entries: UploadEntry[]): void {
  if (query.repository && !coversRepository(entries, query.repository)) {
    throw foreign(query.repository);
  }
  if (query.entityRef && !coversEntity(entries, query.entityRef)) {
    throw foreign(query.entityRef);
  }
}
