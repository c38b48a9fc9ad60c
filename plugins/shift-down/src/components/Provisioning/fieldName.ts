/** Fields of a request for a namespace that have a name for people. */
export const REQUEST_FIELDS = [
  'cluster',
  'name',
  'ownerRef',
  'systemRef',
  'dependencyOf',
  'environment',
  'podSecurity',
  'size',
  'limits',
  'egress',
  'roles',
  'baselineVersion',
] as const;

/** {@inheritDoc REQUEST_FIELDS} */
export type RequestField = (typeof REQUEST_FIELDS)[number];

/** What people call a field; `egress[0].cidr` is part of `egress`. */
export function fieldName(
  field: string,
  t: (key: `provisioning.field.${RequestField}`) => string,
): string {
  const [first] = field.split(/[.[]/);
  const known = REQUEST_FIELDS.find(it => it === first);
  return known ? t(`provisioning.field.${known}`) : field;
}
