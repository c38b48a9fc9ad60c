/** Parts that several kinds of resource have. */
import { z } from 'zod';
import { identifier } from '../object';

/** @internal */
export const optional = <T extends z.ZodType>(type: T) => type.nullish();

/** @internal */
export const word = optional(identifier());

/** @internal */
export const words = (maximum = 255) => optional(z.array(identifier(maximum)));

/** @internal */
export const labelSelector = z.object({
  matchLabels: optional(z.record(identifier(512), identifier())),
  matchExpressions: optional(
    z.array(
      z.object({
        key: identifier(512),
        operator: identifier(),
        values: words(),
      }),
    ),
  ),
});

/** Amounts by resource; YAML often has them as numbers. @internal */
export const quantities = optional(
  z.record(identifier(), z.union([identifier(), z.number().transform(String)])),
);
