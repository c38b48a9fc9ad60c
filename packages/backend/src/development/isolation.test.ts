import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const src = join(__dirname, '..');

/** Every file that the production entry could be built from. */
const productionFiles = readdirSync(src, { withFileTypes: true })
  .filter(entry => entry.isFile() && !entry.name.endsWith('.test.ts'))
  .map(entry => entry.name);

describe('the production portal', () => {
  it.each(productionFiles)('%s does not reach development/', file => {
    expect(readFileSync(join(src, file), 'utf8')).not.toMatch(
      /(from|import\(|require\()\s*['"][^'"]*development/,
    );
  });
});
