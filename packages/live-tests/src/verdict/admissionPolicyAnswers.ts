/** What we and the API server say of an object by ValidatingAdmissionPolicies. */
import {
  admissionDecision,
  admissionDenials,
  evaluateAdmissionPolicies,
  isAdmissionInput,
  prepareAdmissionInput,
  type AdmissionPolicySet,
  type AdmissionVerdict,
  type JsonObject,
  type KubernetesObject,
} from '@shift-down/plugin-shift-down-policy';
import type { ControlPlane } from 'control-plane';
import { dryRun } from './dryRun';
import type { Tally } from './Tally';

export interface Surroundings {
  server: ControlPlane;
  policies: AdmissionPolicySet;
  /** By name. */
  namespaces: ReadonlyMap<string, JsonObject>;
  /** CustomResourceDefinitions. */
  definitions: readonly JsonObject[];
  tally: Tally;
}

const REFUSED = /ValidatingAdmissionPolicy '/;
const WARNED = /^Validation failed for ValidatingAdmissionPolicy '([^']+)'/;

/** Rules of verdicts that are about a policy and not about one validation. */
const AS_A_WHOLE = new Set(['configuration', 'matchConditions']);

/** In runes; beyond that the API server leaves warnings out, or shortens them. */
const MOST_WARNINGS = 4096;

/** What is wrong with our verdicts. */
export async function admissionDisagreements(
  { server, policies, namespaces, definitions, tally }: Surroundings,
  object: KubernetesObject,
): Promise<string[]> {
  const theirs = await dryRun(server, object, definitions);
  if (theirs.status === 'refused' && !REFUSED.test(theirs.message)) {
    tally.invalid(theirs.message);
    return [];
  }
  const namespace = String((object.metadata as JsonObject).namespace ?? '');
  const input = prepareAdmissionInput(object, {
    namespaceObject: namespaces.get(namespace),
    definitions,
  });
  if (!isAdmissionInput(input)) {
    return [`valid there, ${JSON.stringify(input)} here`];
  }
  const verdicts = evaluateAdmissionPolicies(input, policies, {
    paramsComplete: true,
  });
  const decision = admissionDecision(verdicts);
  const doubts = doubtsOf(verdicts);
  if (theirs.status === 'refused') {
    const denials = admissionDenials(input, verdicts);
    if (denials.includes(theirs.message)) {
      tally.agreed('deny');
      return [];
    }
    if (doubts.length > 0) {
      tally.unknown(doubts[0].messageUnknown || doubts[0].reason);
      return [];
    }
    return [`there:\n  ${theirs.message}\nhere:\n  ${denials.join('\n  ')}`];
  }
  if (decision === 'deny') {
    const denials = admissionDenials(input, verdicts);
    return [`there:\n  admitted\nhere:\n  ${denials.join('\n  ')}`];
  }
  if (doubts.length > 0) {
    tally.unknown(doubts[0].messageUnknown || doubts[0].reason);
  } else {
    tally.agreed('admit');
  }
  return warningDisagreements(theirs.warnings, verdicts, tally);
}

/** Verdicts that leave open what the API server does or says. */
function doubtsOf(verdicts: readonly AdmissionVerdict[]): AdmissionVerdict[] {
  const of = ({ policy, binding }: AdmissionVerdict) => `${policy}/${binding}`;
  // What fails as a whole leaves its validations unknown, and yet all is said.
  const settled = new Set(
    verdicts
      .filter(({ rule, result }) => result === 'fail' && AS_A_WHOLE.has(rule))
      .map(of),
  );
  return verdicts.filter(
    verdict =>
      verdict.messageUnknown !== '' ||
      (verdict.result === 'unknown' &&
        !verdict.reason.startsWith('failurePolicy is Ignore') &&
        !settled.has(of(verdict))),
  );
}

function warningDisagreements(
  all: readonly string[],
  verdicts: readonly AdmissionVerdict[],
  tally: Tally,
): string[] {
  const theirs = all.filter(warning => WARNED.test(warning));
  const ours = warningsOf(verdicts);
  const shortened = [...all, ...ours].join('').length > MOST_WARNINGS;
  const doubtful = new Set(doubtsOf(verdicts).map(({ policy }) => policy));
  const certain = (warning: string) =>
    !doubtful.has(WARNED.exec(warning)?.[1] ?? '');
  const missing = shortened
    ? []
    : ours.filter(it => !theirs.includes(it) && certain(it));
  const unexpected = theirs.filter(
    it =>
      !ours.some(own => (shortened ? own.startsWith(it) : own === it)) &&
      certain(it),
  );
  theirs.forEach(() => tally.warned());
  return [
    ...missing.map(warning => `only here:\n  ${warning}`),
    ...unexpected.map(warning => `only there:\n  ${warning}`),
  ];
}

/** The API server says it once, whoever says it again. */
function warningsOf(verdicts: readonly AdmissionVerdict[]): string[] {
  return verdicts
    .filter(
      ({ result, actions, effect }) =>
        result === 'fail' && effect === 'warn' && actions.includes('Warn'),
    )
    .flatMap(({ policy, binding, violations }) =>
      violations.map(
        ({ message }) =>
          `Validation failed for ValidatingAdmissionPolicy '${policy}' with binding '${binding}': ${message}`,
      ),
    );
}
