// Where things live.
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));

const home = resolve(root, '.shift-down');

/** Node and Yarn, where the machine has no fitting ones. Survives a reset. */
export const toolchainDir = resolve(home, 'toolchain');

/**
 * Databases, working copies and logs. SHIFT_DOWN_STATE moves them, so that a test
 * does not touch what a person looks at.
 */
export const stateDir = process.env.SHIFT_DOWN_STATE
  ? resolve(process.env.SHIFT_DOWN_STATE)
  : home;
export const databaseDir = resolve(stateDir, 'db');
export const clustersDir = resolve(stateDir, 'clusters');
export const logsDir = resolve(stateDir, 'logs');
