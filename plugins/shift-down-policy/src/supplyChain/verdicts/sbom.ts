/** Whether the image comes with a bill of materials. */
import type {
  ImageEvidence,
  SbomVerdict,
} from '@shift-down/plugin-shift-down-common';
import type { Claim, Collected } from '../collect/types';
import { matchesRepository } from '../matchesRepository';
import type { SignerRule, SupplyChainTrust } from '../types';
import { verifySigner } from '../verify/verifySigner';
import { type BillOfMaterials, readBillOfMaterials } from './billOfMaterials';

interface Found extends BillOfMaterials {
  signed: boolean;
}

/**
 * One of the image itself, or one of each of its platforms. A bill proves nothing by being
 * signed: `signed` says whether anybody did whom a rule for this repository trusts.
 */
export function judgeSbom(
  image: ImageEvidence,
  collected: Collected,
  trust: SupplyChainTrust,
): SbomVerdict {
  const signers = signersFor(image.repository, trust);
  const found = new Map<string, Found>();
  for (const claim of collected.claims.filter(({ role }) => role === 'sbom')) {
    const bill = readBillOfMaterials(claim.predicateType, claim.predicate);
    if (bill) {
      const signed = isSigned(claim, signers, trust);
      for (const digest of claim.digests) {
        if (!found.get(digest)?.signed) {
          found.set(digest, { ...bill, signed });
        }
      }
    }
  }

  const whole = found.get(image.digest);
  const parts = image.platforms.flatMap(
    platform => found.get(platform.digest) ?? [],
  );
  if (whole) {
    return present(whole);
  }
  if (parts.length > 0 && parts.length === image.platforms.length) {
    const [largest] = [...parts].sort(
      (one, other) => (other.packages ?? 0) - (one.packages ?? 0),
    );
    return present({
      ...largest,
      signed: parts.every(({ signed }) => signed),
    });
  }
  return missing(image, collected, parts.length);
}

function present({ format, createdAt, packages, signed }: Found): SbomVerdict {
  const name = format === 'cyclonedx' ? 'CycloneDX' : 'SPDX';
  const count = packages === undefined ? '' : ` of ${packages} packages`;
  return {
    state: 'present',
    reason: `${name}${count}, ${
      signed ? 'signed' : 'not signed by anybody whom we trust'
    }.`,
    format,
    ...(createdAt !== undefined && { createdAt }),
    ...(packages !== undefined && { packages }),
    signed,
  };
}

function missing(
  { attachmentsProblem }: ImageEvidence,
  { cut, broken }: Collected,
  platforms: number,
): SbomVerdict {
  if (attachmentsProblem !== undefined) {
    return {
      state: 'unknown',
      reason: `Not every place of a bill of materials could be looked at: ${attachmentsProblem.replace(
        /\.$/,
        '',
      )}.`,
    };
  }
  const unread = broken.find(({ roles }) => roles.includes('sbom'));
  if (unread) {
    return {
      state: 'unknown',
      reason: `A document that may be a bill of materials could not be read: ${unread.reason}`,
    };
  }
  if (cut > 0) {
    return {
      state: 'unknown',
      reason: `${cut} more documents are attached than are looked at.`,
    };
  }
  return {
    state: 'absent',
    reason:
      platforms > 0
        ? 'There is a bill of materials for some platforms only.'
        : 'There is no bill of materials at any place where one is kept.',
  };
}

function isSigned(
  { signed }: Claim,
  signers: SignerRule[],
  trust: SupplyChainTrust,
): boolean {
  return (
    signed !== undefined &&
    signers.some(signer => verifySigner(signed, signer, trust).ok)
  );
}

function signersFor(
  repository: string,
  { rules }: SupplyChainTrust,
): SignerRule[] {
  return [...rules.signatures, ...rules.provenance]
    .filter(rule => matchesRepository(rule.repositories, repository))
    .map(({ signer }) => signer);
}
