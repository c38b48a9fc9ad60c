/** How a managed namespace stands, as evidence about the Namespace. */
import {
  MANAGED_NAMESPACE_POLICY,
  type Evidence,
  type ManagedNamespaceRule,
  type ObjectDrift,
  type PolicyResultEvidence,
  type WishedPodSecurityLevel,
} from '@shift-down/plugin-shift-down-common';
import { gt, valid } from 'semver';
import { redact } from '../../redact';

/** What our record says of one namespace. @public */
export interface ManagedNamespaceFacts {
  /** Name of the Namespace. */
  namespace: string;
  /** Unset where it was never compared. */
  drift?: readonly ObjectDrift[];
  /** Level that the team wishes for. */
  wish: WishedPodSecurityLevel;
  /** Version of the baseline that was applied. */
  version: string;
  /** Version that new namespaces get; unset where it could not be read. */
  current?: string;
}

type Outcome = Pick<PolicyResultEvidence, 'outcome'> &
  Partial<Pick<PolicyResultEvidence, 'message' | 'reason'>>;

const SHOWN = 10;

/**
 * Results of engine `shift-down`, policy `MANAGED_NAMESPACE_POLICY`: one for each of
 * its rules, a pass among them. What is not known is an `error` with the reason, so that
 * nothing passes for want of it.
 *
 * For namespaces that are managed only: the controls do not apply to others, of which
 * nothing is said.
 * @public
 */
export function baselineEvidence(facts: ManagedNamespaceFacts): Evidence[] {
  const { namespace } = facts;
  const result = (
    rule: ManagedNamespaceRule,
    { outcome, message = '', reason }: Outcome,
  ): PolicyResultEvidence => ({
    type: 'policy-result',
    engine: 'shift-down',
    reportedBy: 'shift-down',
    policy: MANAGED_NAMESPACE_POLICY,
    rule,
    subject: { namespace: '', kind: 'Namespace', name: namespace },
    component: '',
    outcome,
    // The control rates it.
    severity: 'medium',
    category: 'Namespace baseline',
    ...(reason !== undefined && { reason: redact(reason) }),
    message: redact(message),
    remediation: '',
    exceptions: [],
  });
  return [
    result('drift', outcomeOfDrift(facts)),
    result('pod-security-wish', outcomeOfWish(facts)),
    result('baseline-version', outcomeOfVersion(facts)),
  ];
}

function outcomeOfDrift({ drift }: ManagedNamespaceFacts): Outcome {
  if (!drift) {
    return {
      outcome: 'error',
      reason: 'What is there has not been compared with what was applied yet',
    };
  }
  const known = drift.filter(({ type }) => type !== 'unknown');
  if (known.length > 0) {
    return { outcome: 'fail', message: inLines(known) };
  }
  return drift.length > 0
    ? { outcome: 'error', reason: inLines(drift) }
    : { outcome: 'pass' };
}

function outcomeOfWish({ wish }: ManagedNamespaceFacts): Outcome {
  return wish === 'restricted'
    ? { outcome: 'pass' }
    : {
        outcome: 'fail',
        message: `The team wishes for Pod Security level ${wish}; restricted is enforced unless an exception allows it`,
      };
}

function outcomeOfVersion({
  version,
  current,
}: ManagedNamespaceFacts): Outcome {
  if (current === undefined) {
    return {
      outcome: 'error',
      reason: 'Which version of the baseline is current is not known',
    };
  }
  return isBehind(version, current)
    ? {
        outcome: 'fail',
        message: `It has baseline ${version}, and ${current} is current`,
      }
    : { outcome: 'pass' };
}

/** One that can't be compared was not made by any of the versions there are. */
function isBehind(version: string, current: string): boolean {
  return valid(version) && valid(current)
    ? gt(current, version)
    : version !== current;
}

function inLines(drift: readonly ObjectDrift[]): string {
  const lines = drift
    .slice(0, SHOWN)
    .map(
      ({ kind, name, message }) =>
        `${[kind, name].filter(Boolean).join(' ')}: ${message}`,
    );
  const more = drift.length - lines.length;
  return [...lines, ...(more > 0 ? [`and ${more} more`] : [])].join('\n');
}
