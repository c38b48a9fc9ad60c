/** Sentences for people about whose a vulnerability is. */
import type { Lineage } from '@shift-down/plugin-shift-down-common';
import type { SeenVulnerability, VexVerdict } from '../../vulnerabilities';

export function lineageUnknownInWords(
  repository: string,
  lineage: Lineage | undefined,
): string {
  const why =
    lineage?.state === 'unknown' && lineage.reason ? `: ${lineage.reason}` : '';
  return `What the image ${repository} is built on is unknown${why}`;
}

export function uncertainLayerInWords({
  advisory,
  repository,
}: SeenVulnerability): string {
  return `Whether the golden image brought ${advisory} to ${repository} is not certain: neither its layer nor a report of the release tells`;
}

export function suppressionInWords({
  author,
  impact,
  justification,
  status,
}: VexVerdict): string {
  const why = impact ?? justification?.replace(/_/g, ' ');
  const what = status === 'fixed' ? 'it is fixed' : 'it is not affected';
  return `${author} says that ${what}${why ? `: ${why}` : ''}`;
}
