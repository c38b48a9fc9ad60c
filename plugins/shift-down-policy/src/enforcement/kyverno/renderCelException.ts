/**
 * `PolicyException` of `policies.kyverno.io`, for Kyverno's policies in CEL.
 *
 * One condition, never two: where Kyverno has the API server enforce the policy, it negates
 * them one by one, and "this namespace and that name" would become "this namespace, or that
 * name". It also puts the conditions of all exceptions side by side there, by name, which
 * is why the name is the exception's.
 * https://kyverno.io/docs/guides/exceptions/
 */
import type { PlanContext } from '../PlanContext';
import { ownershipInCel } from '../subjects/ownershipInCel';
import type { RenderedObject } from '../types';
import { exceptionMetadata } from './exceptionMetadata';

export function renderCelException(
  context: PlanContext,
  apiVersion: string,
  policy: { kind: string; name: string },
): RenderedObject {
  const { capabilities, content, workloads } = context;
  const metadata = exceptionMetadata(context, 'policies.kyverno.io');
  return {
    apiVersion,
    kind: 'PolicyException',
    metadata,
    spec: {
      policyRefs: [policy],
      matchConditions: [
        { name: metadata.name, expression: ownershipInCel(workloads) },
      ],
      ...(capabilities.hasExpiresAt && { expiresAt: content.until }),
    },
  };
}
