/** Settings of the platform for the pipeline: `shift-down.yaml`. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { InputError } from '@backstage/errors';
import { parse } from 'yaml';
import { z } from 'zod';

const FILE_NAME = 'shift-down.yaml';

export const goldenImagesSchema = z.array(
  z.strictObject({
    repository: z.string().min(1),
    runsAsNonRoot: z.boolean().optional(),
  }),
);

const configSchema = z.strictObject({
  /** Whether a team may accept findings by itself. */
  accept: z.enum(['allowed', 'forbidden']).default('allowed'),
  podSecurity: z.string().optional(),
  /** Folders relative to this file, or addresses of portals. */
  policies: z.array(z.string()).optional(),
  namespaceBaseline: z.boolean().optional(),
  /** What enforces network policies in the cluster, such as `cilium`. */
  networkPolicyProvider: z.string().optional(),
  /** Who may do dangerous things, as `group:<name>`. */
  trusted: z.array(z.string()).optional(),
  goldenImages: goldenImagesSchema.optional(),
  kubernetesVersion: z.string().optional(),
  cluster: z.string().optional(),
  portal: z.string().optional(),
  strict: z.boolean().optional(),
  failOnUnknown: z.boolean().optional(),
});

export type Config = z.infer<typeof configSchema>;
export type GoldenImages = z.infer<typeof goldenImagesSchema>;

export interface LoadedConfig extends Config {
  /** Which file forbids to accept, if one does. */
  acceptForbiddenBy?: string;
}

/**
 * Reads the settings that are named, or else those found in this folder or one above it, up
 * to the root of the repository. What the found ones forbid stays forbidden when others are
 * named.
 * @throws InputError for a file that is none.
 */
export function readConfig(named: string | undefined): LoadedConfig {
  const found = findConfig(process.cwd());
  const files = [...new Set([named, found].filter(it => it !== undefined))];
  const configs = files.map(file => ({ file, config: readFile(file) }));
  const [first] = configs;
  return {
    ...(first?.config ?? configSchema.parse({})),
    acceptForbiddenBy: configs.find(
      ({ config }) => config.accept === 'forbidden',
    )?.file,
  };
}

function findConfig(from: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const file = join(folder, FILE_NAME);
    if (existsSync(file)) {
      return file;
    }
    if (existsSync(join(folder, '.git')) || dirname(folder) === folder) {
      return undefined;
    }
  }
}

function readFile(file: string): Config {
  const config = parsed(file, configSchema);
  const folder = dirname(resolve(file));
  return {
    ...config,
    policies: config.policies?.map(it =>
      it.includes('://') ? it : resolve(folder, it),
    ),
  };
}

/** @throws InputError */
export function parsed<T>(file: string, schema: z.ZodType<T>): T {
  let content: unknown;
  try {
    content = parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new InputError(`Can’t read '${file}': ${(error as Error).message}`);
  }
  const result = schema.safeParse(content ?? {});
  if (!result.success) {
    const [{ path, message }] = result.error.issues;
    throw new InputError(
      `'${file}' is not as it should be: ${
        path.length > 0 ? `${path.join('.')}: ` : ''
      }${message}`,
    );
  }
  return result.data;
}
