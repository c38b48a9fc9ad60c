import { readFileSync } from 'fs';
import { resolve } from 'path';
import { CONTROL_CATALOGUE } from './catalogue';

const page = readFileSync(
  resolve(__dirname, '../../../../docs/controls.md'),
  'utf8',
).replace(/ +/g, ' ');

describe('docs/controls.md', () => {
  it.each(CONTROL_CATALOGUE)('has $id as it is', control => {
    const { id, title, severity, responsibility, appliesTo } = control;
    expect(page).toContain(
      `| \`${id}\` | ${title} | ${severity} | ${responsibility} | ${appliesTo} |`,
    );
  });

  it('has no others', () => {
    const ids = [...page.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, id]) => id);
    expect(ids.sort()).toEqual(CONTROL_CATALOGUE.map(({ id }) => id).sort());
  });
});
