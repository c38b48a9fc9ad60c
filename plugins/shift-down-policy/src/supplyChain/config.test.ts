import { createSigstore, signWithKey } from 'image-kit';
import {
  NO_TRUST,
  parseSupplyChainTrust,
  supplyChainRulesSchema,
} from './config';
import { matchesRepository } from './matchesRepository';
import { mergeTrust } from './mergeTrust';

const { publicKey } = signWithKey();
const keys = { platform: publicKey };
const repositories = ['registry.example.org/**'];
const signature = {
  name: 'platform',
  repositories,
  signer: { key: 'platform' },
};

describe('parseSupplyChainTrust', () => {
  it('trusts nobody without config', () => {
    expect(parseSupplyChainTrust(undefined)).toBe(NO_TRUST);
    expect(parseSupplyChainTrust({})).toEqual(NO_TRUST);
  });

  it('reads roots as text and as objects, and every sort of rule', async () => {
    const { trustedRoot } = await createSigstore();
    const keyless = {
      root: 'example',
      issuer: 'https://login.example.org',
      identityPattern: 'https://git\\.example\\.org/.+',
    };
    const { rules, roots } = parseSupplyChainTrust({
      trustedRoots: {
        example: JSON.stringify(trustedRoot),
        other: trustedRoot,
      },
      keys,
      signatures: [signature, { ...signature, signer: keyless }],
      provenance: [
        {
          ...signature,
          builders: [{ id: 'https://builder.example.org', level: 3 }],
          sources: ['https://git.example.org/shop/api'],
          buildTypes: ['https://builder.example.org/v1'],
          externalParameters: {
            any: true,
            text: 'x',
            false: false,
            true: { equals: true },
          },
        },
      ],
      verifiers: [{ ...signature, verifier: 'https://verifier.example.org' }],
      vexAuthors: [
        { name: 'a', author: 'A', repositories, proof: 'git' },
        {
          name: 'b',
          author: 'B',
          repositories,
          packages: ['pkg:npm/*'],
          proof: { signer: { key: 'platform' } },
        },
      ],
    });
    expect(roots).toEqual({ example: trustedRoot, other: trustedRoot });
    expect(rules.signatures.map(({ signer }) => signer)).toEqual([
      { type: 'key', name: 'platform', publicKey },
      {
        type: 'keyless',
        root: 'example',
        issuer: keyless.issuer,
        identity: { pattern: keyless.identityPattern },
      },
    ]);
    expect(rules.provenance[0].externalParameters).toEqual({
      any: { any: true },
      text: { equals: 'x' },
      false: { equals: false },
      true: { equals: true },
    });
    expect(rules.vexAuthors.map(({ proof }) => proof.type)).toEqual([
      'git',
      'signature',
    ]);
  });

  it.each<[string, unknown, RegExp]>([
    [
      'a key that nobody gave',
      { signatures: [signature] },
      /signatures\.0\.signer\.key: names 'platform', which keys doesn’t have/,
    ],
    [
      'a root that nobody gave',
      {
        signatures: [
          { ...signature, signer: { root: 'x', issuer: 'i', identity: 'a' } },
        ],
      },
      /names the root 'x', which trustedRoots doesn’t have/,
    ],
    [
      'no key',
      { keys: { platform: 'x' } },
      /keys\.platform: is not a public key/,
    ],
    [
      'an identity and a pattern',
      {
        signatures: [
          {
            ...signature,
            signer: {
              root: 'x',
              issuer: 'i',
              identity: 'a',
              identityPattern: 'b',
            },
          },
        ],
      },
      /needs either identity or identityPattern|must be \{ key \}/,
    ],
    [
      'a pattern that RE2 does not know',
      {
        signatures: [
          {
            ...signature,
            signer: { root: 'x', issuer: 'i', identityPattern: '(?=a)' },
          },
        ],
      },
      /RE2|must be \{ key \}/,
    ],
    [
      'no root',
      { trustedRoots: { x: '{}' } },
      /trustedRoots\.x: is not a Sigstore TrustedRoot/,
    ],
    [
      'a rule for no repository',
      { keys, signatures: [{ ...signature, repositories: [] }] },
      /signatures\.0\.repositories/,
    ],
    ['a word that means nothing', { signature: [] }, /signature/],
  ])('says what is wrong with %s', (_, value, message) => {
    expect(() => parseSupplyChainTrust(value)).toThrow(message);
  });

  it('takes no private key for a public one', () => {
    const pem = '-----BEGIN PRIVATE KEY-----\nMA==\n-----END PRIVATE KEY-----';
    expect(() => parseSupplyChainTrust({ keys: { platform: pem } })).toThrow(
      'is not a public key in PEM',
    );
  });
});

describe('mergeTrust', () => {
  it('lets the trust of a golden image reach its own repository only', () => {
    const trust = supplyChainRulesSchema.parse({
      keys,
      signatures: [
        { ...signature, repositories: ['**'] },
        { ...signature, repositories: ['registry.example.org/other'] },
      ],
    });
    const { rules } = mergeTrust(NO_TRUST, [
      { repository: 'registry.example.org/golden/node', trust },
      { repository: 'registry.example.org/golden/java' },
    ]);
    expect(rules.signatures.map(rule => rule.repositories)).toEqual([
      ['registry.example.org/golden/node'],
    ]);
  });
});

describe('matchesRepository', () => {
  it.each([
    ['a.example/b', 'a.example/b', true],
    ['a.example/*', 'a.example/b', true],
    ['a.example/*', 'a.example/b/c', false],
    ['a.example/**', 'a.example/b/c', true],
    ['a.example/*/c', 'a.example/b/c', true],
    ['a.example/b', 'a.example/bc', false],
    ['a.example/**', 'axexample/b', false],
    ['**/b', 'evil.example/a.example/b', true],
    ['a.example/**', 'evil.example/a.example/b', false],
  ])('%s, %s: %s', (pattern, repository, expected) => {
    expect(matchesRepository([pattern], repository)).toBe(expected);
  });
});
