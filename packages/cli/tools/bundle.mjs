/* Bundles the command and all it depends on into one file that plain Node runs. */
import { chmod } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** @param {string} outfile */
export async function bundle(outfile) {
  await build({
    entryPoints: [join(root, 'src', 'main.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    minifySyntax: true,
    minifyWhitespace: true,
    // Licences of what is bundled stay in it.
    legalComments: 'eof',
    // CommonJS builds of some packages hide what is unused from the bundler.
    mainFields: ['module', 'main'],
    // Packages written as ES modules ask where they lie.
    define: { 'import.meta.url': 'importMetaUrl' },
    banner: {
      js: [
        '#!/usr/bin/env node',
        "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;",
      ].join('\n'),
    },
    logLevel: 'warning',
  });
  await chmod(outfile, 0o755);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await bundle(process.argv[2] ?? join(root, 'dist', 'shift-down.cjs'));
}
