import { ConfigReader } from '@backstage/config';
import { createMockDirectory } from '@backstage/backend-test-utils';
import { readServiceLevels } from './serviceLevels';

describe('service levels in the configuration', () => {
  const directory = createMockDirectory();

  it('have defaults', () => {
    expect(readServiceLevels(undefined)).toMatchObject({
      critical: 7,
      knownExploited: 3,
    });
  });

  it('may name a list of known exploited vulnerabilities', () => {
    directory.setContent({
      'exploited.json': JSON.stringify({
        vulnerabilities: [{ cveID: 'CVE-2021-44228' }],
      }),
    });
    const levels = readServiceLevels(
      new ConfigReader({
        sla: {
          critical: 2,
          knownExploited: { file: directory.resolve('exploited.json') },
        },
      }),
    );
    expect(levels.critical).toBe(2);
    expect([...levels.knownExploitedAdvisories]).toEqual(['CVE-2021-44228']);
  });

  it.each([
    [{ critical: 0 }, 'shiftDown.sla.critical'],
    [{ severe: 1 }, 'shiftDown.sla'],
    [
      { knownExploited: { file: '/there/is/no/such/file' } },
      'shiftDown.sla.knownExploited.file',
    ],
  ])('are refused with the key: %j', (sla, key) => {
    expect(() => readServiceLevels(new ConfigReader({ sla }))).toThrow(key);
  });
});
