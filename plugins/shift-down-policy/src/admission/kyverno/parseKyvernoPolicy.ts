/** A ValidatingPolicy as shapes: as it is written, and as derived for controllers. */
import type { KubernetesObject } from '../../evaluation';
import {
  compileExpressions,
  type PolicySource,
} from '../parse/compileExpressions';
import { problemsOf, referenceTo } from '../parse/reference';
import { kyvernoPolicySchema } from '../schema/kyvernoValidatingPolicy';
import type { MatchResources } from '../schema/matchResources';
import type {
  AdmissionPolicyProblem,
  CompiledPolicy,
  PolicyGroup,
} from '../types';
import { deriveForControllers } from './autogen';
import { needsKyverno } from './libraries';

const VARIABLES = [
  'object',
  'oldObject',
  'request',
  'namespaceObject',
  'exceptions',
];

/** @internal */
export function parseKyvernoPolicy(
  object: KubernetesObject,
  problems: AdmissionPolicyProblem[],
  minorVersion: number | undefined,
): PolicyGroup | undefined {
  const parsed = kyvernoPolicySchema.safeParse(object);
  if (!parsed.success) {
    problems.push(...problemsOf(object, parsed.error));
    return undefined;
  }
  const { metadata, spec } = parsed.data;
  const namespace =
    object.kind === 'NamespacedValidatingPolicy'
      ? metadata.namespace || 'default'
      : '';
  const name = namespace ? `${namespace}/${metadata.name}` : metadata.name;
  const mode = spec.evaluation?.mode ?? 'Kubernetes';
  const atAdmission = spec.evaluation?.admission?.enabled ?? true;

  const shapeOf = (
    source: PolicySource,
    matchConstraints: MatchResources,
    found: AdmissionPolicyProblem[],
  ): CompiledPolicy => ({
    evaluator: 'kyverno',
    name,
    namespace,
    failurePolicy: spec.failurePolicy ?? 'Fail',
    matchConstraints,
    unsupported:
      mode === 'Kubernetes'
        ? undefined
        : `evaluation mode ${mode} is not for Kubernetes objects`,
    ...compileExpressions(source, {
      object: referenceTo(object),
      known: VARIABLES,
      problems: found,
      minorVersion,
      unknownNames: 'unsupported',
      refuse: needsKyverno,
    }),
  });

  const own = spec.matchConstraints
    ? [shapeOf(spec, spec.matchConstraints, problems)]
    : [];
  // What is wrong with a derived expression is wrong with the one it comes from.
  const derived = deriveForControllers(spec).map(source =>
    shapeOf(source, source.matchConstraints, []),
  );
  return {
    evaluator: 'kyverno',
    name,
    shapes: [...own, ...derived],
    bindings: [
      {
        name: '',
        actions: atAdmission
          ? actionsOf(spec.validationActions ?? [])
          : ['Audit'],
      },
    ],
  };
}

function actionsOf(actions: readonly ('Deny' | 'Warn' | 'Audit')[]) {
  return actions.length === 0 ? (['Deny'] as const) : actions;
}
