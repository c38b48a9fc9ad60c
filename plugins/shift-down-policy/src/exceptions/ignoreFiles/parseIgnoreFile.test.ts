import { parseIgnoreFile } from '.';

describe('parseIgnoreFile of .trivyignore', () => {
  it('reads ids, ends and reasons', () => {
    expect(
      parseIgnoreFile(
        'trivy',
        [
          '# General',
          '',
          '# Not reachable',
          '# from outside',
          'CVE-2026-1234',
          'GHSA-abcd-1234-efgh exp:2026-05-01 # until the release',
          '  RHSA-2026:1234  ',
          '',
        ].join('\r\n'),
      ),
    ).toEqual({
      items: [
        {
          advisory: 'CVE-2026-1234',
          statement: 'Not reachable\nfrom outside',
        },
        {
          advisory: 'GHSA-abcd-1234-efgh',
          until: '2026-05-01T00:00:00.000Z',
          statement: 'until the release',
        },
        { advisory: 'RHSA-2026:1234', statement: '' },
      ],
      problems: [],
    });
  });

  it.each([
    ['AVD-DS-0002', 'Line 1: AVD-DS-0002 is not the id of a vulnerability'],
    ['KSV-0014', 'not the id'],
    ['DS002', 'not the id'],
    ['aws-access-key-id', 'not the id'],
    ['CVE-*', 'not the id'],
    ['CVE-2026-1234 exp:soon', 'no date'],
    ['CVE-2026-1234 exp:2026-13-45', 'no date'],
  ])('leaves out %s and says so', (line, problem) => {
    expect(parseIgnoreFile('trivy', line)).toEqual({
      items: [],
      problems: [expect.stringContaining(problem)],
    });
  });

  it('reads no more than anybody looks through, and keeps no secret', () => {
    const token = ['ghp', '_', 'a1B2'.repeat(9)].join('');
    const { items, problems } = parseIgnoreFile(
      'trivy',
      `CVE-2026-1000 # ${token}\n`.repeat(1_001),
    );

    expect(items).toHaveLength(1_000);
    expect(problems).toEqual([expect.stringContaining('1000 of 1001')]);
    expect(JSON.stringify(items)).not.toContain(token);
  });
});

describe('parseIgnoreFile of .trivyignore.yaml', () => {
  it('reads vulnerabilities, one item for each package', () => {
    expect(
      parseIgnoreFile(
        'trivy-yaml',
        `
vulnerabilities:
  - id: CVE-2026-1
    purls: ["pkg:npm/%40scope/a@1.0.0?arch=x", "pkg:deb/debian/b@2"]
    expired_at: 2026-05-01
    statement: Not reachable
  - id: CVE-2026-2
`,
      ),
    ).toEqual({
      items: [
        {
          advisory: 'CVE-2026-1',
          packageUrl: 'pkg:npm/%40scope/a',
          until: '2026-05-01T00:00:00.000Z',
          statement: 'Not reachable',
        },
        {
          advisory: 'CVE-2026-1',
          packageUrl: 'pkg:deb/debian/b',
          until: '2026-05-01T00:00:00.000Z',
          statement: 'Not reachable',
        },
        { advisory: 'CVE-2026-2', statement: '' },
      ],
      problems: [],
    });
  });

  it.each([
    ['vulnerabilities: [{id: CVE-2026-1, paths: [usr/bin/a]}]', 'paths'],
    ['vulnerabilities: [{id: CVE-2026-1, expired_at: soon}]', 'no date'],
    ['vulnerabilities: [{statement: all}]', 'no id'],
    ['misconfigurations: [{id: AVD-DS-0002}]', '1 misconfigurations'],
    ['vulnerabilities: all', 'no ignore file'],
    ['- CVE-2026-1', 'no ignore file'],
    ['a: [', 'no ignore file'],
    [
      `a: &a [${'x,'.repeat(20)}]\nb: &b [${'*a,'.repeat(
        20,
      )}]\nvulnerabilities: [${'*b,'.repeat(20)}]`,
      'no ignore file',
    ],
  ])('leaves out %s and says so', (text, problem) => {
    expect(parseIgnoreFile('trivy-yaml', text)).toEqual({
      items: [],
      problems: [expect.stringContaining(problem)],
    });
  });

  it('reads an empty file', () => {
    expect(parseIgnoreFile('trivy-yaml', '')).toEqual({
      items: [],
      problems: [],
    });
  });
});

describe('parseIgnoreFile of Grype', () => {
  it('reads rules that name a vulnerability', () => {
    expect(
      parseIgnoreFile(
        'grype',
        `
output: json
ignore:
  - vulnerability: CVE-2026-1
    reason: Not reachable
  - vulnerability: GHSA-abcd-1234-efgh
    include-aliases: true
    package: { name: libcurl, version: 1.5.1, type: rpm }
`,
      ),
    ).toEqual({
      items: [
        { advisory: 'CVE-2026-1', statement: 'Not reachable' },
        {
          advisory: 'GHSA-abcd-1234-efgh',
          packageName: 'libcurl',
          statement: '',
        },
      ],
      problems: [],
    });
  });

  it.each([
    ['ignore: [{fix-state: unknown}]', 'names no vulnerability'],
    ['ignore: [{package: {name: a}}]', 'names no vulnerability'],
    ['ignore: [{vulnerability: CVE-2026-1, fix-state: wont-fix}]', 'fix-state'],
    [
      'ignore: [{vulnerability: CVE-2026-1, package: {location: /a}}]',
      'location',
    ],
    [
      'ignore: [{vulnerability: CVE-2026-1, package: {type: npm}}]',
      'package without a name',
    ],
    ['ignore: [{vulnerability: CVE-2026-1, namespace: nvd}]', 'namespace'],
  ])('leaves out %s and says so', (text, problem) => {
    expect(parseIgnoreFile('grype', text)).toEqual({
      items: [],
      problems: [expect.stringContaining(problem)],
    });
  });
});
