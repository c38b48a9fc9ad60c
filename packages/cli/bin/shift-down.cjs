#!/usr/bin/env node
/*
 * The command. In a checkout it runs from its sources, elsewhere from the one bundled file.
 */
const { existsSync } = require('node:fs');
const { join } = require('node:path');

if (existsSync(join(__dirname, '..', 'src'))) {
  require('@backstage/cli/config/nodeTransform.cjs');
  require('../src/main');
} else {
  require('../dist/shift-down.cjs');
}
