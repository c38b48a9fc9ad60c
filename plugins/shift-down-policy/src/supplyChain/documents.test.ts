/* Summaries of verifications, bills of materials and VEX documents. */
import type { ImageAttachment } from '@shift-down/plugin-shift-down-common';
import {
  CYCLONEDX_PREDICATE,
  OPENVEX_PREDICATE,
  SPDX_PREDICATE,
  VERIFICATION_SUMMARY_V1,
  cycloneDx,
  openVex,
  signWithKey,
  spdx,
  statementAbout,
  verificationSummary,
} from 'image-kit';
import {
  AMD64,
  ARM64,
  INDEX,
  OTHER,
  REPOSITORY,
  attach,
  attachAttestation,
  attachLegacyAttestation,
  attachUnsigned,
  imageWith,
} from './__testUtils__/images';
import { keySigner, trustSignatures, trustWith } from './__testUtils__/trust';
import { assessSupplyChain } from './assessSupplyChain';

const key = signWithKey();
const stranger = signWithKey();

describe('a summary of a verification', () => {
  const VERIFIER = 'https://verifier.example.org';
  const summary = (
    changes: Partial<Parameters<typeof verificationSummary>[0]> = {},
    by = key,
  ) =>
    attachAttestation(
      VERIFICATION_SUMMARY_V1,
      verificationSummary({
        verifier: VERIFIER,
        resource: `pkg:oci/api@${INDEX}?repository_url=${REPOSITORY}`,
        policy: 'https://policy.example.org',
        result: 'PASSED',
        levels: ['SLSA_BUILD_LEVEL_3'],
        ...changes,
      }),
      by,
    );
  const trust = trustWith({
    verifiers: [
      {
        name: 'verifier',
        repositories: [REPOSITORY],
        signer: keySigner(key.publicKey),
        verifier: VERIFIER,
      },
    ],
  });
  const judge = (attachment: ImageAttachment) =>
    assessSupplyChain(imageWith(attachment), trust).verificationSummary;

  it.each([
    ['a package URL', {}],
    ['a reference', { resource: `${REPOSITORY}@${INDEX}` }],
    ['a URL', { resource: `oci://${REPOSITORY}:1.2` }],
  ])('is verified with %s', async (_, changes) => {
    expect(judge(await summary(changes))).toMatchObject({
      state: 'verified',
      reason: expect.stringContaining('SLSA_BUILD_LEVEL_3'),
    });
  });

  it.each([
    ['verifier-not-trusted', () => summary({ verifier: `${VERIFIER}.evil` })],
    ['verification-failed', () => summary({ result: 'FAILED' })],
    ['other-resource', () => summary({ resource: `${REPOSITORY}-evil` })],
    ['wrong-key', () => summary({}, stranger)],
  ])('is refused: %s', async (code, make) => {
    expect(judge(await make())).toMatchObject({ state: 'unverified', code });
  });
});

describe('a bill of materials', () => {
  const PACKAGES = ['a', 'b'].map(name => ({
    name,
    version: '1',
    packageUrl: `pkg:npm/${name}@1`,
  }));
  const CREATED = '2026-03-01T00:00:00.000Z';
  const trust = trustSignatures(keySigner(key.publicKey));
  const judge = (...attachments: ImageAttachment[]) =>
    assessSupplyChain(imageWith(...attachments), trust).sbom;
  const document = (mediaType: string, content: unknown, subject?: string) =>
    attach(
      { content: Buffer.from(JSON.stringify(content)), mediaType },
      { subject, place: 'cosign-tag' },
    );

  it.each<[string, Promise<ImageAttachment>, object]>([
    [
      'CycloneDX as a signed attestation',
      attachAttestation(CYCLONEDX_PREDICATE, cycloneDx(PACKAGES, CREATED), key),
      { format: 'cyclonedx', signed: true },
    ],
    [
      'SPDX as an attestation of a stranger',
      attachAttestation(SPDX_PREDICATE, spdx(PACKAGES, CREATED), stranger),
      { format: 'spdx', signed: false },
    ],
    [
      'SPDX as text in an attestation, as it used to be',
      attachLegacyAttestation(
        statementAbout(INDEX, SPDX_PREDICATE, {
          Data: JSON.stringify(spdx(PACKAGES, CREATED)),
        }),
        key,
      ),
      { format: 'spdx', signed: true },
    ],
    [
      'CycloneDX under the tag .sbom',
      Promise.resolve(
        document(
          'application/vnd.cyclonedx+json',
          cycloneDx(PACKAGES, CREATED),
        ),
      ),
      { format: 'cyclonedx', signed: false },
    ],
    [
      'SPDX 3',
      Promise.resolve(
        document('application/spdx+json', {
          '@context': 'https://spdx.org/rdf/3.0.1/spdx-context.jsonld',
          '@graph': [
            { type: 'CreationInfo', created: CREATED },
            { type: 'software_Package' },
            { type: 'software_Package' },
          ],
        }),
      ),
      { format: 'spdx', signed: false },
    ],
  ])('is there: %s', async (_, attachment, expected) => {
    expect(judge(await attachment)).toMatchObject({
      state: 'present',
      packages: 2,
      createdAt: CREATED,
      ...expected,
    });
  });

  it('counts components within components', () => {
    const nested = { components: [{ components: [{}, {}] }, {}] };
    expect(
      judge(
        document('application/vnd.cyclonedx+json', {
          bomFormat: 'CycloneDX',
          ...nested,
        }),
      ).packages,
    ).toBe(4);
  });

  it('is there for all platforms or not at all', () => {
    const [amd64, arm64] = [AMD64, ARM64].map(digest =>
      attachUnsigned(statementAbout(digest, SPDX_PREDICATE, spdx(PACKAGES))),
    );
    expect(judge(amd64, arm64)).toMatchObject({
      state: 'present',
      packages: 2,
    });
    expect(judge(amd64)).toMatchObject({
      state: 'absent',
      reason: expect.stringContaining('some platforms'),
    });
  });

  it.each([
    ['of another image', document('text/spdx+json', spdx(PACKAGES), OTHER)],
    ['that is none', document('text/spdx+json', { hello: 1 })],
    [
      'of vulnerabilities only',
      document('application/vnd.cyclonedx+json', {
        bomFormat: 'CycloneDX',
        vulnerabilities: [],
      }),
    ],
  ])('is absent with a document %s', (_, attachment) => {
    expect(judge(attachment).state).toBe('absent');
  });

  it('is unknown while something can’t be read', () => {
    const { content: _, ...unread } = document('text/spdx+json', {});
    expect(judge(unread).state).toBe('unknown');
    expect(
      assessSupplyChain({ ...imageWith(), attachmentsProblem: 'x' }, trust).sbom
        .state,
    ).toBe('unknown');
  });
});

describe('a VEX document', () => {
  const AUTHOR = 'Shop security <security@example.org>';
  const vex = openVex(AUTHOR, []);
  const trust = trustWith({
    vexAuthors: [
      {
        name: 'shop security',
        author: AUTHOR,
        repositories: ['registry.example.org/shop/*'],
        packages: [],
        proof: { type: 'signature', signer: keySigner(key.publicKey) },
      },
    ],
  });
  const find = (attachment: ImageAttachment, by = trust) =>
    assessSupplyChain(imageWith(attachment), by).vex;

  it('is handed out with who signed it', async () => {
    const [{ text, verdict }] = find(
      await attachAttestation(OPENVEX_PREDICATE, vex, key),
    );
    expect(JSON.parse(text)).toEqual(vex);
    expect(verdict).toMatchObject({ state: 'verified', by: 'shop security' });
  });

  it.each<[string, string, Promise<ImageAttachment>]>([
    [
      'a stranger',
      'wrong-key',
      attachAttestation(OPENVEX_PREDICATE, vex, stranger),
    ],
    [
      'a trusted key in another’s name',
      'author-mismatch',
      attachAttestation(OPENVEX_PREDICATE, openVex('Somebody', []), key),
    ],
    [
      'nobody',
      'unsigned',
      Promise.resolve(
        attachUnsigned(statementAbout(INDEX, OPENVEX_PREDICATE, vex)),
      ),
    ],
  ])('of %s is a claim only: %s', async (_, code, attachment) => {
    const [{ verdict }] = find(await attachment);
    expect(verdict).toMatchObject({ state: 'unverified', code });
  });

  it('is a claim only where no author is trusted', async () => {
    const attachment = await attachAttestation(OPENVEX_PREDICATE, vex, key);
    expect(find(attachment, trustWith({}))[0].verdict.state).toBe('unset');
  });

  it('of another image is left out', async () => {
    expect(
      find(await attachAttestation(OPENVEX_PREDICATE, vex, key, OTHER)),
    ).toEqual([]);
  });

  it('in CycloneDX names its authors', async () => {
    const document = {
      bomFormat: 'CycloneDX',
      metadata: { authors: [{ name: AUTHOR }] },
      vulnerabilities: [],
    };
    const [{ verdict }] = find(
      await attachAttestation(CYCLONEDX_PREDICATE, document, key),
    );
    expect(verdict.state).toBe('verified');
  });
});
