import { NotFoundError } from '@backstage/errors';
import type { UpgradeAdvice } from '@shift-down/plugin-shift-down-common/client';
import { upgradeAdvice } from '@shift-down/plugin-shift-down-policy';
import type { ServeContext } from '../../ServeContext';
import { findGoldenImage, loadGoldenContext } from './context';

/**
 * What moving from one release to another changes.
 * @throws NotFoundError if one of them is unknown, or there is nothing to move to.
 */
export async function getUpgradeAdvice(
  context: ServeContext,
  name: string,
  { from, to }: { from: string; to?: string },
): Promise<UpgradeAdvice> {
  const golden = await loadGoldenContext(context);
  findGoldenImage(golden, name);
  const advice = upgradeAdvice(
    { image: name, version: from },
    to === undefined ? undefined : { image: name, version: to },
    golden.index,
    golden.now,
  );
  if (!advice) {
    throw new NotFoundError(
      to === undefined
        ? `There is no release of ${name} newer than ${from} that is supported, or there is no release ${from}. The releases are on the page of the golden image.`
        : `There are no two releases ${from} and ${to} of ${name}. The releases are on the page of the golden image.`,
    );
  }
  return advice;
}
