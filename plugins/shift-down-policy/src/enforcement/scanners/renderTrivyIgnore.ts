/**
 * `.trivyignore.yaml`.
 * https://trivy.dev/docs/latest/guide/configuration/filtering/#by-finding-ids
 */
import { stringify } from 'yaml';
import type { ExceptedVulnerability } from '../types';

/**
 * Rules for Trivy, as YAML. Its dates have no time of day: a rule ends with the day before
 * the exception does, never after it. Rules know no images, so that a document is to hold
 * those of one image repository.
 * @public
 */
export function renderTrivyIgnore(
  vulnerabilities: readonly ExceptedVulnerability[],
): string {
  return stringify(
    {
      vulnerabilities: vulnerabilities.map(
        ({ advisory, exception, justification, packageUrl, until }) => ({
          id: advisory,
          ...(packageUrl !== '' && { purls: [packageUrl] }),
          expired_at: new Date(until)
            .toISOString()
            .slice(0, 'yyyy-MM-dd'.length),
          statement: `Exception ${exception}: ${justification}`,
        }),
      ),
    },
    { lineWidth: 0 },
  );
}
