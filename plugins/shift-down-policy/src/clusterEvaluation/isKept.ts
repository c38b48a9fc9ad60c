import type { StoredObject } from './types';

/**
 * Whether anything of the object is kept: of a root owner that is not collected itself,
 * and of which nothing runs, there is only the name.
 * @internal
 */
export function isKept({ object }: StoredObject): boolean {
  return typeof object.apiVersion === 'string';
}
