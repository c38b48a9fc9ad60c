/**
 * SARIF is made for findings in source: vulnerabilities are in it only where a rule is an
 * advisory and the package can be told.
 */
import type { VulnerabilityEvidence } from '@shift-down/plugin-shift-down-common';
import { redact } from '../../redact';
import {
  advisoryIn,
  distinct,
  ignoredCount,
  packageClassOf,
  severityOfScore,
  toSeverity,
  webAddress,
} from '../evidence';
import { imageSubject } from '../imageSubject';
import type { ParsedUpload, UploadSubject } from '../types';
import type { SarifLog, SarifRun } from './schema';

/** Tools that look at packages, so that an empty list of results says something. */
const DEPENDENCY_SCANNERS =
  /^(trivy|grype|osv-?scanner|dependency-check|snyk open source|snyk container|npm-?audit|pip-?audit|cargo-?audit|govulncheck)\b/i;

type Rule = SarifRun['tool']['driver']['rules'][number];
type Outcome = VulnerabilityEvidence | 'no advisory' | 'no package';

/** @internal */
export function normaliseSarif({ runs }: SarifLog): ParsedUpload {
  const outcomes = runs.flatMap(readRun);
  const found = outcomes.filter(
    (it): it is VulnerabilityEvidence => typeof it === 'object',
  );
  const count = (what: Outcome) => outcomes.filter(it => it === what).length;
  const { driver } = runs[0].tool;
  const observedAt = oldestEnd(runs);
  const isScan =
    found.length > 0 ||
    runs.some(run => DEPENDENCY_SCANNERS.test(run.tool.driver.name));
  return {
    format: 'sarif',
    tool: {
      name: redact(driver.name),
      version: driver.semanticVersion || driver.version,
    },
    ...(observedAt && { observedAt }),
    subject: subjectOf(runs),
    isScan,
    vulnerabilities: distinct(found),
    os: '',
    osEndOfLife: false,
    ignored: [
      ...ignoredCount(
        count('no advisory'),
        ['result', 'results'],
        'The rule is no advisory, so it says nothing of a dependency.',
      ),
      ...ignoredCount(
        count('no package'),
        ['result', 'results'],
        'It does not say which package the advisory is about: upload the scanner’s own JSON.',
      ),
      ...(isScan
        ? []
        : [
            {
              what: 'the report as a scan',
              reason:
                'The tool is none that looks at dependencies, as far as we know.',
            },
          ]),
    ],
  };
}

function readRun(run: SarifRun): Outcome[] {
  const { rules } = run.tool.driver;
  const byId = new Map(rules.map(rule => [rule.id, rule]));
  return run.results.map(result => {
    const rule =
      byId.get(result.ruleId) ??
      (result.ruleIndex === undefined ? undefined : rules[result.ruleIndex]);
    return readResult(
      result.ruleId || rule?.id || '',
      result.message.text,
      rule,
    );
  });
}

function readResult(
  ruleId: string,
  message: string,
  rule: Rule | undefined,
): Outcome {
  const advisory = advisoryIn(ruleId);
  if (!advisory) {
    return 'no advisory';
  }
  const facts = factsIn(message);
  const [packageUrl = ''] = rule?.properties.purls ?? [];
  const packageName =
    facts.get('package') ?? nameIn(packageUrl) ?? nameAfter(ruleId, advisory);
  if (!packageName) {
    return 'no package';
  }
  const score = rule?.properties['security-severity'];
  const word = toSeverity(facts.get('severity') ?? '');
  const rated = score === undefined ? 'unknown' : severityOfScore(score);
  const url = packageUrl || `pkg:generic/${encodeURIComponent(packageName)}`;
  const packageClass = packageClassOf(url);
  return {
    type: 'vulnerability',
    advisory,
    packageUrl: url,
    packageName,
    installedVersion: facts.get('installed version') ?? '',
    fixedVersion: facts.get('fixed version') ?? '',
    severity: word === 'unknown' ? rated : word,
    title: redact(rule?.shortDescription.text ?? ''),
    url: webAddress(rule?.helpUri ?? ''),
    ...(score !== undefined && { score }),
    ...(packageClass && { packageClass }),
  };
}

/** Trivy writes `Package: openssl` and the like, a line each. */
function factsIn(message: string): Map<string, string> {
  const facts = new Map<string, string>();
  for (const line of message.slice(0, 2_000).split('\n')) {
    const match = /^([A-Z][A-Za-z ]{2,20}): ([^\s].{0,250})$/.exec(line.trim());
    if (match) {
      facts.set(match[1].toLowerCase(), match[2].trim());
    }
  }
  return facts;
}

/** Without its type, namespace and version. */
function nameIn(packageUrl: string): string | undefined {
  return /^pkg:[^?#]*\/([^/@?#]+)/.exec(packageUrl)?.[1];
}

/** Grype's rules are called `CVE-2024-0001-openssl`. */
function nameAfter(ruleId: string, advisory: string): string | undefined {
  const rest = ruleId.slice(ruleId.indexOf(advisory) + advisory.length);
  return /^-([\w@.+/-]{1,200})$/.exec(rest)?.[1];
}

function subjectOf(runs: SarifRun[]): UploadSubject {
  const { imageName, repoDigests, repoTags } = runs[0].properties;
  return imageName || repoDigests.length > 0
    ? imageSubject(repoDigests, [...repoTags, imageName])
    : { kind: 'repository' };
}

/** Of several runs, none is newer than the oldest. */
function oldestEnd(runs: SarifRun[]): string | undefined {
  const ends = runs.map(run =>
    run.invocations.flatMap(it => it.endTimeUtc ?? it.startTimeUtc ?? []),
  );
  return ends.some(it => it.length === 0) ? undefined : ends.flat().sort()[0];
}
