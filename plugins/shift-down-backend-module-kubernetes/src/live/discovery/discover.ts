/** What an API server serves. */
import { z } from 'zod';
import { askJson } from '../answer';
import type { ClusterConnection } from '../connection/ClusterConnection';
import { AnswerError } from '../listwatch/AnswerError';

const AGGREGATED = ['v2', 'v2beta1']
  .map(
    version =>
      `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`,
  )
  .concat('application/json')
  .join(',');

/** One resource in one version. @internal */
export interface ServedResource {
  /** Plural; never a subresource. */
  resource: string;
  kind: string;
  verbs: string[];
}

/** A group that is served; `error` where nobody knows which resources it has. @internal */
export type ServedGroup =
  | { versions: { version: string; resources: ServedResource[] }[] }
  | { error: string };

/** @internal */
export type ServedGroups = Map<string, ServedGroup>;

const aggregated = z.object({
  kind: z.literal('APIGroupDiscoveryList'),
  items: z.array(
    z.object({
      metadata: z.object({ name: z.string().default('') }),
      versions: z
        .array(
          z.object({
            version: z.string(),
            freshness: z.string().optional(),
            resources: z
              .array(
                z.object({
                  resource: z.string(),
                  responseKind: z
                    .object({ kind: z.string() })
                    .nullish()
                    .catch(undefined),
                  verbs: z.array(z.string()).default([]),
                }),
              )
              .default([]),
          }),
        )
        .default([]),
    }),
  ),
});

const groupList = z.object({
  groups: z.array(
    z.object({
      name: z.string(),
      versions: z.array(z.object({ version: z.string() })),
    }),
  ),
});

const resourceList = z.object({
  resources: z.array(
    z.object({
      name: z.string(),
      kind: z.string(),
      verbs: z.array(z.string()).default([]),
    }),
  ),
});

/**
 * Asks for all groups at once, or one by one where the server is too old for that.
 *
 * @param wanted - Groups that matter; the resources of others may be left out.
 * @throws AnswerError, ZodError or what the connection throws, if nothing is known.
 * @internal
 */
export async function discover(
  connection: ClusterConnection,
  wanted: ReadonlySet<string>,
  options: { signal: AbortSignal; milliseconds: number },
): Promise<ServedGroups> {
  const answer = await askJson(connection, '/apis', {
    ...options,
    accept: AGGREGATED,
  });
  const whole = aggregated.safeParse(answer);
  if (whole.success) {
    return new Map(
      whole.data.items.map(item => [item.metadata.name, toGroup(item)]),
    );
  }
  const { groups } = groupList.parse(answer);
  const served: ServedGroups = new Map();
  for (const { name, versions } of groups) {
    served.set(
      name,
      wanted.has(name)
        ? await askGroup(connection, name, versions, options)
        : { versions: [] },
    );
  }
  return served;
}

function toGroup({
  versions,
}: z.infer<typeof aggregated>['items'][number]): ServedGroup {
  // Of a server behind this one that doesn't answer.
  if (versions.some(({ freshness }) => freshness === 'Stale')) {
    return { error: 'the server that the API server asks for it is away' };
  }
  return {
    versions: versions.map(({ version, resources }) => ({
      version,
      resources: resources.map(({ resource, responseKind, verbs }) => ({
        resource,
        kind: responseKind?.kind ?? '',
        verbs,
      })),
    })),
  };
}

async function askGroup(
  connection: ClusterConnection,
  group: string,
  versions: { version: string }[],
  options: { signal: AbortSignal; milliseconds: number },
): Promise<ServedGroup> {
  const known = [];
  for (const { version } of versions) {
    try {
      const { resources } = resourceList.parse(
        await askJson(connection, `/apis/${group}/${version}`, options),
      );
      known.push({
        version,
        resources: resources
          .filter(({ name }) => !name.includes('/'))
          .map(({ name, kind, verbs }) => ({ resource: name, kind, verbs })),
      });
    } catch (error) {
      return {
        error: error instanceof AnswerError ? error.message : 'no answer',
      };
    }
  }
  return { versions: known };
}
