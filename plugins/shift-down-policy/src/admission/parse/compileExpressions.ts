/** Compiles the expressions of a policy and notes which of them are no CEL. */
import { compileCel } from '../../cel';
import type { CelCompilation, CelOptions } from '../../cel/types';
import type { FieldPath } from '../../evaluation';
import { redactionIn } from '../../redact';
import type {
  AdmissionPolicyProblem,
  CompiledPolicy,
  PolicyExpression,
  PolicyObjectReference,
} from '../types';

const BOOL = ['bool'];

/** The expressions of a policy's `spec`, the same in both engines. @internal */
export interface PolicySource {
  matchConditions?: { name: string; expression: string }[] | null;
  variables?: { name: string; expression: string }[] | null;
  validations?:
    | {
        expression: string;
        message?: string | null;
        messageExpression?: string | null;
        reason?: string | null;
      }[]
    | null;
  auditAnnotations?: { key: string; valueExpression: string }[] | null;
}

/** @internal */
export interface CompileOptions {
  object: PolicyObjectReference;
  /** Variables of CEL that the policy's expressions know, without `variables`. */
  known: readonly string[];
  problems: AdmissionPolicyProblem[];
  /** Of the API server that is assumed; the newest by default. */
  minorVersion?: number;
  /** What is made of names that are not known; see `CelOptions`. */
  unknownNames?: CelOptions['unknownNames'];
  /** Says why an expression is out of reach before it is compiled. */
  refuse?: (source: string) => string | undefined;
}

/** @internal */
export type CompiledExpressions = Pick<
  CompiledPolicy,
  'matchConditions' | 'variables' | 'validations' | 'auditAnnotations'
>;

/** @internal */
export function compileExpressions(
  source: PolicySource,
  {
    object,
    known,
    problems,
    minorVersion,
    unknownNames,
    refuse,
  }: CompileOptions,
): CompiledExpressions {
  const variableTypes: Record<string, string> = {};

  const compile = (
    text: string,
    field: FieldPath,
    variables: readonly string[],
    wanted: readonly string[] = [],
  ): PolicyExpression => {
    const refusal = refuse?.(text) ?? reasonOf(redactionIn(text));
    const compilation: CelCompilation = refusal
      ? { type: 'unsupported', reason: refusal }
      : checkType(
          compileCel(text, {
            variables,
            variableTypes,
            minorVersion,
            unknownNames,
          }),
          wanted,
          unknownNames === 'unsupported',
        );
    if (compilation.type === 'invalid') {
      const { message, line, column } = compilation;
      problems.push({ object, field, message, position: { line, column } });
    }
    return { source: text, compilation };
  };

  const matchConditions = (source.matchConditions ?? []).map(
    ({ name, expression }, index) => ({
      name,
      expression: compile(
        expression,
        ['spec', 'matchConditions', index, 'expression'],
        known,
        BOOL,
      ),
    }),
  );

  const all = [...known, 'variables'];
  const variables = new Map<string, PolicyExpression>();
  (source.variables ?? []).forEach(({ name, expression }, index) => {
    const field = ['spec', 'variables', index, 'expression'];
    const compiled = compile(expression, field, all);
    variables.set(name, compiled);
    const { compilation } = compiled;
    variableTypes[name] =
      compilation.type === 'program' ? compilation.program.resultType : 'dyn';
  });

  const withoutAuthorizer = all.filter(name => name !== 'authorizer');
  const validations = (source.validations ?? []).map((validation, index) => {
    const at = ['spec', 'validations', index];
    const { expression, message, messageExpression, reason } = validation;
    return {
      expression: compile(expression, [...at, 'expression'], all, BOOL),
      message: message ?? '',
      messageExpression: messageExpression
        ? compile(
            messageExpression,
            [...at, 'messageExpression'],
            withoutAuthorizer,
            ['string'],
          )
        : undefined,
      statusReason: reason || 'Invalid',
    };
  });

  const auditAnnotations = (source.auditAnnotations ?? []).map(
    ({ key, valueExpression }, index) => ({
      key,
      expression: compile(
        valueExpression,
        ['spec', 'auditAnnotations', index, 'valueExpression'],
        all,
        ['string', 'null_type'],
      ),
    }),
  );

  return { matchConditions, variables, validations, auditAnnotations };
}

/**
 * An engine wants types that are certain. Where names are let through that are not known,
 * so is what hangs on them.
 */
function checkType(
  compilation: CelCompilation,
  wanted: readonly string[],
  mayBeOpen: boolean,
): CelCompilation {
  if (compilation.type !== 'program' || wanted.length === 0) {
    return compilation;
  }
  const { resultType } = compilation.program;
  return wanted.includes(resultType) || (mayBeOpen && resultType === 'dyn')
    ? compilation
    : {
        type: 'invalid',
        message: `must evaluate to ${wanted.join(
          ' or ',
        )} but got ${resultType}`,
        line: 1,
        column: 1,
      };
}

/** One that the portal stored with a part masked or cut is not what its author wrote. */
function reasonOf(redaction: ReturnType<typeof redactionIn>) {
  switch (redaction) {
    case 'masked':
      return 'a part of the expression looked like a secret and was masked';
    case 'cut':
      return 'the expression is too long to be kept';
    default:
      return undefined;
  }
}
