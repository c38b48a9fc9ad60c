/** The parts of `terraform show -json` that matter here, parsed at the boundary. */
import { z } from 'zod';
import type { JsonObject, JsonValue } from '../../evaluation';

const json = z.custom<JsonValue>(value => value !== undefined);
const jsonObject = z.custom<JsonObject>(
  value => typeof value === 'object' && value !== null && !Array.isArray(value),
);

const resourceSchema = z.object({
  address: z.string(),
  mode: z.string().optional(),
  type: z.string(),
  name: z.string(),
  values: jsonObject.nullish(),
  sensitive_values: json.optional(),
});

export type PlannedResource = z.infer<typeof resourceSchema>;

const planSchema = z.object({
  format_version: z.string(),
  planned_values: z.object({ root_module: jsonObject.optional() }),
  resource_changes: z.array(z.unknown()).nullish(),
  configuration: z.unknown().optional(),
});

export type TerraformPlan = z.infer<typeof planSchema>;

/**
 * Told apart from Terraform's state, which has no planned values.
 * @see https://developer.hashicorp.com/terraform/internals/json-format#plan-representation
 * @public
 */
export function isTerraformPlan(plan: unknown): boolean {
  return planSchema.safeParse(plan).success;
}

export function parsePlan(plan: unknown): TerraformPlan | undefined {
  return planSchema.safeParse(plan).data;
}

const moduleSchema = z.object({
  resources: z.array(z.unknown()).nullish(),
  child_modules: z.array(z.unknown()).nullish(),
});

/** Resources of all modules, each with its path from the root of the plan. */
export function plannedResources(plan: TerraformPlan): {
  resource: PlannedResource;
  path: (string | number)[];
}[] {
  const found: { resource: PlannedResource; path: (string | number)[] }[] = [];
  const modules: { module: unknown; path: (string | number)[] }[] = [
    {
      module: plan.planned_values.root_module,
      path: ['planned_values', 'root_module'],
    },
  ];
  for (let next = modules.shift(); next; next = modules.shift()) {
    const { module, path } = next;
    const { resources, child_modules: children } =
      moduleSchema.safeParse(module).data ?? {};
    resources?.forEach((candidate, index) => {
      const resource = resourceSchema.safeParse(candidate).data;
      if (resource) {
        found.push({ resource, path: [...path, 'resources', index] });
      }
    });
    children?.forEach((child, index) =>
      modules.push({ module: child, path: [...path, 'child_modules', index] }),
    );
  }
  return found;
}

const changeSchema = z.object({
  address: z.string(),
  change: z.object({
    after_unknown: json.optional(),
    after_sensitive: json.optional(),
  }),
});

export interface Marks {
  unknown: JsonValue;
  sensitive: JsonValue;
}

/** What is sensitive and what is known only after apply, by address. */
export function marksByAddress(plan: TerraformPlan): Map<string, Marks> {
  return new Map(
    (plan.resource_changes ?? []).flatMap(candidate => {
      const parsed = changeSchema.safeParse(candidate).data;
      return parsed
        ? [
            [
              parsed.address,
              {
                unknown: parsed.change.after_unknown ?? false,
                sensitive: parsed.change.after_sensitive ?? false,
              },
            ] as const,
          ]
        : [];
    }),
  );
}

const configurationSchema = z.object({
  resources: z
    .array(
      z.object({
        type: z.string(),
        name: z.string(),
        mode: z.string().optional(),
        expressions: json.optional(),
      }),
    )
    .nullish(),
  module_calls: z.record(z.string(), z.unknown()).nullish(),
});

/** One step down, with its key: `module.shop["a.b"].` */
const MODULE = /module\.([^.[]+)(?:\[(?:"(?:[^"\\]|\\.)*"|\d+)\])?\./g;

/**
 * What the configuration says of a resource's attributes: what is not in it can only be
 * filled in by the server. Unset where the plan doesn't tell.
 */
export function configuredExpressions(
  plan: TerraformPlan,
  { address, type, name }: PlannedResource,
): JsonValue | undefined {
  const root = z
    .object({ root_module: z.unknown() })
    .safeParse(plan.configuration).data?.root_module;
  let module = configurationSchema.safeParse(root).data;
  for (const [, call] of modulePath(address).matchAll(MODULE)) {
    const child = z
      .object({ module: z.unknown() })
      .safeParse(module?.module_calls?.[call]).data?.module;
    module = configurationSchema.safeParse(child).data;
  }
  return module?.resources?.find(
    resource =>
      resource.type === type &&
      resource.name === name &&
      resource.mode !== 'data',
  )?.expressions;
}

function modulePath(address: string): string {
  return (
    /^(?:module\.[^.[]+(?:\[(?:"(?:[^"\\]|\\.)*"|\d+)\])?\.)*/.exec(
      address,
    )?.[0] ?? ''
  );
}
