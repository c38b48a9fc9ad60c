/** Images in every state, for the development app. */
import type { Image } from '@shift-down/plugin-shift-down-common/client';
import { aGoldenBasedImage, anImage } from '../src/__testUtils__/fixtures';

const REPOSITORY = 'registry.example.com/sample';

export const sampleImages: Image[] = [
  aGoldenBasedImage(),
  aGoldenBasedImage({
    repository: `${REPOSITORY}/current`,
    status: { state: 'current' },
    advice: undefined,
    overdue: 0,
  }),
  aGoldenBasedImage({
    repository: `${REPOSITORY}/out-of-support`,
    status: { state: 'out-of-support', since: '2026-03-31' },
    signature: {
      state: 'unverified',
      reason: 'The identity is not one that the rule names.',
      signer: 'stranger@example.org',
    },
    provenance: { state: 'absent', reason: 'Nothing is attached.' },
  }),
  aGoldenBasedImage({
    repository: `${REPOSITORY}/not-golden`,
    lineage: {
      state: 'not-golden',
      reason: 'It shares no layer with a golden release.',
    },
    status: {
      state: 'not-golden',
      reason: 'It shares no layer with a golden release.',
    },
    layers: aGoldenBasedImage().layers?.map(layer => ({
      ...layer,
      isBase: false,
    })),
    advice: undefined,
  }),
  aGoldenBasedImage({
    repository: `${REPOSITORY}/squashed`,
    lineage: {
      state: 'unknown',
      reason: 'It has one layer only, so it may have been squashed.',
      hint: 'registry.example.com/golden/debian-slim:12.1',
    },
    status: {
      state: 'unknown',
      reason: 'It has one layer only, so it may have been squashed.',
    },
    layers: [{ digest: 'sha256:09', size: 44_000_000, isBase: false }],
    advice: undefined,
  }),
  anImage({
    repository: `${REPOSITORY}/not-configured`,
    digest: undefined,
    inspection: {
      state: 'unknown',
      problem: 'registry-not-configured',
      reason: 'Its registry is not configured.',
    },
    scanned: false,
    scanner: undefined,
    scannedAt: undefined,
    os: undefined,
    osEndOfLife: undefined,
    vulnerabilities: undefined,
  }),
  anImage({
    repository: `${REPOSITORY}/pending`,
    inspection: { state: 'pending' },
    vulnerabilities: {},
  }),
];
