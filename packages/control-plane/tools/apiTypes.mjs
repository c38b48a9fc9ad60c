/*
 * Writes the table of the built-in kinds and their fields, as the pinned version of
 * Kubernetes has them, to where evaluators read it; with --check, only says whether it is
 * still the same. Needs Go.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findGo, runGo } from './lib/go.mjs';
import { toolsDir } from './lib/modules.mjs';

const TABLE = join(
  toolsDir,
  '../../../plugins/shift-down-policy/src/admissionInput/apiTable.json',
);

const go = await findGo(process.env);
const cwd = join(toolsDir, 'kubernetes');
const text = await runGo(go, ['run', './api-types'], { cwd, env: process.env });
const table = `${text}\n`;
if (!process.argv.includes('--check')) {
  await writeFile(TABLE, table);
} else if ((await readFile(TABLE, 'utf8')) !== table) {
  console.error(
    `${TABLE} is out of date. Run: yarn workspace control-plane api-types`,
  );
  process.exitCode = 1;
}
