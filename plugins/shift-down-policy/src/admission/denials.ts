/** What the API server answers to a request that policies refuse. */
import type { AdmissionInput, JsonValue } from '../evaluation';
import type { AdmissionVerdict } from './types';

/**
 * Whether the API server lets the object in, going by the verdicts of all policies.
 * `unknown` only if none refuses it for certain.
 * @public
 */
export function admissionDecision(
  verdicts: readonly AdmissionVerdict[],
): AdmissionVerdict['decision'] {
  const decisions = new Set(verdicts.map(verdict => verdict.decision));
  if (decisions.has('deny')) {
    return 'deny';
  }
  return decisions.has('unknown') ? 'unknown' : 'admit';
}

/**
 * The answers that the API server may give to a request that ValidatingAdmissionPolicies
 * refuse: it names one refusal only, and which of several policies comes first is left to
 * chance. Empty where none refuses.
 * @public
 */
export function admissionDenials(
  input: AdmissionInput,
  verdicts: readonly AdmissionVerdict[],
): string[] {
  const { resource, group } = input.resource;
  const type = group ? `${resource}.${group}` : resource;
  const denials = verdicts
    .filter(
      verdict =>
        verdict.evaluator === 'admission-policy' && verdict.decision === 'deny',
    )
    .flatMap(({ message, violations }) => {
      const common = message.slice(
        0,
        message.length - violations[0].message.length,
      );
      return violations.map(
        violation =>
          `${type} "${nameOf(input)}" is forbidden: ${common}${
            violation.message
          }`,
      );
    });
  return [...new Set(denials)];
}

function nameOf({ name, object }: AdmissionInput): string {
  const metadata: JsonValue | undefined = object.metadata;
  const generateName =
    typeof metadata === 'object' &&
    metadata !== null &&
    !Array.isArray(metadata)
      ? metadata.generateName
      : undefined;
  return (
    name ||
    (typeof generateName === 'string' && generateName
      ? generateName
      : 'Unknown')
  );
}
