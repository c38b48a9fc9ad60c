/** Who refused, by what the API server said. */
import { namesPolicy } from '../../enforcement';
import { listed } from '../../namespaceBaseline/verdicts';
import { parseQuantity } from '../../admissionInput/quantity';
import type { ExpectedRefusal } from '../types';

const POD_SECURITY = /violates PodSecurity "([a-z]+):[^"]*": (.*)/s;

const QUOTA =
  /exceeded quota: [^,]+, requested: (.*?), used: .*?, limited: (.*)$/s;

/**
 * Whether that is how the expected one refuses: named in the message, and for the expected
 * reason.
 * @internal
 */
export function isExpected(
  message: string,
  expected: ExpectedRefusal,
): boolean {
  switch (expected.by) {
    case 'any':
      return expected.of.some(it => isExpected(message, it));
    case 'policy':
      return (['kyverno', 'guardrail'] as const).some(target =>
        namesPolicy(message, { policies: expected.names, target }),
      );
    case 'quota':
      return isFromQuota(message, expected.resource);
    default: {
      const [, level, checks = ''] = POD_SECURITY.exec(message) ?? [];
      return (
        level === expected.level &&
        expected.checks.some(check => namesCheck(checks, check))
      );
    }
  }
}

function namesCheck(checks: string, check: string): boolean {
  return checks.startsWith(`${check} (`) || checks.includes(`, ${check} (`);
}

/** One that is merely used up would admit it tomorrow. */
function isFromQuota(message: string, resource: string): boolean {
  const [, requested = '', limited = ''] = QUOTA.exec(message) ?? [];
  const limit = amountsIn(limited).get(resource);
  return (
    amountsIn(requested).has(resource) &&
    limit !== undefined &&
    parseQuantity(limit)?.nano === 0n
  );
}

/** `pods=1,services.nodeports=0` */
function amountsIn(list: string): Map<string, string> {
  return new Map(
    list.split(',').flatMap(entry => {
      const [, name, amount] = /^\s*([^=]+)=(\S+)\s*$/.exec(entry) ?? [];
      return name ? [[name, amount]] : [];
    }),
  );
}

/** In words: who should refuse. @internal */
export function expectedInWords(expected: ExpectedRefusal): string {
  switch (expected.by) {
    case 'any':
      return expected.of.map(expectedInWords).join(', or by ');
    case 'policy':
      return expected.names.length > 1
        ? `one of the policies ${listed(expected.names)}`
        : `the policy ${expected.names.join()}`;
    case 'quota':
      return `a ResourceQuota of 0 ${expected.resource}`;
    default:
      return `Pod Security ${expected.level}, for ${expected.checks.join(
        ' or ',
      )}`;
  }
}

/** Names of policies among those expected. @internal */
export function policiesIn(expected: ExpectedRefusal): string[] {
  switch (expected.by) {
    case 'any':
      return expected.of.flatMap(policiesIn);
    case 'policy':
      return expected.names;
    default:
      return [];
  }
}

/** Refusals that say nothing of the object, with what they come from. */
const EMPTY: readonly [pattern: RegExp, cause: string][] = [
  [
    /failed calling webhook|failed to call webhook/i,
    'A webhook that can not be reached refuses everything',
  ],
  [
    /does not support dry.?run/i,
    'A webhook does not take part in dry runs, so nothing can be asked',
  ],
  [
    /error looking up service account|serviceaccount "[^"]*" not found/i,
    'The service account is not there, which refuses every Pod',
  ],
  [
    /status unknown for quota/i,
    'A quota is not counted yet, which refuses everything; try again in a moment',
  ],
  [
    /denied request: (?:no params found|failed to configure|expression '.*' resulted in error)/s,
    'A policy that can not be run refuses everything',
  ],
  [
    /User "[^"]*" cannot create resource/,
    'The identity that asks may not create it there, so nobody looked at it',
  ],
  [
    /ValidatingAdmissionPolicy 'baseline-complete'/,
    'Pods wait until the baseline is complete',
  ],
  [/is being terminated/, 'The namespace is being deleted'],
  [/namespaces? "[^"]*" not found/, 'The namespace is not there'],
  [/exceeded quota/, 'A quota is used up'],
];

/** Why a refusal proves nothing, in words before what the API server said. @internal */
export function causeOf(message: string): string | undefined {
  return EMPTY.find(([pattern]) => pattern.test(message))?.[1];
}
