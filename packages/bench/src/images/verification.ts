/** What it costs to verify what comes with an image, with keys and keyless. */
import { bundleToJSON } from '@sigstore/bundle';
import type {
  ImageAttachment,
  ImageEvidence,
} from '@shift-down/plugin-shift-down-common';
import {
  assessSupplyChain,
  type SignerRule,
  type SupplyChainTrust,
} from '@shift-down/plugin-shift-down-policy';
import {
  COSIGN_SIGNATURE_PREDICATE,
  createSigstore,
  provenanceV1,
  PROVENANCE_V1,
  sha256,
  signKeyless,
  signStatement,
  signWithKey,
  statementAbout,
  type DocumentSigner,
} from 'image-kit';
import { percentiles, sample } from '../measure';

const ROUNDS = 5;
const REPOSITORY = 'registry.example/shop/api';
const BUNDLE = 'application/vnd.dev.sigstore.bundle.v0.3+json';
const BUILDER = 'https://builder.example/workflow@v1';
const SOURCE = 'https://git.example/shop/api';
const ISSUER = 'https://issuer.example';
const IDENTITY = 'https://git.example/shop/api/build@refs/heads/main';

export async function benchVerification(images: number) {
  const sigstore = await createSigstore();
  const key = signWithKey();
  const keyless = signKeyless(sigstore, { subject: IDENTITY, issuer: ISSUER });
  return [
    await rate('key', images, key, {
      type: 'key',
      name: 'bench',
      publicKey: key.publicKey,
    }),
    await rate(
      'keyless, log and timestamp',
      images,
      keyless,
      {
        type: 'keyless',
        root: 'bench',
        issuer: ISSUER,
        identity: { exact: IDENTITY },
      },
      sigstore.trustedRoot,
    ),
  ];
}

async function rate(
  what: string,
  count: number,
  by: DocumentSigner,
  signer: SignerRule,
  root?: unknown,
) {
  const trust = trustIn(signer, root);
  const images = await Promise.all(
    Array.from({ length: count }, (_, index) => makeEvidence(index, by)),
  );
  const unverified = images.filter(image => {
    const { provenance, signature } = assessSupplyChain(image, trust);
    return signature.state !== 'verified' || provenance.state !== 'verified';
  });
  const { p50 } = percentiles(
    await sample(ROUNDS, async () =>
      images.forEach(image => assessSupplyChain(image, trust)),
    ),
  );
  return {
    what: `signature and provenance by ${what}`,
    images: count,
    'not verified': unverified.length,
    'images/s': Math.round((count / p50) * 1000),
    'documents/s': Math.round(((2 * count) / p50) * 1000),
  };
}

function trustIn(signer: SignerRule, root: unknown): SupplyChainTrust {
  const repositories = ['registry.example/**'];
  return {
    rules: {
      signatures: [{ name: 'bench', repositories, signer }],
      provenance: [
        {
          name: 'bench',
          repositories,
          signer,
          builders: [{ id: BUILDER, level: 3 }],
          sources: [SOURCE],
          buildTypes: ['https://builder.example/type/v1'],
          externalParameters: { workflow: { any: true } },
        },
      ],
      verifiers: [],
      vexAuthors: [],
    },
    roots: root === undefined ? {} : { bench: root },
  };
}

async function makeEvidence(
  index: number,
  by: DocumentSigner,
): Promise<ImageEvidence> {
  const digest = sha256(`image ${index}`);
  const statements = [
    statementAbout(digest, COSIGN_SIGNATURE_PREDICATE, {}),
    statementAbout(
      digest,
      PROVENANCE_V1,
      provenanceV1({
        builder: BUILDER,
        buildType: 'https://builder.example/type/v1',
        source: `git+${SOURCE}@refs/heads/main`,
        revision: '0'.repeat(40),
        externalParameters: {
          workflow: { repository: SOURCE, ref: 'refs/heads/main' },
        },
      }),
    ),
  ];
  const attachments = await Promise.all(
    statements.map(async (statement): Promise<ImageAttachment> => {
      const content = JSON.stringify(
        bundleToJSON(await signStatement(statement, by)),
      );
      return {
        subject: digest,
        place: 'referrers',
        digest: sha256(content),
        artifactType: BUNDLE,
        mediaType: BUNDLE,
        annotations: {
          'dev.sigstore.bundle.predicateType': statement.predicateType,
        },
        content,
      };
    }),
  );
  return {
    repository: REPOSITORY,
    digest,
    isIndex: false,
    platforms: [
      {
        digest,
        platform: 'linux/amd64',
        diffIds: [],
        layers: [],
        annotations: {},
      },
    ],
    attachments,
  };
}
