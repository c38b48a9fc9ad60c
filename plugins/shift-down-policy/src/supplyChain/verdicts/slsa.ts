/**
 * SLSA provenance of both versions in one shape.
 * @see https://slsa.dev/spec/v1.1/provenance
 * @see https://slsa.dev/spec/v0.2/provenance
 */
import { z } from 'zod';
import { SLSA_PROVENANCE_V02, SLSA_PROVENANCE_V1 } from '../collect/roles';
import { revisionOf, normaliseSource } from './source';

export interface BuildProvenance {
  builder: string;
  buildType: string;
  /** Normalised; every place that names the source, so that none can differ unseen. */
  sources: string[];
  revision?: string;
  /** By dotted path, down to what is no object; those of the source are left out. */
  externalParameters: Parameter[];
  materials: { uri: string; digest: string }[];
}

/** A list, as a name with dots in it may be the path of another. */
export interface Parameter {
  path: string;
  value: unknown;
}

const digests = z.record(z.string(), z.string());
const dependency = z.object({
  uri: z.string().default(''),
  digest: digests.default({}),
});
type Dependency = z.infer<typeof dependency>;

const v1Schema = z.object({
  buildDefinition: z.object({
    buildType: z.string().min(1),
    externalParameters: z.record(z.string(), z.unknown()),
    resolvedDependencies: z.array(dependency).default([]),
  }),
  runDetails: z.object({ builder: z.object({ id: z.string().min(1) }) }),
});

const v02Schema = z.object({
  builder: z.object({ id: z.string().min(1) }),
  buildType: z.string().min(1),
  invocation: z
    .object({
      configSource: z
        .object({
          uri: z.string().optional(),
          digest: digests.default({}),
          entryPoint: z.string().optional(),
        })
        .default({ digest: {} }),
      parameters: z.record(z.string(), z.unknown()).nullish(),
    })
    .prefault({}),
  materials: z.array(dependency).nullish(),
});

/** Where build types that are in use keep the source among the external parameters. */
const SOURCE_PARAMETERS = new Set([
  'workflow.repository',
  'source',
  'source.uri',
  'configSource.uri',
  'buildConfigSource.repository',
  'repository',
]);

const MAX_DEPTH = 8;

/** @throws Error if it is no provenance of a version that is read */
export function parseProvenance(
  predicateType: string,
  predicate: unknown,
): BuildProvenance {
  switch (predicateType) {
    case SLSA_PROVENANCE_V1:
      return fromV1(v1Schema.parse(predicate));
    case SLSA_PROVENANCE_V02:
      return fromV02(v02Schema.parse(predicate));
    default:
      throw new Error(`${predicateType} is a version that is not read`);
  }
}

function fromV1({
  buildDefinition: { buildType, externalParameters, resolvedDependencies },
  runDetails: { builder },
}: z.infer<typeof v1Schema>): BuildProvenance {
  const { named, others } = takeSources(flatten(externalParameters));
  return {
    builder: builder.id,
    buildType,
    ...sourceIn(named, resolvedDependencies),
    externalParameters: others,
    materials: materialsOf(resolvedDependencies),
  };
}

function fromV02({
  builder,
  buildType,
  invocation,
  materials,
}: z.infer<typeof v02Schema>): BuildProvenance {
  const { uri, digest, entryPoint } = invocation.configSource;
  const { named, others } = takeSources(flatten(invocation.parameters ?? {}));
  if (uri) {
    named.push(uri);
  }
  if (entryPoint) {
    // Chooses what is built, as a parameter would.
    others.push({ path: 'entryPoint', value: entryPoint });
  }
  const dependencies = materials ?? [];
  return {
    builder: builder.id,
    buildType,
    ...sourceIn(named, [...(uri ? [{ uri, digest }] : []), ...dependencies]),
    externalParameters: others,
    materials: materialsOf(dependencies),
  };
}

/** The source as parameters name it; else the repository among what was fetched. */
function sourceIn(named: string[], dependencies: Dependency[]) {
  const fetched = dependencies.filter(({ uri }) => uri.startsWith('git+'));
  const sources = new Set(
    (named.length > 0 ? named : fetched.map(({ uri }) => uri)).map(
      normaliseSource,
    ),
  );
  const commit = dependencies.find(({ uri }) =>
    sources.has(normaliseSource(uri)),
  );
  const revision = commit && revisionOf(commit.digest);
  return {
    sources: [...sources],
    ...(revision !== undefined && { revision }),
  };
}

function takeSources(parameters: Parameter[]) {
  const named: string[] = [];
  const others: Parameter[] = [];
  for (const parameter of parameters) {
    const { path, value } = parameter;
    if (
      SOURCE_PARAMETERS.has(path) &&
      typeof value === 'string' &&
      value.includes('://')
    ) {
      named.push(value);
    } else {
      others.push(parameter);
    }
  }
  return { named, others };
}

function flatten(
  parameters: Record<string, unknown>,
  parents: string[] = [],
): Parameter[] {
  return Object.entries(parameters).flatMap(([name, value]) => {
    const path = [...parents, name];
    return isObject(value) && path.length < MAX_DEPTH
      ? flatten(value, path)
      : [{ path: path.join('.'), value }];
  });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function materialsOf(dependencies: Dependency[]) {
  return dependencies.flatMap(({ uri, digest }) =>
    Object.hasOwn(digest, 'sha256')
      ? [{ uri, digest: `sha256:${digest.sha256}` }]
      : [],
  );
}
