/** Compiles the expressions of a policy and notes which of them are no CEL. */
import { compileCel } from '../../cel';
import type { CelCompilation } from '../../cel/types';
import type { FieldPath } from '../../evaluation';
import { redactionIn } from '../../redact';
import type {
  AdmissionPolicyProblem,
  CompiledPolicy,
  PolicyExpression,
  PolicyObjectReference,
} from '../types';

const BOOL = ['bool'];
const TYPED = ['variables', 'request', 'namespaceObject'];

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
  { object, known, problems, minorVersion, refuse }: CompileOptions,
): CompiledExpressions {
  const declared = new Set<string>();

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
          checkDeclared(
            compileCel(text, { variables: [...variables], minorVersion }),
            declared,
          ),
          wanted,
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
    variables.set(
      name,
      compile(expression, ['spec', 'variables', index, 'expression'], all),
    );
    declared.add(name);
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
 * The API server wants types that are certain. Of what is typed there and not here, no
 * type is certain, so what reads it is let through.
 */
function checkType(
  compilation: CelCompilation,
  wanted: readonly string[],
): CelCompilation {
  if (compilation.type !== 'program' || wanted.length === 0) {
    return compilation;
  }
  const { program } = compilation;
  const { resultType } = program;
  const isOpen =
    resultType === 'dyn' &&
    TYPED.some(variable => program.fieldsOf(variable).length > 0);
  return isOpen || wanted.includes(resultType)
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

/** Variables are known from where they are declared on; others fail to compile. */
function checkDeclared(
  compilation: CelCompilation,
  declared: ReadonlySet<string>,
): CelCompilation {
  if (compilation.type !== 'program') {
    return compilation;
  }
  const { program } = compilation;
  const missing = program
    .fieldsOf('variables')
    .map(path => path[0])
    .find(name => name !== undefined && !declared.has(String(name)));
  if (missing === undefined) {
    return compilation;
  }
  const before = program.source.slice(
    0,
    Math.max(0, program.source.indexOf(`variables.${missing}`)),
  );
  const lines = before.split('\n');
  return {
    type: 'invalid',
    message: `undeclared variable '${missing}': declare it under 'variables', before what uses it`,
    line: lines.length,
    column: lines[lines.length - 1].length + 1,
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
