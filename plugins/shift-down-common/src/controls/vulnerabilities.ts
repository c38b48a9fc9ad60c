/** Known vulnerabilities and secrets in images. */
import { shiftDown } from './builders';
import type { Control } from './types';

/** What each control here has in common. */
const shared = {
  area: 'vulnerabilities',
  references: [],
  witnesses: ['VulnerabilityReport'],
  appliesTo: 'image',
} satisfies Partial<Control>;

const UPDATE =
  'Update the package to its fixed version or rebuild on a newer base image, and name the result in spec.template.spec.containers[].image.';

export const VULNERABILITY_CONTROLS: Control[] = [
  {
    ...shared,
    id: 'critical-vulnerabilities',
    title: 'Images must have no critical vulnerability that has a fix',
    responsibility: 'application',
    severity: 'critical',
    rationale:
      'Critical vulnerabilities are exploited within days of their publication, and this one only waits for an update.',
    remediation: UPDATE,
    matchers: [
      { type: 'vulnerability', severities: ['critical'], fixable: true },
    ],
  },
  {
    ...shared,
    id: 'high-vulnerabilities',
    title: 'Images must have no high vulnerability that has a fix',
    responsibility: 'application',
    severity: 'high',
    rationale:
      'High vulnerabilities with a fix are the cheapest way in for an attacker, and to close.',
    remediation: UPDATE,
    matchers: [{ type: 'vulnerability', severities: ['high'], fixable: true }],
  },
  {
    ...shared,
    id: 'unfixable-vulnerabilities',
    title: 'Severe vulnerabilities without a fix must be dealt with',
    responsibility: 'security',
    severity: 'medium',
    rationale:
      'Where no update helps, somebody has to decide: remove the package, shield it, or accept the risk for a while.',
    remediation:
      'Remove the package, or move spec.template.spec.containers[].image to a base image without it; else ask the security team for a decision.',
    matchers: [
      {
        type: 'vulnerability',
        severities: ['critical', 'high'],
        fixable: false,
      },
    ],
  },
  {
    ...shared,
    id: 'medium-vulnerabilities',
    title: 'Images must have no medium vulnerability that has a fix',
    responsibility: 'application',
    severity: 'low',
    rationale:
      'Medium vulnerabilities are the links of longer attacks; regular rebuilds clear most of them.',
    remediation: UPDATE,
    matchers: [
      { type: 'vulnerability', severities: ['medium'], fixable: true },
    ],
  },
  {
    ...shared,
    id: 'unrated-vulnerabilities',
    title: 'Vulnerabilities without a rating must be looked at',
    responsibility: 'security',
    severity: 'low',
    rationale:
      'New vulnerabilities have no rating for some days, and the worst are new for some days too.',
    remediation:
      'Read the advisory and rate it; update the package in spec.template.spec.containers[].image if there is a fix.',
    matchers: [{ type: 'vulnerability', severities: ['unknown'] }],
  },
  {
    ...shared,
    id: 'minor-vulnerabilities',
    title: 'Images should have no minor vulnerabilities',
    responsibility: 'application',
    severity: 'info',
    rationale:
      'Low vulnerabilities, and medium ones without a fix, are listed so that nothing is hidden, and have no weight.',
    remediation: UPDATE,
    matchers: [
      { type: 'vulnerability', severities: ['medium'], fixable: false },
      { type: 'vulnerability', severities: ['low', 'info'] },
    ],
  },
  {
    ...shared,
    id: 'base-upgrade',
    title:
      'The golden image must be upgraded where that removes vulnerabilities',
    responsibility: 'application',
    severity: 'high',
    rationale:
      'The platform has done its part: a supported release without these vulnerabilities is there, and only has to be used.',
    remediation:
      'Move the FROM line to the release named, rebuild, and name the result in spec.template.spec.containers[].image.',
    matchers: [{ type: 'base-vulnerability', ownedBy: 'application' }],
    needs: 'golden-images',
  },
  {
    ...shared,
    id: 'base-vulnerabilities',
    title: 'Golden images must have no severe vulnerability that has a fix',
    responsibility: 'platform',
    severity: 'medium',
    rationale:
      'What the golden image brings along runs in every service that stands on it; the platform mends it once for all of them.',
    remediation:
      'The platform publishes a release without it; then move spec.template.spec.containers[].image to an image built on that.',
    matchers: [{ type: 'base-vulnerability', ownedBy: 'platform' }],
    needs: 'golden-images',
  },
  {
    ...shared,
    id: 'exposed-secrets',
    title: 'Images must not contain secrets',
    responsibility: 'application',
    severity: 'critical',
    rationale:
      'Whoever can pull the image has the credential, and every layer and mirror keeps it after it was deleted.',
    remediation:
      'Revoke the credential, rebuild the image without it, name the result in spec.template.spec.containers[].image, and mount the new one from a Secret.',
    references: [
      { standard: 'cis', version: 'cis-1.12', id: '5.4.2' },
      { standard: 'kubescape', id: 'C-0012' },
    ],
    matchers: [
      { type: 'policy', engine: 'trivy', policy: 'exposed-secret' },
      ...shiftDown('dockerfile', 'secrets'),
    ],
    witnesses: ['ExposedSecretReport'],
  },
];
