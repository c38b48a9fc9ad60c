/** Judges an object by one policy as one binding puts it to use. */
import type { AdmissionInput, JsonObject } from '../../evaluation';
import { matchesResources, type Match } from '../match/matchResources';
import type { RequestAttributes } from '../match/rules';
import { findParams, type ParamSource } from '../params/findParams';
import type {
  AdmissionVerdict,
  CompiledBinding,
  CompiledPolicy,
} from '../types';
import { ignored, type Invocation } from './invokePolicy';
import {
  AUDIT_ANNOTATIONS,
  CONFIGURATION,
  failOf,
  MATCH_CONDITIONS,
  rulesOf,
  verdictOf,
  verdictsForAll,
  type Outcome,
} from './verdicts';

/** @internal */
export interface BindingEvaluation {
  policy: CompiledPolicy;
  binding: CompiledBinding;
  /** Of the policy; not a no. */
  match: Match;
  input: AdmissionInput;
  request: RequestAttributes;
  params: ParamSource;
  /** Runs the policy with one parameter or none. */
  invoke: (params: JsonObject | null) => Invocation;
}

/** @internal */
export function evaluateBinding({
  policy,
  binding,
  match,
  input,
  request,
  params,
  invoke,
}: BindingEvaluation): AdmissionVerdict[] {
  const bound: Match = binding.matchResources
    ? matchesResources(binding.matchResources, input, request)
    : { type: 'yes' };
  if (bound.type === 'no') {
    return verdictsForAll(policy, binding, {
      type: 'not-applicable',
      reason: `its binding '${binding.name}' is about other objects: ${bound.reason}`,
    });
  }
  const doubt = [match, bound].flatMap(each =>
    each.type === 'unknown' ? [each.reason] : [],
  )[0];

  const found = findParams(
    policy.paramKind,
    binding.paramRef,
    request.namespace,
    params,
  );
  switch (found.type) {
    case 'skip':
      return verdictsForAll(policy, binding, {
        type: 'not-applicable',
        reason: found.reason,
      });
    case 'unknown':
      return verdictsForAll(policy, binding, found);
    case 'error':
      return doubt === undefined
        ? configurationError(policy, binding, found.message)
        : verdictsForAll(policy, binding, { type: 'unknown', reason: doubt });
    default:
  }

  return combine({
    policy,
    binding,
    invocations: found.params.map(invoke),
    doubt: doubt ?? '',
    missing: found.missing,
  });
}

/** Refuses whatever the binding's actions are. */
function configurationError(
  policy: CompiledPolicy,
  binding: CompiledBinding,
  message: string,
): AdmissionVerdict[] {
  const text = `failed to configure binding: ${message}`;
  if (policy.failurePolicy === 'Ignore') {
    return verdictsForAll(policy, binding, {
      type: 'ignored',
      reason: ignored(text),
    });
  }
  return [
    verdictOf(
      { policy, binding, rule: CONFIGURATION, effect: 'deny' },
      failOf(text),
    ),
    ...verdictsForAll(policy, binding, { type: 'unknown', reason: text }),
  ];
}

interface Combination {
  policy: CompiledPolicy;
  binding: CompiledBinding;
  /** One for each parameter: the policy has to hold for all of them. */
  invocations: Invocation[];
  /** Why the policy may not be about the object; else empty. */
  doubt: string;
  /** Why there may be more parameters; else empty. */
  missing: string;
}

function combine(combination: Combination): AdmissionVerdict[] {
  const { policy, binding, invocations } = combination;
  const auditAnnotations = annotationsOf(invocations);
  const verdicts: AdmissionVerdict[] = [];

  const add = (
    rule: string,
    outcome: Outcome,
    effect?: AdmissionVerdict['effect'],
  ) =>
    verdicts.push(
      verdictOf(
        { policy, binding, rule, effect },
        doubted(outcome, combination),
        auditAnnotations,
      ),
    );

  const failed = invocations.flatMap(invocation =>
    invocation.type === 'conditions-failed' ? [invocation.message] : [],
  );
  if (failed.length > 0) {
    add(MATCH_CONDITIONS, failOf(failed[0]));
  }
  const annotationErrors = annotationErrorsOf(policy, invocations);
  if (annotationErrors.length > 0) {
    add(AUDIT_ANNOTATIONS, failOf(annotationErrors[0]), 'deny');
  }

  rulesOf(policy).forEach((rule, index) => {
    if (rule !== AUDIT_ANNOTATIONS || annotationErrors.length === 0) {
      add(
        rule,
        worst(invocations.map(invocation => outcomeOf(invocation, index))),
      );
    }
  });
  return verdicts;
}

function outcomeOf(invocation: Invocation, index: number): Outcome {
  switch (invocation.type) {
    case 'settled':
      return invocation.outcome;
    case 'conditions-failed':
      return { type: 'unknown', reason: invocation.message };
    default:
      return (
        invocation.outcomes[index] ??
        (invocation.audit.unknown
          ? { type: 'unknown', reason: invocation.audit.unknown }
          : { type: 'pass' })
      );
  }
}

/** A pass or a fail says nothing yet while it is open whether it counts. */
function doubted(outcome: Outcome, { doubt, missing }: Combination): Outcome {
  if (doubt && outcome.type === 'fail') {
    return {
      type: 'unknown',
      reason: `${doubt}; if the policy applies: ${outcome.text}`,
    };
  }
  if (missing && outcome.type !== 'fail' && outcome.type !== 'unknown') {
    return { type: 'unknown', reason: missing };
  }
  return outcome;
}

const BY_WEIGHT: readonly Outcome['type'][] = [
  'fail',
  'unknown',
  'ignored',
  'pass',
  'not-applicable',
];

/** What fails for several parameters is violated once for each. */
function worst(outcomes: readonly Outcome[]): Outcome {
  const fails = outcomes.filter(outcome => outcome.type === 'fail');
  if (fails.length > 0) {
    return {
      ...fails[0],
      violations: fails.flatMap(fail => fail.violations),
    };
  }
  for (const type of BY_WEIGHT) {
    const found = outcomes.find(outcome => outcome.type === type);
    if (found) {
      return found;
    }
  }
  return { type: 'pass' };
}

function annotationErrorsOf(
  policy: CompiledPolicy,
  invocations: readonly Invocation[],
): string[] {
  return policy.failurePolicy === 'Ignore'
    ? []
    : invocations.flatMap(invocation =>
        invocation.type === 'evaluated' ? invocation.audit.errors : [],
      );
}

/** Several values of one key are put in one, each once. */
function annotationsOf(
  invocations: readonly Invocation[],
): Record<string, string> {
  const values = new Map<string, Set<string>>();
  for (const invocation of invocations) {
    if (invocation.type === 'evaluated') {
      for (const [key, value] of Object.entries(invocation.audit.annotations)) {
        values.set(key, (values.get(key) ?? new Set()).add(value));
      }
    }
  }
  return Object.fromEntries(
    [...values].map(([key, each]) => [key, [...each].join(', ')]),
  );
}
