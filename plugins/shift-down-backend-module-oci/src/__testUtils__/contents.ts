import { mockServices } from '@backstage/backend-test-utils';
import type {
  ContentStore,
  ImageSourceOptions,
} from '@shift-down/plugin-shift-down-node';

/** Keeps everything, and shows what it keeps. */
export class MemoryContents implements ContentStore {
  readonly kept = new Map<string, Buffer>();

  async get(digest: string): Promise<Buffer | undefined> {
    return this.kept.get(digest);
  }

  async put(digest: string, content: Buffer): Promise<void> {
    this.kept.set(digest, content);
  }
}

export function sourceOptions(
  contents: ContentStore = new MemoryContents(),
): ImageSourceOptions {
  return {
    contents,
    logger: mockServices.logger.mock(),
    signal: new AbortController().signal,
  };
}
