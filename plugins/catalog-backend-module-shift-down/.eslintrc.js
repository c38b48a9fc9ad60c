const { importDirection } = require('../../scripts/eslint/import-direction');

module.exports = require('@backstage/cli/config/eslint-factory')(
  __dirname,
  importDirection(__dirname),
);
