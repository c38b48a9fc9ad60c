import { z } from 'zod';
import { identifier, objectSchema } from '../object';
import { optional, quantities, words } from '../resource/schema';

/** @internal */
export const resourceQuotaSchema = objectSchema.extend({
  kind: z.literal('ResourceQuota'),
  spec: optional(
    z.object({
      hard: quantities,
      scopes: words(),
      scopeSelector: optional(
        z.object({
          matchExpressions: optional(
            z.array(
              z.object({
                scopeName: identifier(),
                operator: identifier(),
                values: words(),
              }),
            ),
          ),
        }),
      ),
    }),
  ),
  // Without it the quota is merely not counted yet.
  status: optional(z.object({ hard: quantities, used: quantities })).catch(
    undefined,
  ),
});

/** @internal */
export const limitRangeSchema = objectSchema.extend({
  kind: z.literal('LimitRange'),
  spec: z.object({
    limits: optional(
      z.array(
        z.object({
          type: identifier(),
          max: quantities,
          min: quantities,
          default: quantities,
          defaultRequest: quantities,
          maxLimitRequestRatio: quantities,
        }),
      ),
    ),
  }),
});
