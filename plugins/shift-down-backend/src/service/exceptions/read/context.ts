import {
  SEVERITIES,
  type Control,
  type EnforcementDelivery,
  type Severity,
} from '@shift-down/plugin-shift-down-common';
import type { ExceptionRules } from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import type { Clock } from '../../../database/DatabaseClock';
import type { CapabilitiesOfClusters } from '../../../database/operations/exceptions/loadBasis';

/** What reading exceptions needs besides the request. @internal */
export interface ExceptionReadContext {
  database: Knex;
  clock: Clock;
  controls: readonly Control[];
  rules: ExceptionRules;
  capabilities: CapabilitiesOfClusters & {
    /** Why engines of a cluster may ignore exceptions; by its name in config. */
    warningsOf(cluster: string): Promise<string[]>;
  };
  /** How the engines of each cluster are told. */
  deliveries: {
    /** By its name in config. */
    of(cluster: string): { type: EnforcementDelivery };
  };
}

/** Longest time of one exception, in days. @internal */
export function maxDaysOf({
  limits,
}: ExceptionRules): Record<Severity, number> {
  return Object.fromEntries(
    SEVERITIES.map(severity => [severity, limits[severity].maxDays]),
  ) as Record<Severity, number>;
}
