/* Whoever may push to a repository may attach anything: nothing of it stops the rest. */
import { bundleToJSON } from '@sigstore/bundle';
import type { ImageAttachment } from '@shift-down/plugin-shift-down-common';
import * as fc from 'fast-check';
import {
  type Sigstore,
  createSigstore,
  signKeyless,
  signStatement,
  signWithKey,
  statementAbout,
} from 'image-kit';
import {
  COSIGN_SIGNATURE,
  INDEX,
  attach,
  attachLegacySignature,
  attachSignature,
  imageWith,
} from './__testUtils__/images';
import {
  IDENTITY,
  keySigner,
  keylessSigner,
  trustWith,
} from './__testUtils__/trust';
import { assessSupplyChain } from './assessSupplyChain';
import type { SignerRule } from './types';

const MEDIA_TYPES = [
  'application/vnd.dev.sigstore.bundle.v0.3+json',
  'application/vnd.dev.cosign.simplesigning.v1+json',
  'application/vnd.dsse.envelope.v1+json',
  'application/vnd.in-toto+json',
  'application/vnd.cyclonedx+json',
  'text/spdx+json',
  'application/openvex+json',
];

const key = signWithKey();
let sigstore: Sigstore;
let good: ImageAttachment[];
beforeAll(async () => {
  sigstore = await createSigstore();
  const by = signKeyless(sigstore, IDENTITY);
  good = [
    await attachSignature(key),
    await attachSignature(by),
    await attachLegacySignature(by),
  ];
});

/** Everything is trusted with everything. */
function trust() {
  const rules = [keySigner(key.publicKey), keylessSigner()].map(
    (signer: SignerRule, index) => ({
      name: `rule ${index}`,
      repositories: ['**'],
      signer,
    }),
  );
  return trustWith(
    {
      signatures: rules,
      provenance: rules.map(rule => ({
        ...rule,
        builders: [],
        sources: [],
        buildTypes: [],
        externalParameters: {},
      })),
      verifiers: rules.map(rule => ({ ...rule, verifier: 'v' })),
      vexAuthors: rules.map(rule => ({
        ...rule,
        author: 'a',
        packages: [],
        proof: { type: 'signature', signer: rule.signer },
      })),
    },
    sigstore.trustedRoot,
  );
}

const states = (attachment: ImageAttachment) => {
  const { signature, provenance, verificationSummary, vex } = assessSupplyChain(
    imageWith(attachment),
    trust(),
  );
  return [
    signature,
    provenance,
    verificationSummary,
    ...vex.map(({ verdict }) => verdict),
  ].map(({ state }) => state);
};

it('any text of any type is judged, and never verified', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...MEDIA_TYPES),
      fc.oneof(fc.string(), fc.json()),
      fc.dictionary(
        fc.constantFrom(
          'dev.cosignproject.cosign/signature',
          'dev.sigstore.cosign/certificate',
          'dev.sigstore.cosign/bundle',
          'predicateType',
        ),
        fc.oneof(fc.string(), fc.json()),
      ),
      (mediaType, text, annotations) => {
        const attachment = attach({
          content: Buffer.from(text),
          mediaType,
          annotations,
        });
        expect(states(attachment)).not.toContain('verified');
      },
    ),
    { numRuns: 500 },
  );
});

it('a good signature with a changed character is verified only if that says nothing', () => {
  fc.assert(
    fc.property(
      fc.nat(2),
      fc.nat(),
      fc.constantFrom('A', '0', '"', '{', ' ', '\\'),
      (index, at, character) => {
        const { content = '', ...rest } = good[index];
        const place = at % content.length;
        const changed = `${content.slice(0, place)}${character}${content.slice(
          place + 1,
        )}`;
        const [signature] = states({ ...rest, content: changed });
        expect(
          signature === 'verified' && signs(changed) !== signs(content),
        ).toBe(false);
      },
    ),
    { numRuns: 500 },
  );
});

/** What the signature covers: the payload of an envelope, or the whole text. */
function signs(text: string): string {
  try {
    const { dsseEnvelope } = JSON.parse(text);
    return dsseEnvelope
      ? Buffer.from(dsseEnvelope.payload, 'base64').toString()
      : text;
  } catch {
    return text;
  }
}

it('depth without end stops nothing', async () => {
  const depth = 200_000;
  const deep = `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
  for (const mediaType of MEDIA_TYPES) {
    const attachment = attach({ content: Buffer.from(deep), mediaType });
    expect(states(attachment)).not.toContain('verified');
  }
  const statement = JSON.stringify(statementAbout(INDEX, COSIGN_SIGNATURE, 0));
  const bundle = bundleToJSON(await signStatement(JSON.parse(statement), key));
  bundle.dsseEnvelope!.payload = Buffer.from(
    statement.replace('"predicate":0', `"predicate":${deep}`),
  ).toString('base64');
  const attachment = attach({
    content: Buffer.from(JSON.stringify(bundle)),
    mediaType: MEDIA_TYPES[0],
  });
  expect(states(attachment)).not.toContain('verified');
});
