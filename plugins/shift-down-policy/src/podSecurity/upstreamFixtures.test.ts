/**
 * Upstream's own manifests, where a copy of them stands beside the checkout: what they call
 * a failure is rejected by the check they name, what they call a pass by none.
 */
import { existsSync, readdirSync, readFileSync } from 'fs';
import { join, resolve } from 'path';
import { parse } from 'yaml';
import { evaluatePodSecurity } from './evaluatePodSecurity';
import type { PodSecurityVersion } from './levels';

const folder =
  process.env.POD_SECURITY_FIXTURES ??
  resolve(__dirname, '../../../../../shared/fixtures/pod-security');

const list = (path: string) => (existsSync(path) ? readdirSync(path) : []);

const manifests = (['baseline', 'restricted'] as const).flatMap(level =>
  list(join(folder, level)).flatMap(version =>
    (['pass', 'fail'] as const).flatMap(expected =>
      list(join(folder, level, version, expected)).map(file => ({
        level,
        version: version as PodSecurityVersion,
        expected,
        file,
        object: parse(
          readFileSync(join(folder, level, version, expected, file), 'utf8'),
        ),
      })),
    ),
  ),
);

describe('upstream’s manifests', () => {
  if (!manifests.length) {
    it('are not there', () => {
      // eslint-disable-next-line no-console -- nobody should think they were tried
      console.warn(
        `Upstream's Pod Security manifests were not tried: no ${folder}`,
      );
      expect(manifests).toEqual([]);
    });
    return;
  }

  it.each(manifests.filter(({ expected }) => expected === 'fail'))(
    '$level $version $file is rejected by the check in its name',
    ({ file, ...options }) => {
      expect(
        evaluatePodSecurity(options)
          .filter(({ result }) => result === 'fail')
          .map(({ rule }) => rule.toLowerCase()),
      ).toContain(file.replace(/\d*\.yaml$/, ''));
    },
  );

  it.each(manifests.filter(({ expected }) => expected === 'pass'))(
    '$level $version $file is rejected by none',
    options => {
      expect(
        evaluatePodSecurity(options).filter(({ result }) => result !== 'pass'),
      ).toEqual([]);
    },
  );
});
