// Checks of files that no other tool checks. Each says what is wrong.
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { say } from '../console.mjs';
import { root } from '../paths.mjs';
import { FAILED, PASSED } from './results.mjs';

/** A lock file that names download addresses works behind one registry only. */
export async function checkLockFile() {
  const lock = await readFile(join(root, 'yarn.lock'), 'utf8');
  return report(
    lock
      .split('\n')
      .filter(line => /https?:\/\//.test(line))
      .map(line => `yarn.lock holds an address: ${line.trim()}`),
  );
}

/** Each changeset names published packages of ours and says something to users. */
export async function checkChangesets() {
  const folder = join(root, '.changeset');
  const names = await publishedPackages();
  const files = await readdir(folder);
  const problems = [];
  for (const file of files.filter(name => name.endsWith('.md'))) {
    if (file !== 'README.md') {
      const text = await readFile(join(folder, file), 'utf8');
      problems.push(
        ...problemsOf(text, names).map(problem => `${file}: ${problem}`),
      );
    }
  }
  return report(problems);
}

/** What is wrong with the text of one changeset. */
export function problemsOf(text, names) {
  const [, front, body] = /^---\n([^]*?)\n?---\n([^]*)$/.exec(text) ?? [];
  if (front === undefined) {
    return ['has no front matter between lines of ---'];
  }
  const problems = [];
  for (const line of front.split('\n').filter(Boolean)) {
    const [, name, bump] = /^['"](.+)['"]: (\w+)$/.exec(line) ?? [];
    if (!names.has(name)) {
      problems.push(`names ${name ?? line}, which is no published package`);
    }
    if (!['patch', 'minor', 'major'].includes(bump)) {
      problems.push(`gives ${name ?? line} no bump of patch, minor or major`);
    }
  }
  if (body.trim() === '') {
    problems.push('says nothing to users');
  }
  return problems;
}

async function publishedPackages() {
  const names = new Set();
  for (const group of ['packages', 'plugins']) {
    for (const folder of await readdir(join(root, group))) {
      const manifest = JSON.parse(
        await readFile(join(root, group, folder, 'package.json'), 'utf8'),
      );
      if (!manifest.private) {
        names.add(manifest.name);
      }
    }
  }
  return names;
}

function report(problems) {
  problems.slice(0, 20).forEach(problem => say(`  ${problem}`));
  return problems.length === 0 ? PASSED : FAILED;
}
