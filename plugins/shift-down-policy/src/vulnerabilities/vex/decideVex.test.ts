import type { VexAuthorRule } from '../../supplyChain/types';
import type { VexDocument, VexStatement, VexTarget } from '../types';
import { createVexIndex, decideVex } from './decideVex';
import { matchVex } from './matchVex';
import { trustVex, type VexProof } from './trustVex';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const OTHER_DIGEST = `sha256:${'b'.repeat(64)}`;
const REPOSITORY = 'registry.example/shop/web';
const OPENSSL = 'pkg:deb/debian/openssl@3.0.11?arch=amd64&distro=debian-12';

const TARGET: VexTarget = {
  advisory: 'CVE-2026-1111',
  packageUrls: [OPENSSL],
  images: [{ repository: REPOSITORY, digests: [DIGEST], tag: '1.0' }],
};

function statement(overrides: Partial<VexStatement> = {}): VexStatement {
  return {
    advisory: 'CVE-2026-1111',
    aliases: ['GHSA-AAAA-BBBB-CCCC'],
    products: [{ id: DIGEST, hashes: [], subcomponents: [] }],
    status: 'not_affected',
    justification: 'vulnerable_code_not_present',
    statedAt: '2026-05-01T00:00:00.000Z',
    author: 'Security',
    ...overrides,
  };
}

describe('a statement is about', () => {
  const matches = (
    id: string,
    subcomponents: string[] = [],
    hashes = [] as string[],
  ) =>
    matchVex(statement({ products: [{ id, hashes, subcomponents }] }), TARGET)
      .length > 0;

  it.each([
    ['a digest', DIGEST],
    ['a package URL with the digest', `pkg:oci/web@${DIGEST}`],
    ['the same, encoded', `pkg:oci/web@${encodeURIComponent(DIGEST)}`],
    [
      'it with the repository',
      `pkg:oci/web@${DIGEST}?repository_url=${REPOSITORY}`,
    ],
    [
      'it with what is in front of the name',
      `pkg:oci/web@${DIGEST}?repository_url=registry.example/shop`,
    ],
    [
      'it with a platform',
      `pkg:oci/web@${DIGEST}?arch=arm64&repository_url=${REPOSITORY}`,
    ],
    ['the repository alone', `pkg:oci/web?repository_url=${REPOSITORY}`],
    [
      'the repository and the tag',
      `pkg:oci/web?repository_url=${REPOSITORY}&tag=1.0`,
    ],
    ['the name alone', 'pkg:oci/web'],
    ['a reference', `${REPOSITORY}:1.0`],
    ['a reference by digest', `${REPOSITORY}@${DIGEST}`],
  ])('an image by %s', (_, id) => {
    expect(matches(id)).toBe(true);
  });

  it.each([
    ['another digest', OTHER_DIGEST],
    ['another digest of the name', `pkg:oci/web@${OTHER_DIGEST}`],
    [
      'the digest elsewhere',
      `pkg:oci/web@${DIGEST}?repository_url=registry.example/other/web`,
    ],
    ['another name', `pkg:oci/api@${DIGEST}`],
    ['another tag', `pkg:oci/web?repository_url=${REPOSITORY}&tag=2.0`],
    [
      'a platform that nobody knows',
      `pkg:oci/web?repository_url=${REPOSITORY}&arch=arm64`,
    ],
    ['another tag of the reference', `${REPOSITORY}:2.0`],
    ['another repository', 'registry.example/shop/api'],
    ['nothing', ''],
    ['no package URL', 'pkg:'],
  ])('no image by %s', (_, id) => {
    expect(matches(id)).toBe(false);
  });

  it('an image by one of its hashes', () => {
    expect(matches('https://example.com/web', [], [DIGEST])).toBe(true);
    expect(matches('https://example.com/web', [], [OTHER_DIGEST])).toBe(false);
  });

  it.each([
    ['the version', 'pkg:deb/debian/openssl@3.0.11', true],
    ['any version', 'pkg:deb/debian/openssl', true],
    [
      'a qualifier that is there',
      'pkg:deb/debian/openssl?distro=debian-12',
      true,
    ],
    ['another version', 'pkg:deb/debian/openssl@3.0.12', false],
    [
      'a qualifier that differs',
      'pkg:deb/debian/openssl?distro=debian-11',
      false,
    ],
    ['a qualifier that is not there', 'pkg:deb/debian/openssl?epoch=1', false],
    ['another namespace', 'pkg:deb/ubuntu/openssl', false],
    ['another name', 'pkg:deb/debian/openssl1', false],
    ['another type', 'pkg:rpm/debian/openssl', false],
    ['what is no package URL', 'openssl', false],
  ])('a package by %s', (_, purl, expected) => {
    expect(matches(DIGEST, [purl])).toBe(expected);
    expect(matches(purl)).toBe(expected);
  });

  it('no package by a part of another product', () => {
    expect(matches('pkg:npm/shop@1.0.0', ['pkg:deb/debian/openssl'])).toBe(
      false,
    );
    expect(matches('pkg:deb/debian/openssl', ['pkg:deb/debian/libssl'])).toBe(
      false,
    );
  });

  it('every version that the container has, or none', () => {
    const two = {
      ...TARGET,
      packageUrls: [OPENSSL, 'pkg:deb/debian/openssl@1.1.1'],
    };
    const one = statement({
      products: [
        {
          id: DIGEST,
          hashes: [],
          subcomponents: ['pkg:deb/debian/openssl@3.0.11'],
        },
      ],
    });
    expect(matchVex(one, two)).toEqual([]);
    expect(matchVex(statement(), { ...TARGET, packageUrls: [] })).toEqual([]);
  });

  it('an advisory by its alias, and no other', () => {
    const named = (advisory: string) =>
      matchVex(statement(), { ...TARGET, advisory }).length;
    expect(named('ghsa-aaaa-bbbb-cccc')).toBe(1);
    expect(named('CVE-2026-2222')).toBe(0);
  });
});

const SIGNER = { type: 'key', name: 'security', publicKey: 'PEM' } as const;
const RULE: VexAuthorRule = {
  name: 'security-team',
  author: 'Security',
  repositories: ['registry.example/shop/*'],
  packages: [],
  proof: { type: 'signature', signer: SIGNER },
};
const VERIFIED: VexProof = {
  type: 'signature',
  verdicts: new Map([
    [
      'security-team',
      { state: 'verified', reason: '', code: '', by: 'security-team' },
    ],
  ]),
};

function document(
  statements: VexStatement[],
  {
    rules = [RULE],
    proof = VERIFIED,
    ...overrides
  }: Partial<VexDocument> & { rules?: VexAuthorRule[]; proof?: VexProof } = {},
): VexDocument {
  const base = {
    digest: 'sha256:d',
    author: 'Security',
    source: 'attached' as const,
    repository: REPOSITORY,
    ...overrides,
  };
  return { ...base, statements, trust: trustVex(base, rules, proof) };
}

const decide = (...documents: VexDocument[]) =>
  decideVex(createVexIndex(documents), TARGET);

describe('an author is believed', () => {
  it('if a rule names author and repository, and the signature is proved', () => {
    expect(decide(document([statement()]))).toEqual({
      suppression: {
        status: 'not_affected',
        justification: 'vulnerable_code_not_present',
        author: 'Security',
        trusted: true,
        trustedBy: 'security-team',
        reason: 'Rule security-team trusts Security',
        statedAt: '2026-05-01T00:00:00.000Z',
        source: 'attached',
      },
      claims: [],
    });
  });

  it('in a file in Git that was reviewed, if a rule says so', () => {
    const rules: VexAuthorRule[] = [{ ...RULE, proof: { type: 'git' } }];
    expect(
      decide(
        document([statement()], {
          rules,
          source: 'git',
          proof: { type: 'git' },
        }),
      ).suppression,
    ).toBeDefined();
  });

  const unverified: VexProof = {
    type: 'signature',
    verdicts: new Map([
      [
        'security-team',
        { state: 'unverified', reason: 'wrong key', code: 'key' },
      ],
    ]),
  };
  it.each<[string, Parameters<typeof document>[1], string]>([
    [
      'nobody names the author',
      { author: 'Stranger' },
      'Stranger is on no list of authors',
    ],
    [
      'the name is only much like it',
      { author: 'security' },
      'security is on no list of authors',
    ],
    [
      'the document names none',
      { author: '' },
      'An unnamed author is on no list of authors',
    ],
    [
      'it lies elsewhere',
      { repository: 'registry.example/other/web' },
      'Security is not trusted with registry.example/other/web',
    ],
    [
      'it is not signed',
      { proof: { type: 'none', reason: 'it was uploaded' } },
      'It is not proved that Security wrote it: it was uploaded',
    ],
    [
      'its signature is not verified',
      { proof: unverified },
      'It is not proved that Security wrote it: wrong key',
    ],
    [
      'somebody else signed it',
      {
        proof: {
          type: 'signature',
          verdicts: new Map([
            ['other', { state: 'verified', reason: '', code: '' }],
          ]),
        },
      },
      'It is not proved that Security wrote it: somebody else signed it',
    ],
    [
      'it lies in Git and has to be signed',
      { source: 'git', proof: { type: 'git' } },
      'It is not proved that Security wrote it: it has no signature',
    ],
    [
      'it has to lie in Git',
      { rules: [{ ...RULE, proof: { type: 'git' } }] },
      'Security is believed in reviewed files only, and this is none',
    ],
    [
      'its rule is for other packages',
      { rules: [{ ...RULE, packages: ['pkg:npm/*'] }] },
      'Security is not trusted with this image and package',
    ],
  ])('not if %s, and then changes nothing', (_, options, reason) => {
    expect(decide(document([statement()], options))).toMatchObject({
      claims: [{ trusted: false, reason }],
    });
    expect(
      decide(document([statement()], options)).suppression,
    ).toBeUndefined();
  });

  it('only about images that the rule names, wherever the document lies', () => {
    const everywhere = document([
      statement({ products: [{ id: OPENSSL, hashes: [], subcomponents: [] }] }),
    ]);
    const elsewhere: VexTarget = {
      ...TARGET,
      images: [{ repository: 'registry.example/other/web', digests: [] }],
    };
    expect(
      decideVex(createVexIndex([everywhere]), elsewhere).suppression,
    ).toBeUndefined();
    expect(decide(everywhere).suppression).toBeDefined();
  });

  it('about packages that the rule names', () => {
    const rules = [{ ...RULE, packages: ['pkg:deb/debian/*'] }];
    expect(
      decide(document([statement()], { rules })).suppression,
    ).toBeDefined();
  });
});

describe('the latest trusted statement', () => {
  const later = '2026-05-02T00:00:00.000Z';

  it.each([
    ['fixed', { status: 'fixed', justification: undefined }, true],
    [
      'not affected, for its impact',
      { justification: undefined, impact: 'Never called' },
      true,
    ],
    ['not affected, and not why', { justification: undefined }, false],
    ['affected', { status: 'affected' }, false],
    ['under investigation', { status: 'under_investigation' }, false],
  ] as [string, Partial<VexStatement>, boolean][])(
    'suppresses or not by what it says: %s',
    (_, said, suppresses) => {
      const { suppression, claims } = decide(document([statement(said)]));
      expect(suppression !== undefined).toBe(suppresses);
      expect(claims).toHaveLength(suppresses ? 0 : 1);
    },
  );

  it('takes back what was said before', () => {
    const decision = decide(
      document([statement()]),
      document([
        statement({ status: 'affected', action: 'Upgrade', statedAt: later }),
      ]),
    );
    expect(decision).toEqual({
      claims: [expect.objectContaining({ status: 'affected', trusted: true })],
    });
  });

  it('says it is none, whatever was said before', () => {
    expect(
      decide(
        document([statement({ statedAt: later })]),
        document([statement({ status: 'affected' })]),
      ).suppression,
    ).toMatchObject({ statedAt: later });
  });

  it('is the careful one of two at the same moment', () => {
    expect(
      decide(
        document([statement()]),
        document([statement({ status: 'under_investigation' })]),
      ).suppression,
    ).toBeUndefined();
  });

  it('is not taken back by a stranger, whose word is shown', () => {
    expect(
      decide(
        document([statement()]),
        document(
          [
            statement({
              status: 'affected',
              statedAt: later,
              author: 'Stranger',
            }),
          ],
          {
            author: 'Stranger',
          },
        ),
      ),
    ).toMatchObject({
      suppression: { author: 'Security' },
      claims: [{ author: 'Stranger', status: 'affected', trusted: false }],
    });
  });
});
