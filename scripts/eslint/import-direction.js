/*
 * The direction of imports, as an ESLint configuration of each package:
 *
 *   common ← policy ← node ← backend, backend modules
 *   common ← front end
 *
 * Nobody imports the backend, modules never import each other, and inside the
 * backend evidence flows one way through the stages.
 */
const { basename } = require('node:path');

const SCOPE = '@shift-down/';
const PREFIX = `${SCOPE}plugin-`;

/** What each package of ours may import of the others, by folder. */
const ALLOWED = {
  'shift-down-common': [],
  'shift-down-policy': ['shift-down-common'],
  'shift-down-node': ['shift-down-common', 'shift-down-policy'],
  'shift-down-backend': [
    'shift-down-common',
    'shift-down-policy',
    'shift-down-node',
  ],
  'shift-down': ['shift-down-common'],
  cli: ['shift-down-common', 'shift-down-policy'],
};
const ALLOWED_TO_MODULES = [
  'shift-down-common',
  'shift-down-policy',
  'shift-down-node',
];

/** Stages of the backend in the order in which evidence passes them. */
const STAGES = [
  'collection',
  'correlation',
  'evaluation',
  'images',
  'uploads',
  'assessment',
  'campaigns',
  'exceptions',
  'provisioning',
  'service',
];
/** Ground under all stages: it knows none of them. */
const SHARED = ['./src/database/*.ts', './src/permissions', './src/schema'];

/** Packages that put a whole portal together may import everything. */
function isAssembly(folder) {
  return !folder.includes('shift-down') && !ALLOWED[folder];
}

function allowedFor(folder) {
  if (ALLOWED[folder]) {
    return ALLOWED[folder];
  }
  if (folder.includes('-module-')) {
    return ALLOWED_TO_MODULES;
  }
  throw new Error(
    `${folder} has no place in the direction of imports: add it to scripts/eslint/import-direction.js`,
  );
}

function restrictPackages(folder) {
  const allowed = allowedFor(folder);
  // A package may name itself by its own name, in examples and tests.
  const names = [...allowed, folder].map(name => `!${PREFIX}${name}`);
  return [
    'error',
    {
      patterns: [
        {
          group: [`${SCOPE}*`, ...names],
          message:
            allowed.length > 0
              ? `${folder} may import only ${allowed.join(
                  ', ',
                )} of our packages.`
              : `${folder} may import none of our packages.`,
        },
      ],
    },
  ];
}

/** A stage's own room, and its database operations, which may use it. */
function roomsOf(stage) {
  return [`./src/${stage}`, `./src/database/operations/${stage}`];
}

function restrictStages(directory) {
  const zones = [
    ...STAGES.slice(0, -1).map((stage, index) => ({
      target: roomsOf(stage),
      from: [...STAGES.slice(index + 1).flatMap(roomsOf), './src/plugin.ts'],
      message: `Evidence flows ${STAGES.join(
        ' → ',
      )}, and nothing later is imported by anything earlier`,
    })),
    {
      target: SHARED,
      from: STAGES.map(stage => `./src/${stage}`),
      message: 'This lies under the stages and knows none of them',
    },
  ];
  return ['error', { basePath: directory, zones }];
}

/**
 * The part of a package's ESLint configuration that holds the direction.
 * @param {string} directory - the package's folder, `__dirname`
 */
function importDirection(directory) {
  const folder = basename(directory);
  if (isAssembly(folder)) {
    // Backstage's own rule knows no package but the backend's that may do so.
    return { rules: { '@backstage/no-mixed-plugin-imports': 'off' } };
  }
  return {
    settings: {
      'import/resolver': {
        node: { extensions: ['.js', '.jsx', '.ts', '.tsx', '.d.ts'] },
      },
    },
    rules: {
      // The base configuration uses the rule without prefix and drops it in tests.
      '@typescript-eslint/no-restricted-imports': restrictPackages(folder),
      ...(folder === 'shift-down-backend' && {
        'import/no-restricted-paths': restrictStages(directory),
      }),
    },
  };
}

module.exports = { importDirection };
