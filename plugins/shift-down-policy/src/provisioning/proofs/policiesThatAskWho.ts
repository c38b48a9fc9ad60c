import type { JsonValue, KubernetesObject } from '../../evaluation';

/** In CEL, in Kyverno's older language, and in its lists of subjects. */
const IDENTITY =
  /request\s*\.\s*userInfo|\bauthorizer\b|"(subjects|clusterRoles)":\[/;

/**
 * Names of policies whose answer may depend on who asks: a dry run by the portal does not
 * tell what they say to others.
 *
 * @param policies - ValidatingAdmissionPolicies and Kyverno's policies, as far as known.
 * @public
 */
export function policiesThatAskWho(
  policies: Iterable<KubernetesObject>,
): string[] {
  const names = new Set<string>();
  for (const policy of policies) {
    if (IDENTITY.test(JSON.stringify(policy.spec ?? null))) {
      names.add(nameOf(policy.metadata));
    }
  }
  names.delete('');
  return [...names];
}

function nameOf(metadata: JsonValue | undefined): string {
  return typeof metadata === 'object' &&
    metadata !== null &&
    !Array.isArray(metadata) &&
    typeof metadata.name === 'string'
    ? metadata.name
    : '';
}
