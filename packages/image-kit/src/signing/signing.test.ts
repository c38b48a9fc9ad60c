import { bundleFromJSON } from '@sigstore/bundle';
import { TrustedRoot } from '@sigstore/protobuf-specs';
import { Verifier, toSignedEntity, toTrustMaterial } from '@sigstore/verify';
import { createPublicKey } from 'node:crypto';
import { makeImage } from '../images';
import { PROVENANCE_V1, provenanceV1 } from '../statements';
import { attest, signImage } from './bundles';
import { signKeyless, signWithKey } from './signers';
import { createSigstore } from './sigstore';

const BUILD = {
  builder: 'https://builder.example.org',
  buildType: 'https://builder.example.org/container',
  source: 'git+https://git.example.org/team/app',
  revision: '0'.repeat(40),
};
const IDENTITY = {
  subject: 'https://git.example.org/team/app/build@refs/heads/main',
  issuer: 'https://login.example.org',
};

/** The bundle is what the manifest's only layer holds. */
function bundleIn(referrer: Awaited<ReturnType<typeof attest>>) {
  return bundleFromJSON(
    JSON.parse(referrer.blobs[referrer.blobs.length - 1].content.toString()),
  );
}

describe('signatures', () => {
  it('of an identity verify against the trusted root, and against no other', async () => {
    const [sigstore, other] = await Promise.all([
      createSigstore(),
      createSigstore(),
    ]);
    const image = await makeImage({ layers: [] });
    const entity = toSignedEntity(
      bundleIn(
        await attest(
          image.descriptor,
          PROVENANCE_V1,
          provenanceV1(BUILD),
          signKeyless(sigstore, IDENTITY),
        ),
      ),
    );
    const verifierOf = (it: typeof sigstore) =>
      new Verifier(toTrustMaterial(TrustedRoot.fromJSON(it.trustedRoot)), {
        timestampThreshold: 2,
      });
    expect(verifierOf(sigstore).verify(entity).identity).toMatchObject({
      subjectAlternativeName: IDENTITY.subject,
      extensions: { issuer: IDENTITY.issuer },
    });
    expect(() => verifierOf(other).verify(entity)).toThrow();
  });

  it('expire with their certificate', async () => {
    const sigstore = await createSigstore({
      signedAt: new Date(Date.now() + 3_600_000),
    });
    const image = await makeImage({ layers: [] });
    const entity = toSignedEntity(
      bundleIn(
        await signImage(image.descriptor, signKeyless(sigstore, IDENTITY)),
      ),
    );
    const verifier = new Verifier(
      toTrustMaterial(TrustedRoot.fromJSON(sigstore.trustedRoot)),
    );
    expect(() => verifier.verify(entity)).toThrow(
      expect.objectContaining({ code: 'CERTIFICATE_ERROR' }),
    );
  });

  it('of a key verify with it', async () => {
    const by = signWithKey();
    const image = await makeImage({ layers: [] });
    const bundle = bundleIn(await signImage(image.descriptor, by));
    const verifier = new Verifier(
      toTrustMaterial(TrustedRoot.fromJSON({}), () => ({
        publicKey: createPublicKey(by.publicKey),
        validFor: () => true,
      })),
      { tlogThreshold: 0, timestampThreshold: 0, ctlogThreshold: 0 },
    );
    expect(() => verifier.verify(toSignedEntity(bundle))).not.toThrow();
  });
});
