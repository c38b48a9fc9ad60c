const { importDirection } = require('../../scripts/eslint/import-direction');

module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  ...importDirection(__dirname),
  rules: {
    ...importDirection(__dirname).rules,
    // These throw, in words, what a matcher would only call unequal.
    'jest/expect-expect': [
      'error',
      {
        assertFunctionNames: ['expect', '**.settles', 'staysAt', 'soak'],
      },
    ],
  },
});
