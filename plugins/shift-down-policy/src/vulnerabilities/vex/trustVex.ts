/** Whether the author of a document is believed. */
import type { AttestationVerdict } from '@shift-down/plugin-shift-down-common';
import { matchesRepository } from '../../supplyChain/matchesRepository';
import type { VexAuthorRule } from '../../supplyChain/types';
import type { TrustedVexRule, VexDocument, VexTrust } from '../types';

/** What proves who wrote a document. @public */
export type VexProof =
  /** It lies beside a golden image in Git, and was reviewed with it. */
  | { type: 'git' }
  /** What became of its signature, by name of the rule that it was held against. */
  | { type: 'signature'; verdicts: ReadonlyMap<string, AttestationVerdict> }
  /** Nothing does. */
  | { type: 'none'; reason: string };

/**
 * Holds a document against the rules about authors: its author as it says, compared
 * exactly, the repository that it was found at, and the proof that the rule asks for.
 * What it may then speak of is decided statement by statement, see {@link decideVex}.
 * @public
 */
export function trustVex(
  document: Pick<VexDocument, 'author' | 'repository' | 'source'>,
  rules: readonly VexAuthorRule[],
  proof: VexProof,
): VexTrust {
  const { author, repository } = document;
  const named = rules.filter(rule => rule.author === author);
  if (named.length === 0) {
    return refused(`${author || 'An unnamed author'} is on no list of authors`);
  }
  const bound = named.filter(rule =>
    matchesRepository(rule.repositories, repository),
  );
  if (bound.length === 0) {
    return refused(`${author} is not trusted with ${repository}`);
  }
  const signers = signersOf(rules, proof);
  const problems: string[] = [];
  const proved: TrustedVexRule[] = [];
  for (const rule of bound) {
    const problem = problemOf(document, rule, proof, signers);
    if (problem === undefined) {
      const { name, repositories, packages } = rule;
      proved.push({ name, repositories, packages });
    } else {
      problems.push(problem);
    }
  }
  return proved.length > 0
    ? { trusted: true, rules: proved }
    : refused(problems[0]);
}

function problemOf(
  { author, source }: Pick<VexDocument, 'author' | 'source'>,
  rule: VexAuthorRule,
  proof: VexProof,
  signers: ReadonlySet<string>,
): string | undefined {
  if (rule.proof.type === 'git') {
    return proof.type === 'git' && source === 'git'
      ? undefined
      : `${author} is believed in reviewed files only, and this is none`;
  }
  if (signers.has(JSON.stringify(rule.proof.signer))) {
    return undefined;
  }
  return `It is not proved that ${author} wrote it: ${whyNot(proof)}`;
}

function whyNot(proof: VexProof): string {
  switch (proof.type) {
    case 'none':
      return proof.reason;
    case 'signature':
      return (
        [...proof.verdicts.values()].find(it => it.state !== 'verified')
          ?.reason ?? 'somebody else signed it'
      );
    default:
      return 'it has no signature';
  }
}

/** Whoever signed it, as rules name them: several may name the same one. */
function signersOf(
  rules: readonly VexAuthorRule[],
  proof: VexProof,
): Set<string> {
  return new Set(
    rules.flatMap(rule =>
      proof.type === 'signature' &&
      proof.verdicts.get(rule.name)?.state === 'verified' &&
      rule.proof.type === 'signature'
        ? JSON.stringify(rule.proof.signer)
        : [],
    ),
  );
}

function refused(reason: string): VexTrust {
  return { trusted: false, reason };
}
