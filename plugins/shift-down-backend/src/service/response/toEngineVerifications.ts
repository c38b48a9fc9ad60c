import type { components } from '@shift-down/plugin-shift-down-common/client';
import { z } from 'zod';
import type { EngineVerificationRow } from '../../database/operations/serve/images/loadEngineVerifications';

type EngineVerification = components['schemas']['EngineVerification'];

const witnessSchema = z.object({
  engine: z.string().default(''),
  policy: z.string().default(''),
  rule: z.string().default(''),
});

/** Ours stand by themselves; several places that say the same are told once. */
export function toEngineVerifications(
  rows: readonly EngineVerificationRow[],
): EngineVerification[] {
  const told = new Map<string, EngineVerification>();
  for (const row of rows) {
    const witness = witnessSchema.parse(JSON.parse(row.witness));
    const key = JSON.stringify([
      witness.engine,
      witness.policy,
      witness.rule,
      row.result,
    ]);
    if (witness.engine !== 'shift-down' && !told.has(key)) {
      told.set(key, {
        engine: witness.engine,
        policy: witness.policy,
        rule: witness.rule || undefined,
        result: row.result,
        message: row.message || undefined,
        observedAt: row.observed_at,
      });
    }
  }
  return [...told.values()];
}
