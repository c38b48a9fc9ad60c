/** What is made of an image, as results of the controls that are about images. */
import type {
  AttestationVerdict,
  GoldenStatus,
  ImageAssessment,
  Lineage,
  ObjectReference,
  PolicyResultEvidence,
  ProvenanceVerdict,
  SbomVerdict,
} from '@shift-down/plugin-shift-down-common';
import type { ImageExpectations } from './types';

/** A container with what is made of its image. @public */
export interface JudgedContainer {
  name: string;
  /** Normalised. */
  repository: string;
  /** As people know it, such as `registry.example/shop/api:1.2`. */
  image: string;
  assessment: ImageAssessment;
}

interface Said {
  outcome: 'pass' | 'fail' | 'error';
  /** Sentence; of an error the reason. */
  text: string;
}

/**
 * Results for one container of a workload: engine `shift-down`, policy `image`.
 *
 * @remarks
 * A rule that nobody configured anything for has no result: where nobody said who has to
 * sign a repository, another engine's word on it stands, and without one nothing checks it.
 * What is unknown is `error`, never pass.
 * @public
 */
export function imageResults(
  subject: ObjectReference,
  container: JudgedContainer,
  expectations: ImageExpectations,
): PolicyResultEvidence[] {
  const { assessment, image, repository } = container;
  const { lineage, status } = assessment;
  const said: [string, Said][] = [];
  if (expectations.isSigned(repository)) {
    said.push(['signature', signatureSaid(assessment.signature)]);
  }
  if (expectations.isAttested(repository)) {
    said.push(['provenance', provenanceSaid(assessment.provenance)]);
  }
  if (expectations.registries) {
    said.push(['sbom', sbomSaid(assessment.sbom)]);
  }
  if (expectations.goldenImages) {
    said.push(
      ['golden-image', lineageSaid(lineage)],
      ['release-support', supportSaid(status)],
      ['release-age', ageSaid(status)],
    );
  }
  return said.map(([rule, { outcome, text }]) => ({
    type: 'policy-result',
    engine: 'shift-down',
    reportedBy: 'Shift Down',
    policy: 'image',
    rule,
    subject,
    component: container.name,
    outcome,
    severity: 'unknown',
    category: 'Supply chain',
    ...(outcome === 'error' && { reason: `${image}: ${text}` }),
    message: `${image}: ${text}`,
    remediation: '',
    exceptions: [],
  }));
}

function signatureSaid(verdict: AttestationVerdict): Said {
  const { by, reason, signer } = verdict;
  switch (verdict.state) {
    case 'verified':
      return {
        outcome: 'pass',
        text: `Signed${signer ? ` by ${signer}` : ''}${
          by ? ` (trusted as ${by})` : ''
        }`,
      };
    case 'unverified':
    case 'absent':
      return { outcome: 'fail', text: reason };
    default:
      return { outcome: 'error', text: reason };
  }
}

function provenanceSaid(verdict: ProvenanceVerdict): Said {
  const { level, reason, source } = verdict;
  switch (verdict.state) {
    case 'verified':
      return {
        outcome: 'pass',
        text: `${
          level === undefined
            ? 'Provenance verified'
            : `Build L${level} by our trust list`
        }${source ? `, from ${source}` : ''}`,
      };
    case 'unverified':
    case 'absent':
      return { outcome: 'fail', text: reason };
    default:
      return { outcome: 'error', text: reason };
  }
}

function sbomSaid({ format, packages, reason, state }: SbomVerdict): Said {
  switch (state) {
    case 'present':
      return {
        outcome: 'pass',
        text: `It comes with a bill of materials${
          format ? ` (${format})` : ''
        }${packages === undefined ? '' : ` of ${packages} packages`}`,
      };
    case 'absent':
      return { outcome: 'fail', text: reason };
    default:
      return { outcome: 'error', text: reason };
  }
}

function lineageSaid(lineage: Lineage): Said {
  switch (lineage.state) {
    case 'golden':
      return {
        outcome: 'pass',
        text: `Built on ${lineage.release.image} ${lineage.release.version}`,
      };
    case 'not-golden':
      return { outcome: 'fail', text: lineage.reason };
    default:
      return { outcome: 'error', text: lineage.reason };
  }
}

function supportSaid(status: GoldenStatus): Said {
  switch (status.state) {
    case 'current':
    case 'behind':
      return {
        outcome: 'pass',
        text: 'The support of its golden release has not ended',
      };
    case 'out-of-support':
      return {
        outcome: 'fail',
        text: `Its golden release is out of support since ${status.since}`,
      };
    case 'retired':
      return {
        outcome: 'fail',
        text: `Its golden image is retired${
          status.replacement ? `: use ${status.replacement}` : ''
        }`,
      };
    default:
      return withoutRelease(status);
  }
}

function ageSaid(status: GoldenStatus): Said {
  switch (status.state) {
    case 'current':
      return { outcome: 'pass', text: 'It stands on the newest release' };
    case 'behind':
      return {
        outcome: 'fail',
        text: `Base image is ${counted(
          status.releases,
          'release',
        )} behind (${counted(status.days, 'day')}): ${status.newest.image} ${
          status.newest.version
        } is the newest`,
      };
    case 'out-of-support':
      return {
        outcome: 'fail',
        text: `Its golden release is out of support since ${status.since}${
          status.newest
            ? `: ${status.newest.image} ${status.newest.version} is the newest`
            : ''
        }`,
      };
    case 'retired':
      return {
        outcome: 'fail',
        text: `Its golden image is retired${
          status.replacement ? `: use ${status.replacement}` : ''
        }`,
      };
    default:
      return withoutRelease(status);
  }
}

/** What has no release has none that nobody supports either: that is nobody's pass. */
function withoutRelease(
  status: Extract<GoldenStatus, { reason: string }>,
): Said {
  return { outcome: 'error', text: status.reason };
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
