/**
 * Excepted vulnerabilities as OpenVEX. An accepted risk is `affected`, with what is done
 * about it; `not_affected` is said only where somebody decided, with evidence, that the
 * finding is none.
 * https://github.com/openvex/spec/blob/main/OPENVEX-SPEC.md
 */
import { PackageURL } from 'packageurl-js';
import type { ExceptedVulnerability } from '../types';

/** @public */
export interface OpenVexOptions {
  /** IRI of the document; the same content has the same one. */
  id: string;
  author: string;
  /** ISO 8601; only what is active then is in the document. */
  now: string;
}

/**
 * OpenVEX 0.2.0, as JSON.
 * @public
 */
export function renderOpenVex(
  vulnerabilities: readonly ExceptedVulnerability[],
  { id, author, now }: OpenVexOptions,
): string {
  const at = Date.parse(now);
  return `${JSON.stringify(
    {
      '@context': 'https://openvex.dev/ns/v0.2.0',
      '@id': id,
      author,
      timestamp: now,
      version: 1,
      statements: vulnerabilities
        .filter(
          ({ from, until }) => Date.parse(from) <= at && at < Date.parse(until),
        )
        .map(statementOf),
    },
    undefined,
    2,
  )}\n`;
}

function statementOf(vulnerability: ExceptedVulnerability) {
  const { advisory, decidedAt, packageUrl, repository, until } = vulnerability;
  return {
    vulnerability: { name: advisory },
    timestamp: decidedAt,
    products: [
      {
        '@id': productOf(repository),
        ...(packageUrl !== '' && { subcomponents: [{ '@id': packageUrl }] }),
      },
    ],
    ...(vulnerability.type === 'false-positive' &&
    vulnerability.vexJustification
      ? {
          status: 'not_affected',
          justification: vulnerability.vexJustification,
          impact_statement: vulnerability.justification,
        }
      : {
          status: 'affected',
          action_statement:
            vulnerability.action.trim() ||
            `The risk is accepted until ${until}.`,
          action_statement_timestamp: decidedAt,
          status_notes: `Accepted until ${until}: ${vulnerability.justification}`,
        }),
  };
}

/** Any version of the image: what is decided is the repository's. */
function productOf(repository: string): string {
  const name = repository.slice(repository.lastIndexOf('/') + 1);
  return new PackageURL(
    'oci',
    undefined,
    name.toLowerCase(),
    undefined,
    { repository_url: repository },
    undefined,
  ).toString();
}
