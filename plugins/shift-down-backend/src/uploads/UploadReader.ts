/**
 * Reads uploads: small ones at once, large ones in a thread, one at a time. A thread lives
 * for one document, so that nothing of it outlives it.
 */
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { InputError, ServiceUnavailableError } from '@backstage/errors';
import {
  readUpload,
  type ReadUpload,
  type UploadFormat,
} from '@shift-down/plugin-shift-down-policy';
import { Worker } from 'node:worker_threads';
import { fromSources } from '../evaluation/EvaluationThread';

/** Read in a few milliseconds. */
const SMALL_BYTES = 128 * 1024;
/** From sources, a machine that is busy takes a while to compile them. */
const LIMIT_MILLISECONDS = 120_000;
/** A parsed document takes several times the memory of its text. */
const HEAP_PER_BYTE = 16;
const MINIMUM_HEAP_MEBIBYTES = 256;

type Reply =
  | { type: 'read'; upload: ReadUpload }
  | { type: 'refused'; isInput: boolean; message: string };

/** @internal */
export class UploadReader {
  #last: Promise<unknown> = Promise.resolve();

  /**
   * Takes the bytes over; they are gone afterwards.
   * @throws InputError that says what is wrong with the document.
   * @throws ServiceUnavailableError if there can be no thread.
   */
  async read(bytes: Uint8Array, format?: UploadFormat): Promise<ReadUpload> {
    if (bytes.length <= SMALL_BYTES) {
      return readUpload(bytes, format);
    }
    const turn = this.#last.then(() => readInThread(bytes, format));
    this.#last = turn.catch(() => {});
    return await turn;
  }
}

async function readInThread(
  bytes: Uint8Array,
  format: UploadFormat | undefined,
): Promise<ReadUpload> {
  const heap = Math.ceil((bytes.length * HEAP_PER_BYTE) / (1024 * 1024));
  const worker = new Worker(
    resolvePackagePath(
      '@shift-down/plugin-shift-down-backend',
      'worker/readUpload.js',
    ),
    {
      ...fromSources(),
      workerData: { bytes, format },
      transferList: [bytes.buffer as ArrayBuffer],
      resourceLimits: {
        maxOldGenerationSizeMb: Math.max(MINIMUM_HEAP_MEBIBYTES, heap),
      },
    },
  );
  const timer = setTimeout(() => void worker.terminate(), LIMIT_MILLISECONDS);
  try {
    const reply = await new Promise<Reply>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', () => reject(new Error('it ended')));
    });
    if (reply.type === 'read') {
      return reply.upload;
    }
    if (reply.isInput) {
      throw new InputError(reply.message);
    }
    throw new Error(reply.message);
  } catch (error) {
    if (error instanceof InputError) {
      throw error;
    }
    throw new ServiceUnavailableError(
      'The document could not be read here: upload it again later',
      error,
    );
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}
