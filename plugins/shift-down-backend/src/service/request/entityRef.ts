import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';

/**
 * Parses a ref that a client sent into the form that the catalog and its mirror use.
 * @throws InputError if it is no full entity ref.
 */
export function parseClientEntityRef(ref: string): string {
  try {
    const compound = parseEntityRef(ref);
    if (!/^[^\s:/]+:[^\s:/]+\/[^\s:/]+$/.test(ref)) {
      throw new TypeError('Some part of the ref is missing');
    }
    return stringifyEntityRef(compound);
  } catch (cause) {
    throw new InputError(
      `'${ref}' is not an entity ref. Write it as <kind>:<namespace>/<name>, for example component:default/payments.`,
      cause,
    );
  }
}
