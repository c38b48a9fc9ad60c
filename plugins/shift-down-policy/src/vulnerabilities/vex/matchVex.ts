import type { VexImage, VexStatement, VexTarget } from '../types';
import { advisoryId } from './fields';
import { isImage, isImagePackageUrl } from './imageProducts';
import { matchesPackageUrl } from './packageUrls';

/**
 * The images of a target that a statement is about: those that are its product, with a
 * part of it that is the vulnerable package or with none at all; all of them where the
 * package itself is the product. None if it is about something else.
 * @public
 */
export function matchVex(
  statement: VexStatement,
  target: VexTarget,
): VexImage[] {
  const advisory = advisoryId(target.advisory);
  if (
    statement.advisory !== advisory &&
    !statement.aliases.includes(advisory)
  ) {
    return [];
  }
  return target.images.filter(
    image =>
      target.packageUrls.length > 0 &&
      target.packageUrls.every(packageUrl =>
        statement.products.some(product => {
          const { id, subcomponents } = product;
          if (isImage(product, image)) {
            return (
              subcomponents.length === 0 ||
              subcomponents.some(part => matchesPackageUrl(part, packageUrl))
            );
          }
          return (
            subcomponents.length === 0 &&
            !isImagePackageUrl(id) &&
            matchesPackageUrl(id, packageUrl)
          );
        }),
      ),
  );
}
