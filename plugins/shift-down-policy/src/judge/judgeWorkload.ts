/** What a workload's own image references tell, without any engine. */
import type {
  Control,
  WorkloadContainer,
  WorkloadEvidence,
} from '@shift-down/plugin-shift-down-common';
import type { ImageCheck } from '../controlIndex';
import { policyFindingId } from '../fingerprint';
import { parseImageReference } from '../imageReference';
import type { JudgeContext } from './JudgementBuilder';
import { remediationFor } from './words';

/** For each check, what is wrong with a container's image, if anything is. */
const IMAGE_CHECKS: Record<
  ImageCheck,
  (container: WorkloadContainer) => string | undefined
> = {
  'pinned-by-digest': ({ image }) =>
    parseImageReference(image).digest ? undefined : 'has no digest',
  'no-latest-tag': ({ image }) => {
    const { tag, digest } = parseImageReference(image);
    if (digest) {
      return undefined;
    }
    if (!tag) {
      return 'has no tag, which means latest';
    }
    return tag === 'latest' ? 'has the tag latest' : undefined;
  },
};

/**
 * The finding belongs to the workload, where engines report it too; the containers
 * are its occurrences.
 */
export function judgeWorkload(
  workload: WorkloadEvidence,
  { cluster, index, builder }: JudgeContext,
) {
  for (const [check, control] of index.imageChecks) {
    for (const container of workload.containers) {
      const wrong = IMAGE_CHECKS[check](container);
      if (wrong === undefined) {
        builder.pass(
          {
            controlId: control.id,
            subject: workload.object,
            component: container.name,
          },
          undefined,
        );
      } else {
        builder.observe({
          finding: describe(workload, control, cluster),
          subject: workload.object,
          component: container.name,
          result: 'fail',
          reason: '',
          message: `Container ${container.name}: ${container.image} ${wrong}`,
          witness: {
            engine: 'other',
            reportedBy: 'shift-down',
            policy: control.id,
            rule: check,
            outcome: 'fail',
          },
          detail: { image: container.image },
        });
      }
    }
  }
}

function describe(
  { object: subject }: WorkloadEvidence,
  control: Control,
  cluster: string,
) {
  return {
    id: policyFindingId({
      expectation: { controlId: control.id },
      cluster,
      subject,
      component: '',
    }),
    type: 'policy' as const,
    controlId: control.id,
    engine: 'other' as const,
    policy: control.id,
    rule: '',
    advisory: '',
    packageUrl: '',
    packageName: '',
    repository: '',
    subject: { cluster, ...subject, component: '' },
    title: control.title,
    severity: control.severity,
    area: control.area,
    responsibility: control.responsibility,
    category: '',
    remediation: remediationFor(control.remediation, subject.kind, ''),
    url: control.references.find(({ url }) => url)?.url ?? '',
  };
}
