const { importDirection } = require('../../scripts/eslint/import-direction');

const direction = importDirection(__dirname);

module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  ...direction,
  rules: {
    ...direction.rules,
    // All of them are bundled, so who installs the command needs none. Knip sees to it
    // that they are declared.
    '@backstage/no-undeclared-imports': 'off',
  },
});
