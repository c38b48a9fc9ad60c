import { createConditionExports } from '@backstage/plugin-permission-node';
import { shiftDownEntityResourceRef } from '@shift-down/plugin-shift-down-node';
import { shiftDownPermissionRules } from './rules';

const { conditions, createConditionalDecision } = createConditionExports({
  resourceRef: shiftDownEntityResourceRef,
  rules: shiftDownPermissionRules,
});

/**
 * Conditions for permission policies, one for each rule.
 * @public
 */
export const shiftDownConditions = conditions;

/**
 * Answers a permission request for a Shift Down entity with conditions.
 * @public
 */
export const createShiftDownConditionalDecision = createConditionalDecision;
