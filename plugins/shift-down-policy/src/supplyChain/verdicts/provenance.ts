/** Whether the image was built by whom, from what and how we expect. */
import type {
  ImageEvidence,
  ProvenanceVerdict,
} from '@shift-down/plugin-shift-down-common';
import type { Claim, Collected } from '../collect/types';
import type { ProvenanceRule, SupplyChainTrust } from '../types';
import { type Accepted, judgeClaims } from './judgeClaims';
import { type BuildProvenance, type Parameter, parseProvenance } from './slsa';
import { normaliseSource } from './source';
import { writeJson } from './writeJson';

type Level = 1 | 2 | 3;

interface TrustedBuild {
  build: BuildProvenance;
  level: Level;
}

export function judgeProvenance(
  image: ImageEvidence,
  collected: Collected,
  trust: SupplyChainTrust,
): ProvenanceVerdict {
  const judgement = judgeClaims<ProvenanceRule, TrustedBuild>({
    role: 'provenance',
    noun: 'provenance',
    image,
    collected,
    trust,
    rules: trust.rules.provenance,
    accept: acceptBuild,
    better: (one, other) => one.level > other.level,
  });
  if ('verdict' in judgement) {
    return judgement.verdict;
  }
  // One for each platform: no more is known than of the least of them.
  const [{ rule, signer, signedAt, content }] = judgement.verified.sort(
    (one, other) => one.content.level - other.content.level,
  );
  const { build, level } = content;
  const [source] = build.sources;
  return {
    state: 'verified',
    code: '',
    reason: `Build L${level} by our trust list: built by ${build.builder} from ${source}, signed by ${signer}.`,
    by: rule,
    signer,
    ...(signedAt !== undefined && { signedAt }),
    level,
    builder: build.builder,
    source,
    ...(build.revision !== undefined && { revision: build.revision }),
    buildType: build.buildType,
    materials: build.materials,
  };
}

function acceptBuild(
  { predicateType, predicate }: Claim,
  rule: ProvenanceRule,
): Accepted<TrustedBuild> {
  let build: BuildProvenance;
  try {
    build = parseProvenance(predicateType, predicate);
  } catch {
    return {
      ok: false,
      code: 'malformed',
      reason: `It is signed, but no provenance of SLSA v1 or v0.2 (${predicateType}).`,
    };
  }
  const levels = rule.builders
    .filter(({ id }) => id === build.builder)
    .map(({ level }) => level);
  if (levels.length === 0) {
    return {
      ok: false,
      code: 'builder-not-trusted',
      reason: `It was built by ${build.builder}, which '${rule.name}' does not trust.`,
    };
  }
  if (!rule.buildTypes.includes(build.buildType)) {
    return {
      ok: false,
      code: 'build-type-not-expected',
      reason: `It was built as ${build.buildType}, which '${rule.name}' does not expect.`,
    };
  }
  const canonical = new Set(rule.sources.map(normaliseSource));
  const foreign = build.sources.find(source => !canonical.has(source));
  if (build.sources.length === 0 || foreign !== undefined) {
    return {
      ok: false,
      code: 'source-not-canonical',
      reason: `It was built from ${
        foreign ?? 'a source that it does not name'
      }, and not from ${rule.sources.join(' or ')}.`,
    };
  }
  const unexpected = build.externalParameters.find(
    parameter => !isAllowed(parameter, rule.externalParameters),
  );
  if (unexpected) {
    return {
      ok: false,
      code: 'external-parameter-not-allowed',
      reason: `It was built with the external parameter ${
        unexpected.path
      } = ${inWords(unexpected.value)}, which '${rule.name}' does not allow.`,
    };
  }
  return {
    ok: true,
    content: { build, level: Math.max(...levels) as Level },
  };
}

/** By its own path, or by that of an object that holds it. */
function isAllowed(
  { path, value }: Parameter,
  allowed: ProvenanceRule['externalParameters'],
): boolean {
  const own = Object.hasOwn(allowed, path) ? allowed[path] : undefined;
  if (own) {
    return 'any' in own || own.equals === value;
  }
  return parentsOf(path).some(
    parent => Object.hasOwn(allowed, parent) && 'any' in allowed[parent],
  );
}

function parentsOf(path: string): string[] {
  const parts = path.split('.');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('.'));
}

function inWords(value: unknown): string {
  const text = writeJson(value) ?? 'something that can’t be shown';
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
