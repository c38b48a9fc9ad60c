/** Whether a package URL in a statement means the one that a scanner saw. */
import { PackageURL } from 'packageurl-js';

/**
 * Type, namespace and name have to be equal; a version too, unless the statement gives
 * none. Each qualifier of the statement has to be there and equal; others do not matter.
 * There are no ranges, and what is no package URL matches nothing.
 */
export function matchesPackageUrl(stated: string, seen: string): boolean {
  const a = parsePackageUrl(stated);
  const b = parsePackageUrl(seen);
  return (
    a !== undefined &&
    b !== undefined &&
    a.type === b.type &&
    (a.namespace ?? '') === (b.namespace ?? '') &&
    a.name === b.name &&
    (!a.version || a.version === b.version) &&
    (!a.subpath || a.subpath === b.subpath) &&
    Object.entries(a.qualifiers ?? {}).every(
      ([key, value]) => b.qualifiers?.[key] === value,
    )
  );
}

/** Nothing if it is none. */
export function parsePackageUrl(text: string): PackageURL | undefined {
  try {
    return PackageURL.fromString(text.trim());
  } catch {
    return undefined;
  }
}
