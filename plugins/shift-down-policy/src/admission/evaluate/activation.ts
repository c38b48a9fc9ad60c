/** What expressions see of a request, and how they are run. */
import { LazyValue, UnknownValue } from '../../cel/types';
import type { CelOutcome, CostBudget } from '../../cel/types';
import type { AdmissionInput } from '../../evaluation';
import { isNamespace, type RequestAttributes } from '../match/rules';
import type { CompiledPolicy, PolicyExpression } from '../types';

/** @internal */
export type Activation = Readonly<Record<string, unknown>>;

const USER = new UnknownValue('it hangs on the user, who is not known here');
const OPTIONS = new UnknownValue(
  'it hangs on the options of the request, which are not known here',
);
const AUTHORIZER = new UnknownValue(
  'it asks what the user may do, which is not known here',
);

/**
 * Variables of CEL for one request, without parameters and without those that the policy
 * declares itself. Fields
 * of the request that are empty are not there, as on the API server.
 * @internal
 */
export function activationOf(
  input: AdmissionInput,
  { name, namespace }: RequestAttributes,
): Activation {
  const { kind, resource, operation } = input;
  return {
    object: input.object,
    oldObject: null,
    params: null,
    namespaceObject: namespaceObjectOf(input),
    authorizer: AUTHORIZER,
    exceptions: { allowedImages: [], allowedValues: [] },
    request: {
      kind: { ...kind },
      resource: { ...resource },
      requestKind: { ...kind },
      requestResource: { ...resource },
      ...(name ? { name } : {}),
      ...(namespace ? { namespace } : {}),
      operation,
      userInfo: USER,
      dryRun: false,
      options: OPTIONS,
    },
  };
}

/** A Namespace in the making has no Namespace object yet; nor has what lies in none. */
function namespaceObjectOf(input: AdmissionInput) {
  if (input.namespace === '' || isNamespace(input.resource)) {
    return null;
  }
  return (
    input.namespaceObject ??
    new UnknownValue(`namespace '${input.namespace}' is not known`)
  );
}

/** Adds the policy's own variables, each evaluated at most once and only if read. @internal */
export function withVariables(
  policy: CompiledPolicy,
  activation: Activation,
  budget: CostBudget,
): Activation {
  const variables: Record<string, LazyValue> = {};
  const complete: Activation = { ...activation, variables };
  for (const [name, expression] of policy.variables) {
    variables[name] = new LazyValue(() => {
      const outcome = evaluateBare(expression, complete, budget);
      return outcome.type === 'error'
        ? {
            type: 'error',
            message: `composited variable "${name}" fails to evaluate: ${outcome.message}`,
          }
        : outcome;
    });
  }
  return complete;
}

/** Errors in the words of the API server. @internal */
export function evaluateExpression(
  expression: PolicyExpression,
  activation: Activation,
  budget: CostBudget,
): CelOutcome {
  const outcome = evaluateBare(expression, activation, budget);
  return outcome.type === 'error'
    ? {
        type: 'error',
        message: `expression '${expression.source}' resulted in error: ${outcome.message}`,
      }
    : outcome;
}

function evaluateBare(
  { compilation }: PolicyExpression,
  activation: Activation,
  budget: CostBudget,
): CelOutcome {
  switch (compilation.type) {
    case 'program':
      return compilation.program.evaluate(activation, budget);
    case 'invalid':
      return {
        type: 'unknown',
        reason: `an expression of the policy is no valid CEL: ${compilation.message}`,
      };
    default:
      return { type: 'unknown', reason: compilation.reason };
  }
}
