/** What config says about our own evaluation. */
import {
  isPodSecurityVersion,
  type PodSecurityVersion,
} from '@shift-down/plugin-shift-down-policy';
import { z } from 'zod';

/** @internal */
export interface EvaluationConfig {
  enabled: boolean;
  /** Unset for each cluster's own. */
  podSecurityVersion?: PodSecurityVersion;
}

/** @internal */
export const evaluationSchema = z
  .strictObject({
    enabled: z.boolean().default(true),
    podSecurity: z
      .strictObject({
        version: z
          .string()
          .refine(isPodSecurityVersion, {
            message: 'write latest, or a version such as v1.36',
          })
          .optional(),
      })
      .prefault({}),
  })
  .prefault({})
  .transform(
    ({ enabled, podSecurity }): EvaluationConfig => ({
      enabled,
      ...(podSecurity.version && {
        podSecurityVersion: podSecurity.version as PodSecurityVersion,
      }),
    }),
  );
