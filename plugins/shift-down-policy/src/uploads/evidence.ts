/** What vulnerabilities of every format have in common once they are read. */
import {
  severityRank,
  type Severity,
  type VulnerabilityEvidence,
} from '@shift-down/plugin-shift-down-common';
import { redact } from '../redact';
import type { IgnoredPart } from './types';

const SEVERITIES: Record<string, Severity> = {
  critical: 'critical',
  high: 'high',
  important: 'high',
  medium: 'medium',
  moderate: 'medium',
  low: 'low',
  // Distributions' word for what they won't fix; Trivy calls the same low.
  negligible: 'low',
  info: 'info',
  informational: 'info',
  none: 'info',
};

/** @internal */
export function toSeverity(word: string): Severity {
  return SEVERITIES[word.toLowerCase()] ?? 'unknown';
}

/** Rating of a CVSS base score. @see https://www.first.org/cvss/v3.1/specification-document @internal */
export function severityOfScore(score: number): Severity {
  if (score >= 9) {
    return 'critical';
  }
  if (score >= 7) {
    return 'high';
  }
  if (score >= 4) {
    return 'medium';
  }
  return score > 0 ? 'low' : 'info';
}

const ADVISORY =
  /\b(CVE-\d{4}-\d{4,}|GHSA(?:-[23456789cfghjmpqrvwx]{4}){3}|(?:GO|RUSTSEC|PYSEC|ALAS2?|RHSA|DSA|DLA|ELSA|USN|TEMP|OSV|MAL|DRUPAL)-\d[\w:-]*\d)\b/;

/** The advisory that a text begins with or names. @internal */
export function advisoryIn(text: string): string | undefined {
  return ADVISORY.exec(text.slice(0, 300))?.[1];
}

/**
 * The name that others know an advisory by: scanners of the same package would otherwise
 * report one vulnerability as two.
 * @internal
 */
export function commonName(
  advisory: string,
  related: readonly string[],
): string {
  const names = new Set(related.filter(id => /^CVE-\d{4}-\d+$/.test(id)));
  const [only] = names;
  return names.size === 1 && !advisory.startsWith('CVE-') ? only : advisory;
}

/** A link that the redactor would change leads nowhere afterwards, so it is left out. @internal */
export function webAddress(link: string): string {
  return /^https?:\/\/[^\s@]{1,1000}$/.test(link) && redact(link) === link
    ? link
    : '';
}

/** Types of package URLs whose packages a distribution ships. */
const OPERATING_SYSTEM = /^pkg:(apk|alpm|deb|rpm|bitnami)\//;

/** By the type of a package URL; a hint as good as the class that a scanner names. @internal */
export function packageClassOf(
  packageUrl: string,
): 'os' | 'library' | undefined {
  if (OPERATING_SYSTEM.test(packageUrl)) {
    return 'os';
  }
  return /^pkg:(?!generic\/|oci\/|docker\/)[a-z]/.test(packageUrl)
    ? 'library'
    : undefined;
}

/** The same package can lie at several places: what is worse stands. @internal */
export function distinct(
  vulnerabilities: Iterable<VulnerabilityEvidence>,
): VulnerabilityEvidence[] {
  const byIdentity = new Map<string, VulnerabilityEvidence>();
  for (const vulnerability of vulnerabilities) {
    const { advisory, packageUrl } = vulnerability;
    const key = JSON.stringify([advisory, packageUrl]);
    const same = byIdentity.get(key);
    if (
      !same ||
      severityRank(vulnerability.severity) > severityRank(same.severity)
    ) {
      byIdentity.set(key, vulnerability);
    }
  }
  return [...byIdentity.values()];
}

/** What was left out, if there was any. @internal */
export function ignoredCount(
  count: number,
  [one, many]: readonly [one: string, many: string],
  reason: string,
): IgnoredPart[] {
  return count > 0
    ? [{ what: `${count} ${count === 1 ? one : many}`, reason }]
    : [];
}
