import type { ImageAttachment } from '@shift-down/plugin-shift-down-common';
import {
  PROVENANCE_V02,
  PROVENANCE_V1,
  type Sigstore,
  createSigstore,
  provenanceV02,
  provenanceV1,
  signKeyless,
  signWithKey,
  statementAbout,
} from 'image-kit';
import {
  AMD64,
  ARM64,
  INDEX,
  OTHER,
  attachAttestation,
  attachLegacyAttestation,
  attachUnsigned,
  imageWith,
} from './__testUtils__/images';
import {
  BUILD,
  IDENTITY,
  keySigner,
  keylessSigner,
  trustProvenance,
  trustWith,
} from './__testUtils__/trust';
import { assessSupplyChain } from './assessSupplyChain';
import type { SupplyChainTrust } from './types';

const key = signWithKey();
const SOURCE = 'https://git.example.org/shop/api';
const FORK = 'https://git.example.org/stranger/api';
const trustKey = (
  rule: Parameters<typeof trustProvenance>[2] = {},
): SupplyChainTrust =>
  trustProvenance(keySigner(key.publicKey), undefined, rule);

type BuildOptions = Partial<Parameters<typeof provenanceV1>[0]>;

const v1 = (options: BuildOptions = {}, digest: string = INDEX) =>
  attachAttestation(
    PROVENANCE_V1,
    provenanceV1({ ...BUILD, ...options }),
    key,
    digest,
  );
const v02 = (options: BuildOptions = {}) =>
  attachAttestation(
    PROVENANCE_V02,
    provenanceV02({ ...BUILD, ...options }),
    key,
  );

function judge(
  attachments: ImageAttachment[],
  trust: SupplyChainTrust = trustKey(),
) {
  return assessSupplyChain(imageWith(...attachments), trust).provenance;
}

describe('provenance is verified', () => {
  let sigstore: Sigstore;
  beforeAll(async () => {
    sigstore = await createSigstore();
  });

  it.each([
    ['SLSA v1', () => v1()],
    ['SLSA v0.2', () => v02()],
    [
      'SLSA v0.2 under the tag',
      () =>
        attachLegacyAttestation(
          statementAbout(INDEX, PROVENANCE_V02, provenanceV02(BUILD), {
            version: 'v0.1',
          }),
          key,
        ),
    ],
    [
      'with the invocation as BuildKit spells it',
      () => {
        const predicate = provenanceV1(BUILD) as {
          runDetails: { metadata: object };
        };
        predicate.runDetails.metadata = { invocationID: 'x' };
        return attachAttestation(PROVENANCE_V1, predicate, key);
      },
    ],
  ])('%s, at the highest level of its builder', async (_, make) => {
    expect(judge([await make()])).toMatchObject({
      state: 'verified',
      by: 'shop builds',
      level: 3,
      builder: BUILD.builder,
      buildType: BUILD.buildType,
      source: SOURCE,
      revision: BUILD.revision,
      reason: expect.stringContaining('Build L3 by our trust list'),
    });
  });

  it('by an identity, under the tag and as a bundle', async () => {
    const by = signKeyless(sigstore, IDENTITY);
    const trust = trustProvenance(keylessSigner(), sigstore.trustedRoot);
    const statement = statementAbout(INDEX, PROVENANCE_V1, provenanceV1(BUILD));
    for (const attachment of [
      await attachAttestation(PROVENANCE_V1, provenanceV1(BUILD), by),
      await attachLegacyAttestation(statement, by),
    ]) {
      expect(judge([attachment], trust)).toMatchObject({
        state: 'verified',
        signer: IDENTITY.subject,
      });
    }
  });

  it('with its materials', async () => {
    const material = {
      uri: 'pkg:docker/golden/node@22',
      digest: { sha256: 'ab' },
    };
    expect(judge([await v1({ materials: [material] })]).materials).toEqual([
      { uri: material.uri, digest: 'sha256:ab' },
    ]);
  });

  it('at the level of the better of two', async () => {
    const laptop = { builder: 'https://builder.example.org/laptop' };
    expect(judge([await v1(laptop)]).level).toBe(1);
    expect(judge([await v1(laptop), await v1()]).level).toBe(3);
    expect(judge([await v1(), await v1(laptop)]).level).toBe(3);
  });

  it('for platforms at the level of the worst of them', async () => {
    const laptop = { builder: 'https://builder.example.org/laptop' };
    expect(judge([await v1({}, AMD64), await v1(laptop, ARM64)])).toMatchObject(
      { state: 'verified', level: 1 },
    );
    expect(judge([await v1({}, AMD64)]).code).toBe('some-platforms');
  });

  it('never at a level that it names itself', async () => {
    const predicate = { ...provenanceV1(BUILD), level: 3, buildLevel: 'L3' };
    const trust = trustKey({ builders: [{ id: BUILD.builder, level: 1 }] });
    expect(
      judge([await attachAttestation(PROVENANCE_V1, predicate, key)], trust)
        .level,
    ).toBe(1);
  });
});

describe('external parameters', () => {
  const parameters = (externalParameters: Record<string, unknown>) =>
    v1({
      externalParameters: {
        workflow: { repository: SOURCE },
        ...externalParameters,
      },
    });

  it.each([
    [
      'of the allowed value',
      { workflow: { repository: SOURCE, ref: 'refs/heads/main' } },
    ],
    [
      'within an object of which anything is allowed',
      { inputs: { a: { b: 1 }, c: [2] } },
    ],
    ['none', {}],
  ])('%s', async (_, given) => {
    expect(judge([await parameters(given)]).state).toBe('verified');
  });

  it.each([
    [
      'of another value',
      { workflow: { repository: SOURCE, ref: 'refs/heads/evil' } },
      'workflow.ref',
    ],
    ['that nobody named', { dockerfile: 'Evil' }, 'dockerfile'],
    [
      'beside an allowed one',
      { workflow: { repository: SOURCE, path: 'x' } },
      'workflow.path',
    ],
    [
      'that would be the path of another',
      { 'workflow.ref': 'refs/heads/evil' },
      'workflow.ref',
    ],
  ])('%s are refused', async (_, given, path) => {
    expect(judge([await parameters(given)])).toMatchObject({
      state: 'unverified',
      code: 'external-parameter-not-allowed',
      reason: expect.stringContaining(path),
    });
  });

  it('choose the workflow in SLSA v0.2', async () => {
    const predicate = provenanceV02(BUILD) as {
      invocation: { configSource: Record<string, unknown> };
    };
    predicate.invocation.configSource.entryPoint = 'evil.yaml';
    const attachment = await attachAttestation(PROVENANCE_V02, predicate, key);
    expect(judge([attachment]).code).toBe('external-parameter-not-allowed');
    expect(
      judge(
        [attachment],
        trustKey({
          externalParameters: { entryPoint: { equals: 'evil.yaml' } },
        }),
      ).state,
    ).toBe('verified');
  });
});

describe('provenance is refused, and its twin is not', () => {
  const twin = () => v1();
  it.each<[string, string, () => Promise<ImageAttachment>]>([
    ['for another subject', 'other-subject', () => v1({}, OTHER)],
    [
      'by another builder',
      'builder-not-trusted',
      () => v1({ builder: `${BUILD.builder}/` }),
    ],
    [
      'by a trusted builder on a fork',
      'source-not-canonical',
      () => v1({ source: `git+${FORK}@refs/heads/main` }),
    ],
    [
      'on a fork that a second parameter hides',
      'source-not-canonical',
      () =>
        v1({
          externalParameters: {
            workflow: { repository: FORK },
            'workflow.repository': SOURCE,
          },
        }),
    ],
    [
      'with no source at all',
      'source-not-canonical',
      () => v1({ source: 'pkg:docker/x@1', externalParameters: {} }),
    ],
    [
      'of another build type',
      'build-type-not-expected',
      () => v1({ buildType: 'https://builder.example.org/shell/v1' }),
    ],
    [
      'with an external parameter that nobody allowed',
      'external-parameter-not-allowed',
      () => v1({ externalParameters: { source: SOURCE, script: 'curl | sh' } }),
    ],
    [
      'by another key',
      'wrong-key',
      () =>
        attachAttestation(PROVENANCE_V1, provenanceV1(BUILD), signWithKey()),
    ],
    [
      'of a version that is not read',
      'malformed',
      () =>
        attachAttestation(
          'https://slsa.dev/provenance/v0.1',
          provenanceV1(BUILD),
          key,
        ),
    ],
    [
      'that nobody signed',
      'unsigned',
      async () =>
        attachUnsigned(
          statementAbout(INDEX, PROVENANCE_V1, provenanceV1(BUILD)),
        ),
    ],
  ])('%s: %s', async (_, code, make) => {
    const verdict = judge([await make()]);
    expect(verdict).toMatchObject({ state: 'unverified', code });
    expect(verdict.reason).toMatch(/^[A-Z].+\.$/);
    // What is not proved is not repeated as a fact.
    expect(verdict).not.toHaveProperty('level');
    expect(verdict).not.toHaveProperty('materials');
    expect(judge([await twin()]).state).toBe('verified');
  });

  it('nothing is expected without a rule, and nothing verified', async () => {
    expect(judge([await v1()], trustWith({}))).toMatchObject({
      state: 'unset',
      code: 'no-rule',
      reason: expect.stringContaining('No expectation set'),
    });
  });
});
