/** How far an exception by expressions reaches, in words. */
import { either } from '../toExemption';
import type { ExpressionExceptionObject } from './schema';

/** @internal */
export function describeExpressions(
  spec: ExpressionExceptionObject['spec'],
): string[] {
  const conditions = spec.matchConditions ?? [];
  const images = spec.images ?? [];
  const values = spec.allowedValues ?? [];
  const where =
    conditions.length > 0
      ? `where ${conditions.map(it => it.expression.trim()).join(' and ')}`
      : 'for everything in the cluster that the policy matches';
  const sentences: string[] = [];
  if (images.length === 0 && values.length === 0) {
    sentences.push(`Skips the whole policy, for every container, ${where}.`);
  } else {
    const allowed = [
      ...(images.length > 0 ? [`the images ${either(images)}`] : []),
      ...(values.length > 0 ? [`the values ${either(values)}`] : []),
    ].join(' and ');
    sentences.push(`Lets the policy allow ${allowed}, ${where}.`);
  }
  if (conditions.length > 1) {
    sentences.push(
      'Where the policy is enforced as a ValidatingAdmissionPolicy, one of these conditions is enough.',
    );
  }
  if (spec.policyRefs.some(({ kind }) => kind.startsWith('Namespaced'))) {
    sentences.push('It means the policies of that name in every namespace.');
  }
  if (spec.reportResult === 'pass') {
    sentences.push('What it exempts is reported as passed.');
  }
  if (spec.expiresAt) {
    sentences.push(
      'Its end is looked at only when Kyverno loads it, and not by background scans.',
    );
  }
  return sentences;
}
