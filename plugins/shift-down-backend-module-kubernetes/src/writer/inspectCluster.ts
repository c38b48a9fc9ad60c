/** Which cluster it is, and what it can be told. */
import { ServiceUnavailableError } from '@backstage/errors';
import type {
  ClusterCapabilities,
  ClusterWriterOptions,
} from '@shift-down/plugin-shift-down-node';
import { z } from 'zod';
import { ConnectionError } from '../live/connection/ConnectionError';
import { discover, type ServedGroups } from '../live/discovery/discover';
import { AnswerError } from '../live/listwatch/AnswerError';
import { readClusterUid } from '../live/readClusterUid';
import type { ApiClient } from './ApiClient';
import { EXCEPTION_KINDS } from './kinds';

const TIMEOUT_MILLISECONDS = 15_000;
const CEL_EXCEPTIONS = 'policies.kyverno.io';

/**
 * All but what is known without asking.
 *
 * @throws ServiceUnavailableError.
 * @internal
 */
export async function inspectCluster(
  client: ApiClient,
  options: ClusterWriterOptions,
): Promise<Omit<ClusterCapabilities, 'canProbe' | 'warnings'>> {
  const groups = new Set(EXCEPTION_KINDS.map(({ group }) => group));
  const { uid, served } = await identifyCluster(client, groups, options);
  const exceptionVersions = EXCEPTION_KINDS.flatMap(({ group, resource }) =>
    servedVersions(served, group, resource),
  );
  const newest = exceptionVersions.find(it => it.startsWith(CEL_EXCEPTIONS));
  return {
    uid,
    exceptionVersions,
    hasExpiresAt:
      newest !== undefined && (await knowsExpiresAt(client, newest, options)),
  };
}

/**
 * @param groups - Whose resources matter.
 * @throws ServiceUnavailableError.
 * @internal
 */
export async function identifyCluster(
  { connection }: ApiClient,
  groups: ReadonlySet<string>,
  { signal }: ClusterWriterOptions,
): Promise<{ uid: string; served: ServedGroups }> {
  const asking = { signal, milliseconds: TIMEOUT_MILLISECONDS };
  try {
    return {
      uid: await readClusterUid(connection, asking),
      served: await discover(connection, groups, asking),
    };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof ConnectionError || error instanceof AnswerError) {
      throw new ServiceUnavailableError(error.message);
    }
    if (error instanceof z.ZodError || error instanceof SyntaxError) {
      throw new ServiceUnavailableError(
        'What answers is not a Kubernetes API server; correct the address of the cluster.',
      );
    }
    throw error;
  }
}

/** Newest first, as `group/version`. @internal */
export function servedVersions(
  served: ServedGroups,
  group: string,
  resource: string,
): string[] {
  const found = served.get(group);
  const versions = found && 'versions' in found ? found.versions : [];
  return versions
    .filter(({ resources }) => resources.some(it => it.resource === resource))
    .map(({ version }) => version)
    .sort((one, other) => ageOf(one) - ageOf(other))
    .map(version => `${group}/${version}`);
}

/** `v2` before `v1` before `v1beta1` before `v1alpha1`. */
function ageOf(version: string): number {
  const [, major = '0', stage, minor = '0'] =
    /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version) ?? [];
  const ofStage = { beta: 1e6, alpha: 2e6 }[stage] ?? 0;
  return ofStage - Number(major) * 1e3 - Number(minor);
}

const openApi = z.object({
  components: z.object({
    schemas: z.record(
      z.string(),
      z.object({
        properties: z
          .object({
            spec: z.object({
              properties: z.record(z.string(), z.unknown()).optional(),
            }),
          })
          .optional()
          .catch(undefined),
      }),
    ),
  }),
});

/**
 * From the schema as everybody may read it, for definitions are not the enforcer's to read.
 * A server that doesn't tell has none.
 */
async function knowsExpiresAt(
  client: ApiClient,
  apiVersion: string,
  options: ClusterWriterOptions,
): Promise<boolean> {
  const { status, body } = await client.get(
    `/openapi/v3/apis/${apiVersion}`,
    options,
  );
  const parsed = openApi.safeParse(body);
  if (status !== 200 || !parsed.success) {
    return false;
  }
  return Object.entries(parsed.data.components.schemas).some(
    ([name, { properties }]) =>
      name.endsWith('.PolicyException') &&
      properties?.spec.properties?.expiresAt !== undefined,
  );
}
