/*
 * The invariant: nothing counts as verified for an image but what is truly signed for its
 * own digest, or for those of all of its platforms.
 */
import type { ImageAttachment } from '@shift-down/plugin-shift-down-common';
import * as fc from 'fast-check';
import { PROVENANCE_V1, provenanceV1, signWithKey } from 'image-kit';
import {
  AMD64,
  ARM64,
  INDEX,
  OTHER,
  attachAttestation,
  attachLegacySignature,
  attachSignature,
  imageWith,
} from './__testUtils__/images';
import {
  BUILD,
  keySigner,
  trustProvenance,
  trustSignatures,
} from './__testUtils__/trust';
import { assessSupplyChain } from './assessSupplyChain';

const DIGESTS = [INDEX, AMD64, ARM64, OTHER];
const trusted = signWithKey();
const stranger = signWithKey();

interface Made {
  attachment: ImageAttachment;
  digest: string;
  isTrusted: boolean;
}

function makeAll(
  make: (by: typeof trusted, digest: string) => Promise<ImageAttachment>,
): Promise<Made[]> {
  return Promise.all(
    DIGESTS.flatMap(digest =>
      [trusted, stranger].map(async by => ({
        attachment: await make(by, digest),
        digest,
        isTrusted: by === trusted,
      })),
    ),
  );
}

function covers(attached: Made[]): boolean {
  const digests = new Set(
    attached.filter(it => it.isTrusted).map(it => it.digest),
  );
  return digests.has(INDEX) || (digests.has(AMD64) && digests.has(ARM64));
}

describe('only what is signed for our digests verifies', () => {
  it.each([
    ['signature', attachSignature],
    ['signature', attachLegacySignature],
    [
      'provenance',
      (by: typeof trusted, digest: string) =>
        attachAttestation(
          PROVENANCE_V1,
          provenanceV1({ ...BUILD, externalParameters: {} }),
          by,
          digest,
        ),
    ],
  ] as const)('%s', async (what, make) => {
    const all = await makeAll(make);
    const signer = keySigner(trusted.publicKey);
    const trust =
      what === 'signature' ? trustSignatures(signer) : trustProvenance(signer);
    let verified = 0;
    fc.assert(
      fc.property(
        fc.subarray(all),
        // Where the registry says that it belongs proves nothing.
        fc.constantFrom(...DIGESTS),
        (attached, subject) => {
          const image = imageWith(
            ...attached.map(({ attachment }) => ({ ...attachment, subject })),
          );
          const { state } = assessSupplyChain(image, trust)[what];
          expect(state === 'verified').toBe(covers(attached));
          verified += state === 'verified' ? 1 : 0;
        },
      ),
      { numRuns: 200 },
    );
    expect(verified).toBeGreaterThan(0);
  });
});
