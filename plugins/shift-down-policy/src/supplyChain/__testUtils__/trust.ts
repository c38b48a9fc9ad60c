/** Trust for the tests, with one rule of each sort. */
import type {
  ProvenanceRule,
  SignerRule,
  SupplyChainRules,
  SupplyChainTrust,
} from '../types';
import { REPOSITORY } from './images';

export const IDENTITY = {
  subject:
    'https://git.example.org/shop/api/.build/release.yaml@refs/heads/main',
  issuer: 'https://login.example.org',
};

export const BUILD = {
  builder: 'https://builder.example.org/hardened',
  buildType: 'https://builder.example.org/container/v1',
  source: 'git+https://git.example.org/shop/api@refs/heads/main',
  revision: '0123456789abcdef0123456789abcdef01234567',
};

export const PROVENANCE_RULE: Omit<ProvenanceRule, 'signer'> = {
  name: 'shop builds',
  repositories: [REPOSITORY],
  builders: [
    { id: BUILD.builder, level: 2 },
    { id: BUILD.builder, level: 3 },
    { id: 'https://builder.example.org/laptop', level: 1 },
  ],
  sources: ['https://git.example.org/shop/api'],
  buildTypes: [BUILD.buildType],
  externalParameters: {
    'workflow.ref': { equals: 'refs/heads/main' },
    inputs: { any: true },
  },
};

export function keySigner(publicKey: string): SignerRule {
  return { type: 'key', name: 'platform', publicKey };
}

export function keylessSigner(
  identity: Extract<SignerRule, { type: 'keyless' }>['identity'] = {
    exact: IDENTITY.subject,
  },
): SignerRule {
  return {
    type: 'keyless',
    root: 'example',
    issuer: IDENTITY.issuer,
    identity,
  };
}

export function trustWith(
  rules: Partial<SupplyChainRules>,
  trustedRoot?: unknown,
): SupplyChainTrust {
  return {
    rules: {
      signatures: [],
      provenance: [],
      verifiers: [],
      vexAuthors: [],
      ...rules,
    },
    roots: trustedRoot === undefined ? {} : { example: trustedRoot },
  };
}

export function trustSignatures(
  signer: SignerRule,
  trustedRoot?: unknown,
): SupplyChainTrust {
  return trustWith(
    {
      signatures: [
        { name: 'shop signatures', repositories: [REPOSITORY], signer },
      ],
    },
    trustedRoot,
  );
}

export function trustProvenance(
  signer: SignerRule,
  trustedRoot?: unknown,
  rule: Partial<ProvenanceRule> = {},
): SupplyChainTrust {
  return trustWith(
    { provenance: [{ ...PROVENANCE_RULE, signer, ...rule }] },
    trustedRoot,
  );
}
