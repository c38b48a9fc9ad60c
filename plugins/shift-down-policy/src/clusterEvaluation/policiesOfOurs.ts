/** Policies that we ship and that say nothing of what is there. */
import type { JsonObject, KubernetesObject } from '../evaluation';

/**
 * They hold our own accounts to what these are for (`examples/kubernetes/prober.yaml`,
 * `examples/policies/namespaces/portal-writes`): for everything else they would be
 * unknown, as it is not known who made it.
 */
const ABOUT_OUR_ACCOUNTS = ['shift-down-prober-only-asks', 'portal-writes'];

/**
 * They speak of the moment in which a namespace is made, and of no namespace afterwards
 * (`examples/policies/namespaces/require-baseline`).
 */
const ABOUT_CREATION = ['require-baseline'];

/** A policy or a binding that bears one of the names, and is ours by what it says. */
export function policiesWithout(
  objects: readonly KubernetesObject[],
  about: 'our accounts' | 'our accounts and creation',
): KubernetesObject[] {
  const names =
    about === 'our accounts'
      ? ABOUT_OUR_ACCOUNTS
      : [...ABOUT_OUR_ACCOUNTS, ...ABOUT_CREATION];
  const ours = new Set(
    objects
      .filter(({ kind }) => kind === 'ValidatingAdmissionPolicy')
      .filter(
        object =>
          names.includes(nameOf(object)) &&
          (nameOf(object).startsWith('shift-down-') ||
            JSON.stringify(object.spec ?? null).includes('shift-down.io/')),
      )
      .map(nameOf),
  );
  return objects.filter(object => {
    const { policyName } = { ...(object.spec as JsonObject | undefined) };
    return !(
      ours.has(nameOf(object)) ||
      (typeof policyName === 'string' && ours.has(policyName))
    );
  });
}

function nameOf({ metadata }: KubernetesObject): string {
  const { name } = { ...(metadata as JsonObject | undefined) };
  return typeof name === 'string' ? name : '';
}
