import { addDays, startOf } from './days';
import type { GoldenImage, GoldenRelease, SupportState } from './types';

/**
 * Whether a release is still maintained: until the end of the day that was declared, else
 * for as many days after its release as its channel says.
 * @public
 */
export function supportStateOf(
  release: GoldenRelease,
  image: GoldenImage,
  now: Date,
): SupportState {
  const until = supportedUntil(release, image);
  if (until === undefined) {
    return { state: 'unknown' };
  }
  const since = addDays(until, 1);
  return startOf(since) <= now.getTime()
    ? { state: 'out-of-support', until, since }
    : { state: 'supported', until };
}

export function supportedUntil(
  release: GoldenRelease,
  { channels }: GoldenImage,
): string | undefined {
  if (release.supportedUntil !== undefined) {
    return release.supportedUntil.slice(0, 10);
  }
  const days = channels.find(
    ({ name }) => name === release.channel,
  )?.supportDays;
  return release.released !== undefined && days !== undefined
    ? addDays(release.released, days)
    : undefined;
}
