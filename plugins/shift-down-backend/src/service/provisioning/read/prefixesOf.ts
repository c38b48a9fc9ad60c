import { parseEntityRef } from '@backstage/catalog-model';
import type { ProvisioningRules } from '@shift-down/plugin-shift-down-policy';

/** What names of a group's namespaces begin with; empty where anything goes. */
export function prefixesOf(
  rules: ProvisioningRules['prefixes'],
  groupRef: string,
): string[] {
  const rule = rules.find(
    ({ group }) =>
      group === undefined ||
      group.toLocaleLowerCase('en-US') === groupRef.toLocaleLowerCase('en-US'),
  );
  const owner = parseEntityRef(groupRef).name.toLocaleLowerCase('en-US');
  return (rule?.prefixes ?? []).map(prefix =>
    // eslint-disable-next-line no-template-curly-in-string -- a placeholder in config
    prefix.replaceAll('${owner}', owner),
  );
}
