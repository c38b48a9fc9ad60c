/** What becomes of one entity's claim: pure, over everything it could be about. */
import { namespaceOf } from '../collection/namespaceOf';
import { confirmClaim } from './confirmClaim';
import { matchClaim } from './matchClaim';
import type {
  Claim,
  ClaimableSubject,
  ClaimState,
  CorrelationOptions,
} from './types';

/** @internal */
export interface CorrelationInput {
  claim: Claim | undefined;
  /** At least every subject that the claim matches. */
  candidates: ClaimableSubject[];
  /** Refs of the entity's owners and of all their ancestor groups. */
  ownersAndAncestors: ReadonlySet<string>;
  /** Ref of the group that owns a namespace, if one does. */
  namespaceOwner(clusterUid: string, namespace: string): string | undefined;
}

/** @internal */
export interface Correlation {
  state: ClaimState;
  /** Ids of subjects whose claim is confirmed. */
  subjectIds: string[];
  via: string;
  /** `<cluster name>/<namespace>` of matches that nobody confirmed, sorted. */
  unconfirmedNamespaces: string[];
}

/** @internal */
export function correlate(
  trust: CorrelationOptions['trust'],
  input: CorrelationInput,
): Correlation {
  const { claim, candidates, ownersAndAncestors } = input;
  if (!claim) {
    return {
      state: 'none',
      subjectIds: [],
      via: '',
      unconfirmedNamespaces: [],
    };
  }
  const confirmed: string[] = [];
  const unconfirmed = new Set<string>();
  for (const subject of candidates) {
    if (!matchClaim(claim, subject)) {
      continue;
    }
    const namespace = namespaceOf(subject);
    const owner = input.namespaceOwner(subject.clusterUid, namespace);
    if (confirmClaim(trust, owner, ownersAndAncestors)) {
      confirmed.push(subject.id);
    } else {
      unconfirmed.add(`${subject.clusterName}/${namespace}`);
    }
  }
  return {
    state: stateOf(confirmed.length, unconfirmed.size),
    subjectIds: confirmed,
    via: claim.via,
    unconfirmedNamespaces: [...unconfirmed].sort(),
  };
}

function stateOf(confirmed: number, unconfirmed: number): ClaimState {
  if (confirmed > 0) {
    return 'confirmed';
  }
  return unconfirmed > 0 ? 'unconfirmed' : 'no-workloads';
}
