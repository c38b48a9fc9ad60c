import { parseKnownExploited, serviceLevelsOf } from './serviceLevels';

describe('service levels', () => {
  it('have defaults', () => {
    expect(serviceLevelsOf()).toEqual({
      critical: 7,
      high: 30,
      medium: 90,
      low: 180,
      knownExploited: 3,
      knownExploitedAdvisories: new Set(),
    });
  });

  it('take advisories from config and from elsewhere', () => {
    const { knownExploitedAdvisories } = serviceLevelsOf(
      { knownExploited: { advisories: ['CVE-2021-44228'] } },
      ['cve-2014-0160'],
    );
    expect([...knownExploitedAdvisories]).toEqual([
      'CVE-2021-44228',
      'CVE-2014-0160',
    ]);
  });

  it.each<[string, object]>([
    ['no days', { critical: 0 }],
    ['half a day', { high: 0.5 }],
    ['a severity there is not', { severe: 3 }],
  ])('refuse %s', (_, config) => {
    expect(() => serviceLevelsOf(config)).toThrow();
  });
});

describe('a list of known exploited vulnerabilities', () => {
  it('is read in the form of CISA', () => {
    const text = JSON.stringify({
      title: 'Catalog',
      count: 2,
      vulnerabilities: [
        { cveID: 'CVE-2021-44228', vendorProject: 'Example' },
        { cveID: 'CVE-2014-0160' },
      ],
    });
    expect(parseKnownExploited(text)).toEqual([
      'CVE-2021-44228',
      'CVE-2014-0160',
    ]);
  });

  it.each(['', '[]', '{"vulnerabilities": [{"id": 1}]}', '<html>'])(
    'is refused in another: %s',
    text => {
      expect(() => parseKnownExploited(text)).toThrow('JSON form of CISA');
    },
  );
});
