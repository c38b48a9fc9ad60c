/** The working copy of the recorded cluster, which a test may change and put back. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Changes files of the demo cluster, and remembers how they were. */
export class RecordedCluster {
  readonly #folder: string;
  readonly #originals = new Map<string, string>();

  constructor() {
    const stateDir = process.env.SHIFT_DOWN_STATE;
    if (!stateDir) {
      throw new Error('Run this through playwright.config.ts');
    }
    this.#folder = join(stateDir, 'clusters', 'demo');
  }

  async change(file: string, edit: (content: string) => string) {
    const path = join(this.#folder, file);
    const content = await readFile(path, 'utf8');
    if (!this.#originals.has(path)) {
      this.#originals.set(path, content);
    }
    await writeFile(path, edit(content));
  }

  async restore() {
    for (const [path, content] of this.#originals) {
      await writeFile(path, content);
    }
    this.#originals.clear();
  }
}
