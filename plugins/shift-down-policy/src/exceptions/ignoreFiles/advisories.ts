/**
 * Ids of vulnerabilities, as databases of them write them. Scanners ignore
 * misconfigurations, secrets and licences by the same files; those are none.
 */
const ADVISORY =
  /^(GHSA(-[0-9a-z]{4}){3}|[A-Z][A-Z0-9]+(-[A-Z]+)*[-:]\d[\w:.-]*)$/i;

/** Checks of Trivy, whose ids look alike. */
const CHECK = /^(AVD|KSV|KCV|DS|AWS|AZU|GCP|DIG|GIT|NIF|OPNSTK|ORCL)-/i;

/** @internal */
export function isAdvisory(id: string): boolean {
  return ADVISORY.test(id) && !CHECK.test(id);
}
