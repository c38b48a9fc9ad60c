/** The files below `provisioned`, each written whole or not at all. */
import { ConflictError, ServiceUnavailableError } from '@backstage/errors';
import type { ClusterObjectReference } from '@shift-down/plugin-shift-down-node';
import { randomUUID } from 'crypto';
import {
  link,
  lstat,
  mkdir,
  readFile,
  realpath,
  rename,
  rm,
  writeFile,
} from 'fs/promises';
import { dirname, join, sep } from 'path';
import { errorCode } from '../../recorded/errorCode';
import { baselineKind } from '../baselineKinds';

const FOLDER = 'provisioned';

/** @internal */
export class ProvisionedFiles {
  /** @param folder - Of the recording, absolute. */
  constructor(private readonly folder: string) {}

  /**
   * Where the object is kept, relative to the folder. Names are those of objects, which hold
   * neither slashes nor begin with dots, so that none leads anywhere else.
   *
   * @throws InputError for an object that is no part of a baseline.
   */
  nameOf(reference: ClusterObjectReference): string {
    baselineKind(reference);
    const { kind, name } = reference;
    const namespace = reference.namespace || name;
    return `${FOLDER}/${namespace}/${kind.toLowerCase()}-${name}.yaml`;
  }

  /** @returns `undefined` if there is none. */
  async read(name: string): Promise<string | undefined> {
    const path = join(this.folder, name);
    try {
      if (!(await lstat(path)).isFile()) {
        throw new ConflictError(`${name} is no regular file; move it away.`);
      }
      await this.#checkPlace(dirname(path));
      return await readFile(path, 'utf8');
    } catch (error) {
      if (['ENOENT', 'ENOTDIR'].includes(errorCode(error))) {
        return undefined;
      }
      throw toUnavailable(error, name);
    }
  }

  /** @returns whether it was made; not if there is one. */
  create(name: string, text: string): Promise<boolean> {
    return this.#write(name, text, async (written, path) => {
      try {
        // Unlike a rename it does not replace.
        await link(written, path);
        return true;
      } catch (error) {
        if (errorCode(error) === 'EEXIST') {
          return false;
        }
        throw error;
      } finally {
        await rm(written);
      }
    });
  }

  async replace(name: string, text: string): Promise<void> {
    await this.#write(name, text, rename);
  }

  async #write<Result>(
    name: string,
    text: string,
    move: (written: string, path: string) => Promise<Result>,
  ): Promise<Result> {
    const path = join(this.folder, name);
    const directory = dirname(path);
    // What begins with a dot is no part of the recording.
    const written = join(directory, `.${randomUUID()}.tmp`);
    try {
      await this.#checkPlace(dirname(directory));
      await mkdir(directory, { recursive: true });
      await this.#checkPlace(directory);
      await writeFile(written, text, { flag: 'wx' });
      return await move(written, path);
    } catch (error) {
      await rm(written, { force: true }).catch(() => {});
      throw toUnavailable(error, name);
    }
  }

  /** A link could lead out of the recording. */
  async #checkPlace(directory: string): Promise<void> {
    const root = await realpath(this.folder);
    const real = await realpath(directory).catch(error => {
      if (errorCode(error) === 'ENOENT') {
        return root;
      }
      throw error;
    });
    if (real !== root && !real.startsWith(root + sep)) {
      throw new ConflictError(
        `${FOLDER} leads out of the folder of the recorded cluster; make it a folder.`,
      );
    }
  }
}

function toUnavailable(error: unknown, name: string): unknown {
  const code = errorCode(error);
  return /^E[A-Z]+$/.test(code)
    ? new ServiceUnavailableError(
        `${name} can’t be written or read in the folder of the recorded cluster (${code}).`,
      )
    : error;
}
