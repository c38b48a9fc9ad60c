import type { Severity } from '@shift-down/plugin-shift-down-common';
import type { components } from '@shift-down/plugin-shift-down-common/client';
import type { ExceptionRules } from '@shift-down/plugin-shift-down-policy';

/** @internal */
export function toLimits(
  { limits }: ExceptionRules,
  severity: Severity,
): components['schemas']['ExceptionLimits'] {
  return {
    severity,
    ...limits[severity],
    required: [...limits[severity].required],
  };
}
