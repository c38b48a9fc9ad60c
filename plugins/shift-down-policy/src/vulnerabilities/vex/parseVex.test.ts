import { parseVex } from './parseVex';

const openvex = (
  statements: unknown[],
  document: Record<string, unknown> = {},
) =>
  JSON.stringify({
    '@context': 'https://openvex.dev/ns/v0.2.0',
    '@id': 'https://vex.example/1',
    author: 'Security <security@example.com>',
    timestamp: '2026-05-01T10:00:00+02:00',
    version: 1,
    statements,
    ...document,
  });

const PRODUCT = {
  '@id': 'pkg:oci/web?repository_url=registry.example/shop/web',
};

const statement = (overrides: Record<string, unknown> = {}) => ({
  vulnerability: { name: 'CVE-2026-1111' },
  products: [PRODUCT],
  status: 'not_affected',
  justification: 'vulnerable_code_not_present',
  ...overrides,
});

describe('OpenVEX', () => {
  it('is read', () => {
    expect(
      parseVex(
        openvex([
          statement({
            vulnerability: {
              name: 'CVE-2026-1111',
              aliases: ['ghsa-aaaa-bbbb-cccc'],
            },
            products: [
              {
                ...PRODUCT,
                hashes: { 'sha-256': 'AB12' },
                subcomponents: [{ '@id': 'pkg:deb/debian/openssl@3.0.11' }],
              },
            ],
            impact_statement: 'Never called',
            timestamp: '2026-05-02T00:00:00Z',
          }),
        ]),
      ),
    ).toEqual({
      author: 'Security <security@example.com>',
      statements: [
        {
          advisory: 'CVE-2026-1111',
          aliases: ['GHSA-AAAA-BBBB-CCCC'],
          products: [
            {
              id: 'pkg:oci/web?repository_url=registry.example/shop/web',
              hashes: ['sha256:ab12'],
              subcomponents: ['pkg:deb/debian/openssl@3.0.11'],
            },
          ],
          status: 'not_affected',
          justification: 'vulnerable_code_not_present',
          impact: 'Never called',
          statedAt: '2026-05-02T00:00:00.000Z',
          author: 'Security <security@example.com>',
        },
      ],
      problems: [],
    });
  });

  it('has the time of the document where a statement has none', () => {
    const { statements } = parseVex(openvex([statement()]));
    expect(statements[0].statedAt).toBe('2026-05-01T08:00:00.000Z');
  });

  it.each([
    [
      'an id without a name',
      { '@id': 'https://nvd.example/vuln/CVE-2026-1111' },
    ],
    ['a bare id', { '@id': 'CVE-2026-1111' }],
    ['a mere name', 'cve-2026-1111'],
  ])('may name the vulnerability by %s', (_, vulnerability) => {
    const { statements } = parseVex(openvex([statement({ vulnerability })]));
    expect(statements).toMatchObject([{ advisory: 'CVE-2026-1111' }]);
  });

  it('may leave its version out of the context', () => {
    const text = openvex([statement()], {
      '@context': 'https://openvex.dev/ns',
    });
    expect(parseVex(text).statements).toHaveLength(1);
  });

  it('is about what it is attached to if it names no product', () => {
    const text = openvex([statement({ products: undefined })]);
    expect(parseVex(text, { subject: 'sha256:aa' }).statements).toMatchObject([
      { products: [{ id: 'sha256:aa', subcomponents: [] }] },
    ]);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['an unknown status', { status: 'ignored' }, "can't be read at status"],
    ['no vulnerability', { vulnerability: {} }, 'names no vulnerability'],
    ['no product', { products: [] }, 'names no product'],
    [
      'a product that nothing names',
      { products: [{ identifiers: { cpe23: 'cpe:2.3:a:b' } }] },
      'by nothing that is understood',
    ],
    [
      'a part that nothing names',
      { products: [{ ...PRODUCT, subcomponents: [{}] }] },
      'by nothing that is understood',
    ],
    [
      'parts that are none',
      { products: [{ ...PRODUCT, subcomponents: [7] }] },
      "can't be read",
    ],
  ])(
    'leaves a statement out with %s, and keeps the others',
    (_, broken, why) => {
      const { statements, problems } = parseVex(
        openvex([statement(broken), statement()]),
      );
      expect(statements).toHaveLength(1);
      expect(problems).toEqual([expect.stringContaining(why)]);
      expect(problems[0]).toMatch(/^Statement 1 /);
    },
  );

  it('leaves a statement out of which nobody can tell the time', () => {
    expect(
      parseVex(openvex([statement()], { timestamp: undefined })).problems,
    ).toEqual([expect.stringContaining('has no time')]);
  });
});

const cyclonedx = (
  analysis: Record<string, unknown>,
  document: Record<string, unknown> = {},
  vulnerability: Record<string, unknown> = {},
) =>
  JSON.stringify({
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: 'urn:uuid:6f0d',
    metadata: {
      timestamp: '2026-05-01T00:00:00Z',
      authors: [{ name: 'Security' }],
      component: {
        'bom-ref': 'image',
        purl: 'pkg:oci/web?repository_url=registry.example/shop/web',
      },
    },
    vulnerabilities: [
      {
        id: 'CVE-2026-1111',
        analysis,
        affects: [{ ref: 'pkg:deb/debian/openssl@3.0.11' }],
        ...vulnerability,
      },
    ],
    ...document,
  });

describe('CycloneDX VEX', () => {
  it('is read in the words of OpenVEX', () => {
    expect(
      parseVex(
        cyclonedx(
          {
            state: 'not_affected',
            justification: 'code_not_reachable',
            detail: 'Never called',
            response: ['will_not_fix'],
          },
          {},
          { references: [{ id: 'GHSA-aaaa-bbbb-cccc' }] },
        ),
      ),
    ).toEqual({
      author: 'Security',
      statements: [
        {
          advisory: 'CVE-2026-1111',
          aliases: ['GHSA-AAAA-BBBB-CCCC'],
          products: [
            {
              id: 'pkg:oci/web?repository_url=registry.example/shop/web',
              hashes: [],
              subcomponents: ['pkg:deb/debian/openssl@3.0.11'],
            },
          ],
          status: 'not_affected',
          justification: 'vulnerable_code_not_in_execute_path',
          impact: 'Never called',
          action: 'will not fix',
          statedAt: '2026-05-01T00:00:00.000Z',
          author: 'Security',
        },
      ],
      problems: [],
    });
  });

  it.each([
    ['resolved', 'fixed'],
    ['resolved_with_pedigree', 'fixed'],
    ['exploitable', 'affected'],
    ['in_triage', 'under_investigation'],
    ['false_positive', 'not_affected'],
    ['not_affected', 'not_affected'],
  ])('says %s and means %s', (state, status) => {
    expect(parseVex(cyclonedx({ state })).statements).toMatchObject([
      { status },
    ]);
  });

  it.each([
    [
      'a link to a package of another document',
      'urn:cdx:6f0d/1#pkg%3Anpm%2Fa%401.0.0',
      'pkg:npm/a@1.0.0',
    ],
    ['a component of its own', 'component-1', 'pkg:npm/b@2.0.0'],
  ])('follows %s', (_, ref, purl) => {
    const text = cyclonedx(
      { state: 'resolved' },
      { components: [{ 'bom-ref': 'component-1', purl: 'pkg:npm/b@2.0.0' }] },
      { affects: [{ ref }] },
    );
    expect(parseVex(text).statements[0].products).toMatchObject([
      { subcomponents: [purl] },
    ]);
  });

  it('may be about the whole image, or about a package wherever it is', () => {
    const whole = cyclonedx(
      { state: 'resolved' },
      {},
      { affects: [{ ref: 'image' }] },
    );
    expect(parseVex(whole).statements[0].products).toMatchObject([
      { subcomponents: [] },
    ]);
    const anywhere = cyclonedx(
      { state: 'resolved' },
      { metadata: { timestamp: '2026-05-01T00:00:00Z' } },
    );
    expect(parseVex(anywhere).statements[0].products).toEqual([
      { id: 'pkg:deb/debian/openssl@3.0.11', hashes: [], subcomponents: [] },
    ]);
  });

  it.each<[string, Record<string, unknown>, string]>([
    [
      'ranges of versions',
      { affects: [{ ref: 'image', versions: [{ range: 'vers:deb/<3' }] }] },
      'limited to versions',
    ],
    [
      'something without a package URL',
      { affects: [{ ref: 'somewhere' }] },
      'no package URL',
    ],
    ['nothing', { affects: [] }, 'no package URL'],
  ])('leaves out what affects %s', (_, vulnerability, why) => {
    const { statements, problems } = parseVex(
      cyclonedx({ state: 'resolved' }, {}, vulnerability),
    );
    expect(statements).toEqual([]);
    expect(problems).toEqual([expect.stringContaining(why)]);
  });

  it('passes over vulnerabilities that nobody analysed', () => {
    const text = cyclonedx({}, { vulnerabilities: [{ id: 'CVE-1' }] });
    expect(parseVex(text)).toMatchObject({ statements: [], problems: [] });
  });
});

it.each(['', '[]', 'null', '{}', '{"bomFormat":"SPDX"}', '{"@context":1}'])(
  'takes nothing from %p',
  text => {
    const { statements, problems } = parseVex(text);
    expect(statements).toEqual([]);
    expect(problems).toHaveLength(1);
  },
);
