/** Roles and bindings as they are stored, in the shape of the API. */
import type {
  RbacBinding,
  RbacRole,
} from '@shift-down/plugin-shift-down-policy';
import { z } from 'zod';
import type { ObjectRow, ResourceRow } from '../database/tables';

const words = z
  .array(z.string())
  .nullish()
  .transform(it => it ?? []);

const roleSchema = z.object({
  rules: z
    .array(
      z.object({
        apiGroups: words,
        resources: words,
        resourceNames: words,
        verbs: words,
      }),
    )
    .nullish()
    .transform(it => it ?? []),
  aggregationRule: z
    .object({
      clusterRoleSelectors: z
        .array(
          z.object({
            matchLabels: z
              .record(z.string(), z.string())
              .nullish()
              .transform(it => it ?? {}),
            matchExpressions: z
              .array(
                z.object({
                  key: z.string(),
                  operator: z.string(),
                  values: words,
                }),
              )
              .nullish()
              .transform(it => it ?? []),
          }),
        )
        .nullish()
        .transform(it => it ?? []),
    })
    .nullish(),
});

const bindingSchema = z.object({
  roleRef: z.object({ kind: z.string(), name: z.string() }),
  subjects: z
    .array(
      z.object({
        kind: z.string(),
        name: z.string(),
        namespace: z
          .string()
          .nullish()
          .transform(it => it ?? ''),
      }),
    )
    .nullish()
    .transform(it => it ?? []),
});

type Identity = Pick<ObjectRow, 'kind' | 'namespace' | 'name'>;

/** A role that can't be parsed is one that can't be read. @internal */
export function toRole(row: ResourceRow): RbacRole {
  const parsed = roleSchema.safeParse(JSON.parse(row.fields));
  if (!parsed.success) {
    return unreadableRole(row);
  }
  return {
    ...unreadableRole(row),
    labels: JSON.parse(row.labels),
    rules: parsed.data.rules,
    aggregates: parsed.data.aggregationRule?.clusterRoleSelectors ?? [],
    unreadable: false,
  };
}

/** @internal */
export function toBinding(row: ResourceRow): RbacBinding {
  const parsed = bindingSchema.safeParse(JSON.parse(row.fields));
  if (!parsed.success) {
    return unreadableBinding(row);
  }
  return {
    ...unreadableBinding(row),
    role: parsed.data.roleRef,
    subjects: parsed.data.subjects,
    unreadable: false,
  };
}

/** @internal */
export function unreadableRole({ kind, namespace, name }: Identity): RbacRole {
  return {
    kind: kind === 'ClusterRole' ? 'ClusterRole' : 'Role',
    namespace,
    name,
    labels: {},
    rules: [],
    aggregates: [],
    unreadable: true,
  };
}

/** @internal */
export function unreadableBinding({
  kind,
  namespace,
  name,
}: Identity): RbacBinding {
  return {
    kind: kind === 'ClusterRoleBinding' ? 'ClusterRoleBinding' : 'RoleBinding',
    namespace,
    name,
    role: { kind: '', name: '' },
    subjects: [],
    unreadable: true,
  };
}
