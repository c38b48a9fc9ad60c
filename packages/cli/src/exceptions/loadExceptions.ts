/** The exceptions that the command is given, by file or by the portal. */
import { readFileSync } from 'node:fs';
import { InputError } from '@backstage/errors';
import type { ExceptionsExport } from '@shift-down/plugin-shift-down-policy';
import { askPortal, type Portal } from '../portal';
import { verifyExport } from './verifyExport';

export interface ExceptionSource {
  /** Path of an export, or `portal`. */
  from: string;
  /** Path of the public key or keys; the portal is asked for them without it. */
  key?: string;
  portal?: Portal;
  cluster: string;
}

/** @throws InputError for what can't be trusted. */
export async function loadExceptions(
  source: ExceptionSource,
  now: Date,
): Promise<ExceptionsExport> {
  return verifyExport(await tokenOf(source), await keysOf(source), now);
}

async function tokenOf({ from, portal, cluster }: ExceptionSource) {
  if (from !== 'portal') {
    return readNamed(from, 'exceptions');
  }
  if (!portal) {
    throw new InputError(
      'Exceptions of the portal need its address: give --portal',
    );
  }
  const query = cluster ? `?cluster=${encodeURIComponent(cluster)}` : '';
  return askPortal(portal, `/exceptions/export${query}`);
}

async function keysOf({ key, portal }: ExceptionSource): Promise<string> {
  if (key) {
    return readNamed(key, 'the key of exceptions');
  }
  if (!portal) {
    throw new InputError(
      'Exceptions need the public key of the portal that signed them: give --exceptions-key or --portal',
    );
  }
  return askPortal(portal, '/exceptions/keys');
}

function readNamed(path: string, what: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new InputError(
      `Can’t read ${what} from '${path}': ${(error as Error).message}`,
    );
  }
}
