/** The plugin's configuration, parsed once at start-up and trusted from there on. */
import { readDurationFromConfig, type Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds, type HumanDuration } from '@backstage/types';
import {
  LABEL_NAMESPACE_OWNER,
  RESPONSIBILITIES,
  SEVERITIES,
  COLLECTED_KINDS,
  type Severity,
} from '@shift-down/plugin-shift-down-common';
import {
  DEFAULT_MAX_AGES,
  type ControlOverride,
  type MaxAges,
  type ServiceLevels,
} from '@shift-down/plugin-shift-down-policy';
import { z } from 'zod';
import { readServiceLevels } from './assessment/serviceLevels';
import type { CorrelationOptions } from './correlation/types';
import { campaignsSchema, type CampaignsConfig } from './campaigns/config';
import {
  readExceptionsConfig,
  type ExceptionsConfig,
} from './exceptions/config';
import { evaluationSchema, type EvaluationConfig } from './evaluation/config';
import { groupRef } from './correlation/namespaceOwner';
import { readImagesConfig, type ImagesConfig } from './images/config';
import {
  readProvisioningConfig,
  type ProvisioningConfig,
} from './provisioning/config';
import {
  uploadConfigOf,
  uploadLimitsSchema,
  uploadsSchema,
  type UploadConfig,
} from './uploads/config';

const DEFAULT_MIRROR_KINDS = [
  'Component',
  'Resource',
  'API',
  'System',
  'Domain',
  'Group',
];

const ruleSchema = z.strictObject({
  cluster: z.string().min(1).optional(),
  namespace: z.string().min(1),
  owner: z.string().transform((owner, context) => {
    const ref = readGroupRef(owner);
    if (ref === undefined) {
      context.addIssue({
        code: 'custom',
        message: `'${owner}' is not the ref of a group, such as group:default/team-a`,
      });
      return z.NEVER;
    }
    return ref;
  }),
});

/** A service that reads the policies of some clusters, and nothing else. */
const pipelineSchema = z.strictObject({
  subject: z.string().min(1),
  clusters: z.array(z.string().min(1)).nonempty(),
  namespaces: z.array(z.string().min(1)).default([]),
});

/** @internal */
export type PipelineConfig = z.infer<typeof pipelineSchema>;

const ratings = SEVERITIES.filter(
  (severity): severity is Exclude<Severity, 'unknown'> =>
    severity !== 'unknown',
);

const schema = z.object({
  correlation: z
    .object({
      trust: z
        .enum(['namespace-owner', 'annotations'])
        .default('namespace-owner'),
      ownerLabel: z.string().min(1).default(LABEL_NAMESPACE_OWNER),
      namespaceOwners: z.array(ruleSchema).default([]),
      mirror: z
        .object({
          kinds: z
            .array(z.string().min(1))
            .nonempty()
            .default(DEFAULT_MIRROR_KINDS as [string, ...string[]]),
        })
        .prefault({}),
    })
    .prefault({}),
  controls: z
    .object({
      overrides: z
        .record(
          z.string(),
          z.strictObject({
            enabled: z.boolean().optional(),
            severity: z.enum(ratings).optional(),
            responsibility: z.enum(RESPONSIBILITIES).optional(),
          }),
        )
        .default({}),
    })
    .prefault({}),
  assessment: z
    .object({ concurrency: z.number().int().min(1).max(64).default(4) })
    .prefault({}),
  evaluation: evaluationSchema,
  campaigns: campaignsSchema,
  pipelines: z.array(pipelineSchema).default([]),
  uploads: uploadsSchema,
  uploadLimits: uploadLimitsSchema,
});

/** @internal */
export interface ShiftDownConfig {
  correlation: CorrelationOptions;
  mirror: { kinds: string[]; frequency: HumanDuration };
  controlOverrides: Record<string, ControlOverride>;
  maxAge: MaxAges;
  serviceLevels: ServiceLevels;
  collection: { staleAfterSeconds: number };
  assessment: { concurrency: number };
  evaluation: EvaluationConfig;
  campaigns: CampaignsConfig;
  exceptions: ExceptionsConfig;
  pipelines: PipelineConfig[];
  provisioning: ProvisioningConfig;
  uploads: UploadConfig;
  images: ImagesConfig;
}

/**
 * Reads the `shiftDown` section; what configures single clusters is read by the
 * modules that collect them.
 *
 * @throws InputError that names the key and what it should be.
 * @internal
 */
export function readShiftDownConfig(config: Config): ShiftDownConfig {
  const section = config.getOptionalConfig('shiftDown');
  const parsed = schema.safeParse(section?.get() ?? {});
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new InputError(
      `shiftDown.${issue.path.join('.')} in the configuration: ${
        issue.message
      }`,
    );
  }
  const { assessment, controls, correlation, evaluation, pipelines } =
    parsed.data;
  const { mirror, ...correlationOptions } = correlation;
  return {
    correlation: correlationOptions,
    mirror: {
      kinds: mirror.kinds,
      frequency: section?.has('correlation.mirror.frequency')
        ? readDurationFromConfig(section, {
            key: 'correlation.mirror.frequency',
          })
        : { seconds: 30 },
    },
    controlOverrides: controls.overrides,
    maxAge: readMaxAges(section),
    serviceLevels: readServiceLevels(section),
    collection: {
      staleAfterSeconds: section?.has('collection.staleAfter')
        ? durationToMilliseconds(
            readDurationFromConfig(section, { key: 'collection.staleAfter' }),
          ) / 1000
        : 300,
    },
    assessment,
    evaluation,
    campaigns: parsed.data.campaigns,
    exceptions: readExceptionsConfig(section),
    pipelines,
    provisioning: readProvisioningConfig(section),
    uploads: uploadConfigOf(
      parsed.data.uploads,
      parsed.data.uploadLimits,
      section,
    ),
    images: readImagesConfig(section),
  };
}

function readGroupRef(owner: string): string | undefined {
  try {
    const ref = groupRef(owner);
    return ref.startsWith('group:') ? ref : undefined;
  } catch {
    return undefined;
  }
}

function readMaxAges(section: Config | undefined): MaxAges {
  const ages = section?.getOptionalConfig('maxAge');
  const maxAges: MaxAges = { ...DEFAULT_MAX_AGES };
  for (const key of ages?.keys() ?? []) {
    const kind = COLLECTED_KINDS.find(it => it === key);
    if (!ages || !kind) {
      throw new InputError(
        `shiftDown.maxAge.${key} in the configuration is no kind of source; ` +
          `it must be one of ${COLLECTED_KINDS.join(', ')}`,
      );
    }
    maxAges[kind] = durationToMilliseconds(
      readDurationFromConfig(ages, { key }),
    );
  }
  return maxAges;
}
