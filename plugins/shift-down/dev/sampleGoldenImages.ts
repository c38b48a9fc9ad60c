/** Golden images and campaigns, for the development app. */
import type { FakeData } from '../src/__testUtils__/FakeShiftDownApi';
import {
  aCampaign,
  aGoldenImage,
  aGoldenImageUser,
  anAdvice,
} from '../src/__testUtils__/fixtures';

export const sampleGoldenImages: FakeData = {
  goldenImages: [
    aGoldenImage({ title: 'Debian slim (sample)' }),
    aGoldenImage({
      name: 'node',
      title: 'Node.js (sample)',
      retired: true,
      replacement: 'debian-slim',
      problems: ['releases[1].digest: is not a digest'],
      adoption: { current: 0, behind: 0, outOfSupport: 0, retired: 2 },
    }),
  ],
  elsewhere: { notGolden: 3, unknown: 1 },
  users: [
    aGoldenImageUser(),
    aGoldenImageUser({
      ownerRef: 'group:default/team-b',
      release: { image: 'debian-slim', version: '11.9' },
      status: { state: 'out-of-support', since: '2026-03-31' },
    }),
  ],
  advice: anAdvice(),
};

export const sampleCampaigns: FakeData = {
  campaigns: [aCampaign({ title: 'Move all to 12.3 (sample)' })],
  mayManageCampaigns: true,
};
