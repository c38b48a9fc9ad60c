import type { Control } from '@shift-down/plugin-shift-down-common';
import type { ControlIndex } from '@shift-down/plugin-shift-down-policy';

/** The control that a check bears on: one of our own, or a policy of the API server. @internal */
export function controlOfCheck(
  index: ControlIndex,
  { policy, rule }: { policy: string; rule: string },
): Control | undefined {
  const candidates = [
    index.forPolicy({ engine: 'shift-down', policy, rule }),
    index.forPolicy({
      engine: 'validating-admission-policy',
      policy,
      rule: '',
    }),
  ];
  return candidates.find(control => control !== index.other);
}
