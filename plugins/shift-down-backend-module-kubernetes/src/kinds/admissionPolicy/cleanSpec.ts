import type { PolicySpec } from './schema';

type Clean = (text: string) => string;

/**
 * Expressions are free text as much as messages are. One that had to be cut or masked
 * is no expression any more, so that nobody takes it for what the API server enforces.
 * @internal
 */
export function cleanSpec(spec: PolicySpec, clean: Clean): PolicySpec {
  const cleanExpression = <T extends { expression: string }>(item: T): T => ({
    ...item,
    expression: clean(item.expression),
  });
  return {
    ...spec,
    matchConditions: spec.matchConditions?.map(cleanExpression),
    variables: spec.variables?.map(cleanExpression),
    validations: spec.validations?.map(cleanExpression).map(validation => ({
      ...validation,
      message: validation.message && clean(validation.message),
      messageExpression:
        validation.messageExpression && clean(validation.messageExpression),
    })),
    auditAnnotations: spec.auditAnnotations?.map(annotation => ({
      ...annotation,
      valueExpression: clean(annotation.valueExpression),
    })),
  };
}
