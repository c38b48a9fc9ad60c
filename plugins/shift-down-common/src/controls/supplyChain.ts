/** Where images come from, and whether they are what was built. */
import {
  WORKLOAD_WITNESSES,
  cis,
  gatekeeper,
  guardrail,
  kyverno,
  shiftDown,
  slsa,
  trivy,
} from './builders';
import type { Control } from './types';

/** What each control here has in common. */
const shared = {
  area: 'supply-chain',
  witnesses: WORKLOAD_WITNESSES,
  appliesTo: 'image',
} as const;

export const SUPPLY_CHAIN_CONTROLS: Control[] = [
  {
    ...shared,
    id: 'image-digest',
    title: 'Images must be pinned by digest',
    responsibility: 'application',
    severity: 'medium',
    rationale:
      'A tag can be moved: what was scanned, signed and approved need not be what runs tomorrow. A digest can’t.',
    remediation:
      'Write spec.template.spec.containers[].image as repository:tag@sha256:…',
    references: [cis('5.5.1')],
    matchers: [
      { type: 'image', check: 'pinned-by-digest' },
      ...kyverno('require-image-digest', 'require-image-checksum'),
      ...gatekeeper('K8sImageDigests'),
      ...guardrail('image-digest'),
      ...shiftDown('dockerfile', 'base-digest'),
    ],
    witnesses: ['Workload'],
  },
  {
    ...shared,
    id: 'image-tag',
    title: 'Images must not use the tag latest',
    responsibility: 'application',
    severity: 'medium',
    rationale:
      'latest says neither what runs nor what to go back to, and differs from node to node.',
    remediation:
      'Write a release’s tag or a digest in spec.template.spec.containers[].image.',
    references: [],
    matchers: [
      { type: 'image', check: 'no-latest-tag' },
      ...kyverno('disallow-latest-tag'),
      ...gatekeeper('K8sDisallowedTags'),
      ...trivy(13),
      ...guardrail('no-latest-tag'),
      ...shiftDown('dockerfile', 'base-tag'),
    ],
    witnesses: ['Workload'],
  },
  {
    ...shared,
    id: 'approved-registries',
    title: 'Images must come from approved registries',
    responsibility: 'platform',
    severity: 'high',
    rationale:
      'A registry that nobody chose is one whose content nobody checks: look-alike names and abandoned images come from there.',
    remediation:
      'Point spec.template.spec.containers[].image at an approved registry, or at its mirror of the image.',
    references: [cis('5.5.1')],
    matchers: [
      ...kyverno(
        'restrict-image-registries',
        'advanced-restrict-image-registries',
        'allowed-image-repos',
        'only-trustworthy-registries-set-root',
      ),
      ...gatekeeper(
        'K8sAllowedRepos',
        'K8sAllowedReposv2',
        'K8sDisallowedRepos',
      ),
      ...trivy(34, 125),
      ...guardrail('approved-registries'),
    ],
  },
  {
    ...shared,
    id: 'image-signature',
    title: 'Images must be signed by a trusted builder',
    responsibility: 'platform',
    severity: 'medium',
    rationale:
      'A signature that is checked on admission keeps out what our own pipelines did not build.',
    remediation:
      'Sign the image in the pipeline that builds it, and name that signed digest in spec.template.spec.containers[].image.',
    references: [cis('5.5.1'), slsa('verifying-artifacts')],
    matchers: [
      ...kyverno(
        'verify-image',
        'verify-images',
        'verify-image-*',
        'verify-signature*',
        'check-image-signature*',
      ),
      ...shiftDown('image', 'signature'),
    ],
    witnesses: ['Registry', ...WORKLOAD_WITNESSES],
  },
  {
    ...shared,
    id: 'image-provenance',
    title: 'Images must have verified provenance',
    responsibility: 'platform',
    severity: 'low',
    rationale:
      'Provenance says from which source and by which builder an image was made, so that a tampered build can be told.',
    remediation:
      'Let the pipeline attest SLSA provenance for the digest that spec.template.spec.containers[].image names.',
    references: [slsa('build-l2')],
    matchers: [
      ...kyverno(
        'verify-slsa-*',
        'verify-image-slsa*',
        'verify-provenance*',
        'require-provenance*',
        'check-slsa-*',
      ),
      ...shiftDown('image', 'provenance'),
    ],
    witnesses: ['Registry', ...WORKLOAD_WITNESSES],
  },
  {
    ...shared,
    id: 'image-sbom',
    title: 'Images must come with a bill of materials',
    responsibility: 'platform',
    severity: 'low',
    rationale:
      'When the next vulnerability in a library is published, a bill of materials answers in minutes who is concerned.',
    remediation:
      'Let the pipeline attach a CycloneDX or SPDX document to the digest that spec.template.spec.containers[].image names.',
    references: [],
    matchers: shiftDown('image', 'sbom'),
    witnesses: ['Registry'],
    needs: 'registries',
  },
  {
    ...shared,
    id: 'golden-image',
    title: 'Images must be built on a golden image',
    responsibility: 'application',
    severity: 'medium',
    rationale:
      'A golden image is patched, hardened and scanned once for everybody; whoever builds on something else does all of that alone.',
    remediation:
      'Begin the final stage of the Dockerfile with a golden image, rebuild, and name the result in spec.template.spec.containers[].image.',
    references: [],
    matchers: [
      ...shiftDown('image', 'golden-image'),
      ...shiftDown('dockerfile', 'golden-base'),
    ],
    witnesses: ['Registry'],
    needs: 'golden-images',
  },
  {
    ...shared,
    id: 'golden-image-support',
    title: 'The golden image’s release must be supported',
    responsibility: 'application',
    severity: 'high',
    rationale:
      'Nobody patches a release whose support has ended, nor an image that was retired.',
    remediation:
      'Move the FROM line to a supported release, rebuild, and name the result in spec.template.spec.containers[].image.',
    references: [],
    matchers: shiftDown('image', 'release-support'),
    witnesses: ['Registry'],
    needs: 'golden-images',
  },
  {
    ...shared,
    id: 'golden-image-age',
    title: 'The golden image’s release must be recent',
    responsibility: 'application',
    severity: 'low',
    rationale:
      'Every release behind is a set of fixes that others already run, and makes the next step larger.',
    remediation:
      'Move the FROM line to the newest release of the channel, rebuild, and name the result in spec.template.spec.containers[].image.',
    references: [],
    matchers: shiftDown('image', 'release-age'),
    witnesses: ['Registry'],
    needs: 'golden-images',
  },
  {
    ...shared,
    id: 'pipeline-scan',
    title: 'Images must be scanned in their own pipeline',
    responsibility: 'application',
    severity: 'low',
    rationale:
      'A scan before the rollout keeps out what a scan in the cluster can only report.',
    remediation:
      'Scan the digest that spec.template.spec.containers[].image names in the pipeline that builds it, and upload the report.',
    references: [],
    matchers: shiftDown('image', 'pipeline-scan'),
    witnesses: ['Upload'],
    needs: 'uploads',
  },
  {
    ...shared,
    id: 'repository-dependencies',
    title: 'The repository’s dependencies must be scanned',
    responsibility: 'application',
    severity: 'low',
    rationale:
      'What is built in but not installed, and what only the tests use, is in no image and still runs in the pipeline.',
    remediation:
      'Scan the dependencies of the repository in its pipeline and upload the report; spec.template.spec stays as it is.',
    references: [],
    matchers: shiftDown('repository', 'dependencies-scan'),
    appliesTo: 'workload',
    witnesses: ['Upload'],
    needs: 'uploads',
  },
  {
    ...shared,
    id: 'supported-base-os',
    title: 'Images must be built on a supported operating system',
    responsibility: 'platform',
    severity: 'high',
    rationale:
      'Nobody fixes, or even reports, vulnerabilities of a distribution past its end of life: its scan looks clean and is not. An image in which the scanner finds no distribution has none to maintain.',
    remediation:
      'Rebuild on a supported release of the base image and name the result in spec.template.spec.containers[].image.',
    references: [],
    matchers: [{ type: 'end-of-life-os' }],
    witnesses: ['VulnerabilityReport'],
  },
];
