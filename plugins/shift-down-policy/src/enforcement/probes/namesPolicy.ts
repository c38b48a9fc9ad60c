import type { PlannedEnforcement } from '../types';

/**
 * The API server says the same of a policy that refuses and of one that can't be run. The
 * latter refuses everything, which proves nothing.
 */
const NOT_RUN =
  /denied request: (?:no params found|failed to configure|expression '.*' resulted in error)/;

/**
 * Whether the API server's refusal comes from a policy that the plan let through: anything
 * else that refuses (a quota, another policy, a webhook that is away) proves nothing.
 * @public
 */
export function namesPolicy(
  message: string,
  { policies, target }: Pick<PlannedEnforcement, 'policies' | 'target'>,
): boolean {
  return policies.some(policy =>
    target === 'kyverno'
      ? isFromKyverno(message, policy) ||
        ['vpol', 'cpol'].some(prefix =>
          isFromApiServer(message, `${prefix}-${nameOf(policy)}`),
        )
      : isFromApiServer(message, policy),
  );
}

function isFromApiServer(message: string, policy: string): boolean {
  return (
    message.includes(`ValidatingAdmissionPolicy '${policy}' with binding '`) &&
    !NOT_RUN.test(message)
  );
}

/**
 * Its webhook answers in two forms: a list of the policies with their rules beneath them,
 * and a sentence for each policy in CEL.
 */
function isFromKyverno(message: string, policy: string): boolean {
  const name = escaped(nameOf(policy));
  return (
    /admission webhook "[^"]*kyverno[^"]*" denied the request/.test(message) &&
    (new RegExp(`^["']?${name}["']?:\\s*$`, 'm').test(message) ||
      new RegExp(`(?:^|[\\s;:])Policy ${name} failed: `).test(message))
  );
}

/** Refusals name policies without their namespace. */
function nameOf(policy: string): string {
  return policy.slice(policy.lastIndexOf('/') + 1);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
