/** Upstream's own manifests, where their folder stands beside the checkout. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { workspace } from './__testUtils__/shiftDown';

const cli = workspace();
const FIXTURES = join(__dirname, '../../../../shared/fixtures/pod-security');

const folders = existsSync(FIXTURES)
  ? ['baseline', 'restricted'].flatMap(level =>
      readdirSync(join(FIXTURES, level)).flatMap(version =>
        ['pass', 'fail'].map(outcome => ({ level, version, outcome })),
      ),
    )
  : [];

it('knows where the manifests would be', () => {
  expect(FIXTURES).toMatch(/pod-security$/);
});

for (const { level, version, outcome } of folders) {
  it(`agrees with what must ${outcome} ${level} of ${version}`, async () => {
    const folder = join(FIXTURES, level, version, outcome);
    const { findings, problems } = await cli.check(
      folder,
      '--pod-security',
      `${level}:${version}`,
    );
    expect(problems).toEqual([]);
    for (const name of readdirSync(folder)) {
      const failed = findings
        .filter(
          ({ file, result }) => file.endsWith(`/${name}`) && result === 'fail',
        )
        .map(({ control }) => control.toLowerCase());
      const check = name.replace(/\d+\.yaml$/, '');
      const rejected =
        outcome === 'fail' ? failed.includes(check) : failed.length > 0;
      expect({ name, rejected }).toEqual({
        name,
        rejected: outcome === 'fail',
      });
    }
  });
}
