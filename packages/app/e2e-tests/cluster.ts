/** The working copy of the recorded cluster, which a test may change and put back. */
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
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

  /** What the portal has written is for the portal to put back. */
  async remove(folder: string, file: RegExp) {
    const path = join(this.#folder, folder);
    const names = (await readdir(path)).filter(name => file.test(name));
    if (names.length !== 1) {
      throw new Error(`One file was meant, not ${names.length}: ${names}`);
    }
    await rm(join(path, names[0]));
  }

  async restore() {
    for (const [path, content] of this.#originals) {
      await writeFile(path, content);
    }
    this.#originals.clear();
  }
}
