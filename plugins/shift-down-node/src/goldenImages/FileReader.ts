/** A place with files, however it is reached. */
import { InputError } from '@backstage/errors';

const MIB = 1024 * 1024;
/** Of a file that declares golden images, in bytes. */
export const MAXIMUM_DECLARATION = 2 * MIB;
/** Of a report or VEX document, in bytes. */
export const MAXIMUM_FILE = 32 * MIB;
/** Files that may declare golden images, at one location. */
export const MAXIMUM_FILES = 2_000;

export interface FileReader {
  /** Files that may declare golden images; a handle that only this reader understands. */
  declarations: readonly string[];
  /** What was left out, and why. */
  problems: string[];
  /** Whether nothing was left out. */
  isComplete: boolean;
  /** For people. */
  locationOf(file: string): string;
  /** @throws if it isn't there or has more bytes than this. */
  read(file: string, maximum: number): Promise<string>;
  /** Reads a file by its path from the folder of another. */
  readBeside(file: string, path: string): Promise<string>;
}

export function isDeclaration(path: string): boolean {
  return /\.ya?ml$/i.test(path);
}

/** @throws InputError */
export function checkSize(bytes: number, maximum: number): void {
  if (bytes > maximum) {
    throw new InputError(
      `it has more than the ${Math.round(maximum / MIB)} MiB that are read`,
    );
  }
}
