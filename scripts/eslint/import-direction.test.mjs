/*
 * The direction of imports is reported when it is broken. The files linted here do
 * not exist: only their names and text count.
 */
import assert from 'node:assert/strict';
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';

const require = createRequire(import.meta.url);
const { importDirection } = require('./import-direction.js');
const root = fileURLToPath(new URL('../../', import.meta.url));

async function rulesBroken(file, text, directory) {
  const { settings, rules } = importDirection(directory);
  const eslint = new ESLint({
    cwd: directory,
    useEslintrc: false,
    resolvePluginsRelativeTo: root,
    overrideConfig: {
      parser: require.resolve('@typescript-eslint/parser'),
      parserOptions: { ecmaVersion: 2022, sourceType: 'module' },
      plugins: ['@typescript-eslint', 'import'],
      settings,
      rules,
    },
  });
  const [{ messages }] = await eslint.lintText(text, {
    filePath: join(directory, file),
  });
  return messages.map(message => message.ruleId ?? message.message);
}

const ours = name => `import '@shift-down/plugin-${name}';`;

describe('imports between packages', () => {
  const forbidden = [
    ['shift-down-common', 'shift-down-policy'],
    ['shift-down-policy', 'shift-down-node'],
    ['shift-down-policy', 'shift-down-backend'],
    ['shift-down-node', 'shift-down-backend'],
    ['shift-down-backend', 'shift-down-backend-module-kubernetes'],
    ['shift-down-backend', 'shift-down'],
    ['shift-down-backend-module-kubernetes', 'shift-down-backend'],
    ['shift-down-backend-module-kubernetes', 'shift-down-backend-module-oci'],
    ['shift-down', 'shift-down-policy'],
    ['shift-down', 'shift-down-node'],
    ['shift-down', 'shift-down-backend'],
  ];
  for (const [from, to] of forbidden) {
    for (const file of ['src/a.ts', 'src/a.test.ts']) {
      it(`${from}/${file} must not import ${to}`, async () => {
        assert.deepEqual(
          await rulesBroken(file, ours(to), join(root, 'plugins', from)),
          ['@typescript-eslint/no-restricted-imports'],
        );
      });
    }
  }

  const allowed = [
    ['shift-down-policy', 'shift-down-common'],
    ['shift-down-policy', 'shift-down-common/client'],
    ['shift-down-node', 'shift-down-policy'],
    ['shift-down-backend', 'shift-down-node'],
    ['shift-down-backend-module-kubernetes', 'shift-down-node'],
    ['shift-down', 'shift-down-common/client'],
  ];
  for (const [from, to] of allowed) {
    it(`${from} may import ${to}`, async () => {
      assert.deepEqual(
        await rulesBroken('src/a.ts', ours(to), join(root, 'plugins', from)),
        [],
      );
    });
  }

  it('a package without a place in the direction is refused', () => {
    assert.throws(
      () => importDirection(join(root, 'plugins', 'shift-down-elsewhere')),
      /has no place in the direction of imports/,
    );
  });

  it('a package that assembles a portal may import everything', () => {
    const { rules } = importDirection(join(root, 'packages', 'backend'));
    assert.deepEqual(rules, { '@backstage/no-mixed-plugin-imports': 'off' });
  });
});

describe('imports between the stages of the backend', () => {
  const stages = ['collection', 'correlation', 'assessment', 'service'];
  let directory;

  before(async () => {
    const parent = await mkdtemp(join(root, 'node_modules', '.direction-'));
    directory = join(parent, 'shift-down-backend');
    const rooms = stages.flatMap(stage => [
      `src/${stage}`,
      `src/database/operations/${stage}`,
    ]);
    for (const room of [...rooms, 'src/database', 'src/permissions', 'src']) {
      await mkdir(join(directory, room), { recursive: true });
      await writeFile(join(directory, room, 'there.ts'), 'export {};');
    }
  });
  after(() => rm(dirname(directory), { recursive: true, force: true }));

  const broken = ['import/no-restricted-paths'];
  const cases = [
    ...stages.flatMap((from, i) =>
      stages.map((to, j) => [`src/${from}`, to, j > i ? broken : []]),
    ),
    ['src/collection', 'database/operations/assessment', broken],
    ['src/collection', 'database/operations/collection', []],
    ['src/database/operations/collection', 'collection', []],
    ['src/database/operations/collection', 'correlation', broken],
    ['src/database', 'collection', broken],
    ['src/permissions', 'service', broken],
    ['src/service', 'database', []],
  ];
  for (const [from, to, expected] of cases) {
    it(`${from} → ${to}: ${
      expected.length ? 'refused' : 'allowed'
    }`, async () => {
      const up = '../'.repeat(from.split('/').length - 1);
      assert.deepEqual(
        await rulesBroken(
          `${from}/here.ts`,
          `import '${up || './'}${to}/there';`,
          directory,
        ),
        expected,
      );
    });
  }
});
