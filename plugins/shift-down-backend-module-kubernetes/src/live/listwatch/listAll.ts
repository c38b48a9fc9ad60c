/** A complete list, page by page. */
import type {
  ReadableEntry,
  UnreadableEntry,
  AnswerEntry,
} from '../parsing/entries';
import { AnswerError, BrokenAnswerError } from './AnswerError';

/** Lists that expire while they are read are begun anew, so often at once. */
const MAX_ATTEMPTS = 3;

/** @internal */
export interface PageReader {
  /** Reads one page; the path is that of the target. */
  read(
    query: string,
    hooks: {
      onBytes(length: number): void;
      take(entries: AnswerEntry[]): Promise<void>;
    },
  ): Promise<void>;
}

/** How many objects are asked for at once; shrinks when pages are too large. @internal */
export class PageSize {
  #size: number;

  constructor(size: number, private readonly maximumBytes: number) {
    this.#size = size;
  }

  get size(): number {
    return this.#size;
  }

  learn(bytes: number): void {
    if (bytes > this.maximumBytes) {
      this.halve();
    }
  }

  halve(): void {
    this.#size = Math.max(1, Math.floor(this.#size / 2));
  }
}

/**
 * @param take - Called for every object as it comes, before the list is known to be
 *   complete; an object may come more than once.
 * @returns the version that a watch goes on from.
 * @throws AnswerError, BrokenAnswerError, and what reading throws.
 * @internal
 */
export async function listAll(
  reader: PageReader,
  options: {
    pageSize: PageSize;
    onRestart(): void;
    /** A list begins; what an earlier attempt saw doesn't count. */
    begin(): void;
    take(entry: ReadableEntry | UnreadableEntry): Promise<void>;
  },
): Promise<string> {
  for (let attempt = 1; ; attempt += 1) {
    options.begin();
    try {
      return await listOnce(reader, options);
    } catch (error) {
      const expired = error instanceof AnswerError && error.status === 410;
      if (!expired || attempt >= MAX_ATTEMPTS) {
        throw error;
      }
      options.onRestart();
    }
  }
}

async function listOnce(
  reader: PageReader,
  { pageSize, take }: Pick<Parameters<typeof listAll>[1], 'pageSize' | 'take'>,
): Promise<string> {
  let next = '';
  for (;;) {
    const token = next;
    let bytes = 0;
    const page: { end?: Extract<AnswerEntry, { type: 'end' }> } = {};
    const query = [
      `limit=${pageSize.size}`,
      ...(token ? [`continue=${encodeURIComponent(token)}`] : []),
    ].join('&');
    await reader.read(query, {
      onBytes(length) {
        bytes += length;
      },
      async take(entries) {
        for (const entry of entries) {
          if (entry.type === 'object' || entry.type === 'unreadable') {
            await take(entry);
          } else if (entry.type === 'end') {
            page.end = entry;
          } else {
            throw new BrokenAnswerError('The list can not be understood.');
          }
        }
      },
    });
    const { end } = page;
    if (!end?.whole || end.version === undefined) {
      // Servers end what takes them longer than a minute.
      pageSize.halve();
      throw new BrokenAnswerError('The list broke off.');
    }
    pageSize.learn(bytes);
    next = end.next ?? '';
    if (next === '') {
      return end.version;
    }
    if (next === token) {
      throw new BrokenAnswerError('The list does not come to an end.');
    }
  }
}
