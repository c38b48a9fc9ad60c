/** What becomes of a Pod without limits. */
import type { LimitsPreset } from '@shift-down/plugin-shift-down-common';
import { parseQuantity } from '../../admissionInput/quantity';
import type { JsonObject, JsonValue } from '../../evaluation';
import { isFields, listOf } from '../drift/json';
import type {
  BaselineManifest,
  DryRunAnswer,
  ExpectedRefusal,
  Proof,
  SizePreset,
} from '../types';
import { decentPod } from './decentPod';
import { judgeProof, notProved, type ProofContext } from './judgeProof';
import { policiesOf, type ProofOptions } from './proofOptions';

/** What is asked about limits: a Pod without them, and its twin that has them. @public */
export interface LimitsProbe {
  id: string;
  title: string;
  controls: string[];
  limits: LimitsPreset;
  /** Of the size preset. */
  containerDefaults: SizePreset['containerDefaults'];
  /** Names of policies that should refuse it where the preset is `strict`. */
  policies: string[];
  without: BaselineManifest;
  with: BaselineManifest;
}

/** @public */
export function limitsProbe(
  options: ProofOptions,
  containerDefaults: SizePreset['containerDefaults'],
): LimitsProbe {
  const { limits } = options;
  return {
    id: 'limits',
    title:
      limits === 'strict'
        ? 'A Pod without limits is refused'
        : 'A Pod without limits gets those of the preset',
    controls: ['resource-quota', 'resource-limits'],
    limits,
    containerDefaults,
    policies: policiesOf(options).limits,
    without: decentPod(options, 'limits', { container: { resources: {} } }),
    with: decentPod(options, 'limits'),
  };
}

/** A quota refuses those of whom it can't tell what they take. */
const LACKS_LIMITS = /failed quota: [^:]+: must specify .*\blimits\./s;

/**
 * Proved is, with the preset `default`, a Pod that comes back with the preset's requests
 * and limits, and with `strict` one that is refused for want of them while its twin is
 * admitted. Anything else proves nothing.
 * @public
 */
export function limitsProof(
  probe: LimitsProbe,
  withoutLimits: DryRunAnswer,
  withLimits: DryRunAnswer,
  context: ProofContext = {},
): Proof {
  return probe.limits === 'strict'
    ? strictProof(probe, withoutLimits, withLimits, context)
    : defaultsProof(probe, withoutLimits);
}

function strictProof(
  { id, title, controls, policies, ...probe }: LimitsProbe,
  withoutLimits: DryRunAnswer,
  withLimits: DryRunAnswer,
  context: ProofContext,
): Proof {
  const judge = (expected: ExpectedRefusal, refused: DryRunAnswer) =>
    judgeProof(
      {
        id,
        title,
        controls,
        refused: probe.without,
        admitted: probe.with,
        expected,
      },
      refused,
      withLimits,
      context,
    );
  const byPolicy: ExpectedRefusal = { by: 'policy', names: policies };
  const proof = judge(byPolicy, withoutLimits);
  const isByQuota =
    withoutLimits.outcome === 'refused' &&
    LACKS_LIMITS.test(withoutLimits.message);
  const expected = `${proof.expected}, or by a quota that must be told the limits`;
  return isByQuota && withLimits.outcome === 'admitted'
    ? { ...proof, expected, outcome: 'proved', reason: withoutLimits.message }
    : { ...proof, expected };
}

function defaultsProof(
  { id, title, controls, containerDefaults }: LimitsProbe,
  answer: DryRunAnswer,
): Proof {
  const { default: limits, defaultRequest: requests } = containerDefaults;
  const proof = {
    id,
    title,
    controls,
    expected: `Admitted with ${inWords('limits', limits)} and ${inWords(
      'requests',
      requests,
    )}`,
  };
  if (answer.outcome === 'unavailable') {
    return { ...proof, ...notProved('Nobody could be asked', answer.message) };
  }
  if (answer.outcome === 'refused') {
    return { ...proof, ...notProved('It was refused', answer.message) };
  }
  const resources = resourcesIn(answer.object);
  const lacking = [
    ...differing('limits', limits, resources?.limits),
    ...differing('requests', requests, resources?.requests),
  ];
  return resources && lacking.length === 0
    ? { ...proof, outcome: 'proved', reason: `It came back with them` }
    : {
        ...proof,
        ...notProved(`It was admitted without them: ${lacking.join(', ')}`),
      };
}

/** Of the one container that was sent; others may have been added to the Pod. */
function resourcesIn(
  object: Readonly<Record<string, JsonValue | undefined>>,
): JsonObject | undefined {
  const spec = isFields(object.spec) ? object.spec : {};
  const container = listOf(spec.containers).find(
    it => isFields(it) && it.name === 'proof',
  );
  return isFields(container) && isFields(container.resources)
    ? container.resources
    : undefined;
}

function differing(
  what: string,
  expected: Readonly<Record<string, string>>,
  found: JsonValue | undefined,
): string[] {
  return Object.entries(expected).flatMap(([resource, amount]) => {
    const value = isFields(found) ? found[resource] : undefined;
    return parseQuantity(value)?.nano === parseQuantity(amount)?.nano
      ? []
      : [`${what}.${resource} is ${value ?? 'not set'}, not ${amount}`];
  });
}

function inWords(
  what: string,
  amounts: Readonly<Record<string, string>>,
): string {
  const list = Object.entries(amounts).map(
    ([resource, amount]) => `${resource} ${amount}`,
  );
  return `${what} of ${list.join(', ') || 'nothing'}`;
}
