module.exports = {
  root: true,
  ignorePatterns: ['node_modules', 'dist', 'dist-types', '.shift-down'],
  overrides: [
    {
      files: ['scripts/**/*.{js,mjs}', '*.config.{js,mjs,ts}'],
      extends: ['eslint:recommended'],
      env: { node: true, es2022: true },
      parserOptions: { ecmaVersion: 2022, sourceType: 'module' },
      globals: { fetch: 'readonly' },
      rules: {
        eqeqeq: 'error',
        'no-var': 'error',
        'prefer-const': 'error',
      },
    },
  ],
};
