/** The control of the catalogue that a verdict counts towards. */
import {
  CONTROL_CATALOGUE,
  type Control,
  type Engine,
} from '@shift-down/plugin-shift-down-common';
import {
  createControlIndex,
  type ControlIndex,
  type Verdict,
} from '@shift-down/plugin-shift-down-policy';

type CheckIdentity = Pick<Verdict, 'evaluator' | 'policy' | 'rule'>;

let index: ControlIndex | undefined;

export function controlOf({ evaluator, policy, rule }: CheckIdentity): Control {
  index ??= createControlIndex(CONTROL_CATALOGUE);
  return index.forPolicy({ engine: engineOf(evaluator), policy, rule });
}

/** As the portal names them, so that both speak of one finding. */
export function engineOf(evaluator: Verdict['evaluator']): Engine {
  switch (evaluator) {
    case 'admission-policy':
      return 'validating-admission-policy';
    case 'kyverno':
      return 'kyverno';
    default:
      return 'shift-down';
  }
}

/** How reports call a check: by its own id where it is one of ours, else by its policy. */
export function checkName({ evaluator, policy, rule }: CheckIdentity): string {
  return engineOf(evaluator) === 'shift-down' ? rule : policy;
}
