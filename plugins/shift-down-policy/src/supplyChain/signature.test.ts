import type { ImageAttachment } from '@shift-down/plugin-shift-down-common';
import {
  type Sigstore,
  createSigstore,
  signKeyless,
  signWithKey,
} from 'image-kit';
import { generateKeyPairSync } from 'node:crypto';
import {
  AMD64,
  ARM64,
  OTHER,
  REPOSITORY,
  attachLegacySignature,
  attachSignature,
  imageWith,
} from './__testUtils__/images';
import {
  IDENTITY,
  keySigner,
  keylessSigner,
  trustSignatures,
  trustWith,
} from './__testUtils__/trust';
import { MAX_DOCUMENTS } from './collect/collectDocuments';
import { assessSupplyChain } from './assessSupplyChain';
import type { SupplyChainTrust } from './types';

const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const key = signWithKey({ keys: pair });
const otherKey = signWithKey();
const HOUR = 3_600_000;

let sigstore: Sigstore;
let late: Sigstore;
beforeAll(async () => {
  sigstore = await createSigstore();
  late = await createSigstore({ signedAt: new Date(Date.now() + HOUR) });
});

const byIdentity = (subject: string = IDENTITY.subject) =>
  signKeyless(sigstore, { ...IDENTITY, subject });

function judge(attachments: ImageAttachment[], trust: SupplyChainTrust) {
  return assessSupplyChain(imageWith(...attachments), trust).signature;
}

const trustKey = () => trustSignatures(keySigner(key.publicKey));
const trustIdentity = (
  identity?: Parameters<typeof keylessSigner>[0],
  root: unknown = sigstore.trustedRoot,
) => trustSignatures(keylessSigner(identity), root);

/** Changes the signed text, and whatever in it would tell of that. */
function changed(
  attachment: ImageAttachment,
  change: (text: string) => string,
): ImageAttachment {
  const text = change(attachment.content!);
  expect(text).not.toBe(attachment.content);
  return { ...attachment, content: text };
}

/** Moves the envelope to another image, and leaves its signature. */
function redirected(attachment: ImageAttachment): ImageAttachment {
  return changed(attachment, text => {
    const bundle = JSON.parse(text);
    const payload = Buffer.from(bundle.dsseEnvelope.payload, 'base64')
      .toString()
      .replace(OTHER.slice(7), imageWith().digest.slice(7));
    bundle.dsseEnvelope.payload = Buffer.from(payload).toString('base64');
    return JSON.stringify(bundle);
  });
}

describe('a signature is verified', () => {
  it.each([
    ['by a key, as a bundle', () => attachSignature(key), trustKey],
    ['by a key, under the tag', () => attachLegacySignature(key), trustKey],
    [
      'by a key that the log witnessed too',
      () => attachLegacySignature(signWithKey({ keys: pair, sigstore })),
      trustKey,
    ],
    [
      'by an identity, as a bundle',
      () => attachSignature(byIdentity()),
      () => trustIdentity(),
    ],
    [
      'by an identity, under the tag',
      () => attachLegacySignature(byIdentity()),
      () => trustIdentity(),
    ],
    [
      'by an identity that the whole pattern matches',
      () => attachSignature(byIdentity()),
      () =>
        trustIdentity({
          pattern: 'https://git\\.example\\.org/shop/.+@refs/heads/main',
        }),
    ],
    [
      'by an identity with the log alone',
      () => attachSignature(signKeyless(sigstore, IDENTITY, ['log'])),
      () => trustIdentity(),
    ],
  ])('%s', async (_, make, trust) => {
    expect(judge([await make()], trust())).toMatchObject({
      state: 'verified',
      code: '',
      by: 'shop signatures',
    });
  });

  it('with who signed and when', async () => {
    const { signer, signedAt, reason } = judge(
      [await attachSignature(byIdentity())],
      trustIdentity(),
    );
    expect(signer).toBe(IDENTITY.subject);
    expect(Math.abs(Date.parse(signedAt!) - Date.now())).toBeLessThan(HOUR);
    expect(reason).toContain(IDENTITY.subject);
  });

  it('though others are there that nobody trusts', async () => {
    const attachments = [
      await attachSignature(otherKey),
      { ...(await attachSignature(key)), content: '{' },
      await attachSignature(key),
    ];
    expect(judge(attachments, trustKey()).state).toBe('verified');
  });

  it('by one of several rules', async () => {
    const trust = trustWith({
      signatures: [otherKey, key].map(({ publicKey }, index) => ({
        name: `rule ${index}`,
        repositories: ['registry.example.org/**'],
        signer: keySigner(publicKey),
      })),
    });
    expect(judge([await attachSignature(key)], trust).by).toBe('rule 1');
  });

  it('of each platform, where the index itself has none', async () => {
    const [amd64, arm64] = await Promise.all(
      [AMD64, ARM64].map(digest => attachSignature(key, digest)),
    );
    expect(judge([amd64, arm64], trustKey()).state).toBe('verified');
    expect(judge([amd64], trustKey())).toMatchObject({
      state: 'unverified',
      code: 'some-platforms',
      reason: expect.stringContaining('linux/arm64'),
    });
  });
});

interface Refused {
  what: string;
  code: string;
  refused(): Promise<[ImageAttachment, SupplyChainTrust]>;
  /** Differs in nothing but that. */
  twin(): Promise<[ImageAttachment, SupplyChainTrust]>;
}

const refusals: Refused[] = [
  {
    what: 'a payload that was changed, with its key named',
    code: 'tampered',
    refused: async () => [
      redirected(await attachSignature(key, OTHER)),
      trustKey(),
    ],
    twin: async () => [await attachSignature(key), trustKey()],
  },
  {
    what: 'a payload that was changed, by an identity',
    code: 'tampered',
    refused: async () => [
      redirected(await attachSignature(byIdentity(), OTHER)),
      trustIdentity(),
    ],
    twin: async () => [await attachSignature(byIdentity()), trustIdentity()],
  },
  {
    what: 'a payload that was changed, under the tag, which the log tells',
    code: 'tampered',
    refused: async () => [
      changed(
        await attachLegacySignature(
          signWithKey({ keys: pair, sigstore }),
          OTHER,
        ),
        text => text.replace(OTHER, imageWith().digest),
      ),
      trustKey(),
    ],
    twin: async () => [
      await attachLegacySignature(signWithKey({ keys: pair, sigstore })),
      trustKey(),
    ],
  },
  {
    what: 'a payload that was changed, under the tag, with nothing to tell it',
    code: 'wrong-key',
    refused: async () => [
      changed(await attachLegacySignature(key, OTHER), text =>
        text.replace(OTHER, imageWith().digest),
      ),
      trustKey(),
    ],
    twin: async () => [await attachLegacySignature(key), trustKey()],
  },
  {
    what: 'another key',
    code: 'wrong-key',
    refused: async () => [await attachSignature(otherKey), trustKey()],
    twin: async () => [await attachSignature(key), trustKey()],
  },
  {
    what: 'the right signature on another digest',
    code: 'other-digest',
    refused: async () => [await attachSignature(key, OTHER), trustKey()],
    twin: async () => [await attachSignature(key), trustKey()],
  },
  {
    what: 'the right signature on another digest, under the tag',
    code: 'other-digest',
    refused: async () => [
      await attachLegacySignature(byIdentity(), OTHER),
      trustIdentity(),
    ],
    twin: async () => [
      await attachLegacySignature(byIdentity()),
      trustIdentity(),
    ],
  },
  {
    what: 'a certificate that had expired when it signed',
    code: 'certificate-expired',
    refused: async () => [
      await attachSignature(signKeyless(late, IDENTITY)),
      trustIdentity(undefined, late.trustedRoot),
    ],
    twin: async () => [await attachSignature(byIdentity()), trustIdentity()],
  },
  {
    what: 'a certificate of another authority',
    code: 'certificate-untrusted',
    refused: async () => [
      await attachSignature(byIdentity()),
      trustIdentity(undefined, rootWith('certificateAuthorities')),
    ],
    twin: async () => [await attachSignature(byIdentity()), trustIdentity()],
  },
  {
    what: 'an entry of another log',
    code: 'log-untrusted',
    refused: async () => [
      await attachSignature(signKeyless(sigstore, IDENTITY, ['log'])),
      trustIdentity(undefined, rootWith('tlogs')),
    ],
    twin: async () => [
      await attachSignature(signKeyless(sigstore, IDENTITY, ['log'])),
      trustIdentity(),
    ],
  },
  {
    what: 'an identity that only a part of the pattern matches',
    code: 'identity-partial',
    refused: async () => [
      await attachSignature(
        byIdentity(`https://evil.example.org/${IDENTITY.subject}`),
      ),
      trustIdentity({ pattern: 'https://git\\.example\\.org/shop/.+' }),
    ],
    twin: async () => [
      await attachSignature(byIdentity()),
      trustIdentity({ pattern: 'https://git\\.example\\.org/shop/.+' }),
    ],
  },
  {
    what: 'an identity that one of two alternatives would match unanchored',
    code: 'identity-partial',
    refused: async () => [
      await attachSignature(
        byIdentity('https://git.example.org/shop/api-evil'),
      ),
      trustIdentity({ pattern: '^https://git.example.org/shop/api|nobody$' }),
    ],
    twin: async () => [
      await attachSignature(byIdentity('https://git.example.org/shop/api')),
      trustIdentity({ pattern: '^https://git.example.org/shop/api|nobody$' }),
    ],
  },
  {
    what: 'an identity that begins as the exact one',
    code: 'identity-partial',
    refused: async () => [
      await attachSignature(byIdentity(`${IDENTITY.subject}-evil`)),
      trustIdentity(),
    ],
    twin: async () => [await attachSignature(byIdentity()), trustIdentity()],
  },
  {
    what: 'another identity',
    code: 'identity-mismatch',
    refused: async () => [
      await attachSignature(byIdentity('https://git.example.org/someone')),
      trustIdentity(),
    ],
    twin: async () => [await attachSignature(byIdentity()), trustIdentity()],
  },
  {
    what: 'the identity of another issuer',
    code: 'issuer-mismatch',
    refused: async () => [
      await attachSignature(
        signKeyless(sigstore, {
          ...IDENTITY,
          issuer: 'https://login.example.org.evil',
        }),
      ),
      trustIdentity(),
    ],
    twin: async () => [await attachSignature(byIdentity()), trustIdentity()],
  },
  {
    what: 'a certificate with no trusted time',
    code: 'no-timestamp',
    refused: async () => [
      await attachSignature(signKeyless(sigstore, IDENTITY, [])),
      trustIdentity(),
    ],
    twin: async () => [
      await attachSignature(signKeyless(sigstore, IDENTITY, ['log'])),
      trustIdentity(),
    ],
  },
  {
    what: 'a certificate that the log does not know',
    code: 'log-untrusted',
    refused: async () => [
      await attachSignature(signKeyless(sigstore, IDENTITY, ['timestamp'])),
      trustIdentity(),
    ],
    twin: async () => [
      await attachSignature(
        signKeyless(sigstore, IDENTITY, ['log', 'timestamp']),
      ),
      trustIdentity(),
    ],
  },
  {
    what: 'a certificate where a key is asked for',
    code: 'signer-not-trusted',
    refused: async () => [await attachSignature(byIdentity()), trustKey()],
    twin: async () => [await attachSignature(key), trustKey()],
  },
  {
    what: 'a key where a certificate is asked for',
    code: 'signer-not-trusted',
    refused: async () => [await attachSignature(key), trustIdentity()],
    twin: async () => [await attachSignature(byIdentity()), trustIdentity()],
  },
  {
    what: 'text that is no bundle',
    code: 'malformed',
    refused: async () => [
      { ...(await attachSignature(key)), content: '{"mediaType":"x"}' },
      trustKey(),
    ],
    twin: async () => [await attachSignature(key), trustKey()],
  },
  {
    what: 'a signature by Notation',
    code: 'unsupported',
    refused: async () => [
      {
        ...(await attachSignature(key)),
        artifactType: 'application/vnd.cncf.notary.signature',
        mediaType: 'application/jose+json',
      },
      trustKey(),
    ],
    twin: async () => [await attachSignature(key), trustKey()],
  },
];

/** Our trusted root with one part from another Sigstore. */
function rootWith(part: 'certificateAuthorities' | 'tlogs'): unknown {
  const [own, other] = [sigstore, late].map(
    ({ trustedRoot }) => trustedRoot as Record<string, unknown>,
  );
  return { ...own, [part]: other[part] };
}

describe('a signature is refused, and its twin is not', () => {
  it.each(refusals)('$what: $code', async ({ code, refused, twin }) => {
    const [bad, trust] = await refused();
    const verdict = judge([bad], trust);
    expect(verdict).toEqual({
      state: 'unverified',
      code,
      reason: expect.stringMatching(/^[A-Z].+\.$/),
    });
    const [good, trustOfTwin] = await twin();
    expect(judge([good], trustOfTwin).state).toBe('verified');
  });

  it('because of the document that came nearest', async () => {
    const attachments = [
      await attachSignature(otherKey),
      await attachSignature(key, OTHER),
      await attachSignature(byIdentity()),
    ];
    expect(judge(attachments, trustKey()).code).toBe('other-digest');
  });
});

describe('without a signature', () => {
  it('absence needs that every place was looked at', () => {
    const image = imageWith();
    expect(assessSupplyChain(image, trustKey()).signature.state).toBe('absent');
    expect(
      assessSupplyChain(
        { ...image, attachmentsProblem: 'the registry answered 503' },
        trustKey(),
      ).signature,
    ).toMatchObject({
      state: 'unknown',
      code: 'not-all-read',
      reason: expect.stringContaining('503'),
    });
  });

  it('one that could not be read may be a good one', async () => {
    const { content: _, ...unread } = await attachSignature(key);
    expect(
      judge([{ ...unread, problem: 'too large' }], trustKey()),
    ).toMatchObject({ state: 'unknown', code: 'unreadable' });
  });

  it('nothing is expected of a repository that no rule speaks of', async () => {
    const attachments = [await attachSignature(key)];
    expect(judge(attachments, trustWith({}))).toMatchObject({
      state: 'unset',
      code: 'no-rule',
      reason: expect.stringContaining(REPOSITORY),
    });
  });

  it('more documents than are looked at leave it unknown', async () => {
    const stranger = await attachSignature(otherKey);
    const many = Array(MAX_DOCUMENTS).fill(stranger);
    expect(
      judge([...many, await attachSignature(key)], trustKey()),
    ).toMatchObject({ state: 'unknown', code: 'too-many' });
    expect(
      judge([...many.slice(1), await attachSignature(key)], trustKey()).state,
    ).toBe('verified');
  });
});
