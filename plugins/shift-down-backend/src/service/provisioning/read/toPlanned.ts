/** Objects that would be made, and what guardrails say about them, as the API tells it. */
import type {
  NamespacePreview,
  PlannedObject,
} from '@shift-down/plugin-shift-down-common/client';
import {
  redact,
  type BaselineManifest,
  type ObjectPreview,
  type Verdict,
} from '@shift-down/plugin-shift-down-policy';
import type { NamespacePlan } from '../../../provisioning/ProvisioningService';
import { toControlReferences } from './controls';

export function toPreview(plan: NamespacePlan): NamespacePreview {
  const { guardrailsUnknown } = plan;
  return {
    baselineVersion: plan.baselineVersion,
    delivery: plan.delivery,
    objects: plan.objects.map(toPlannedObject),
    problems: plan.problems,
    warnings: plan.warnings,
    quota: plan.quota,
    needsException: plan.needsException,
    ...(guardrailsUnknown !== undefined && { guardrailsUnknown }),
  };
}

function toPlannedObject(object: ObjectPreview): PlannedObject {
  return {
    id: object.id,
    title: object.title,
    ...toReference(object.manifest),
    controls: toControlReferences(object.controls),
    yaml: object.yaml,
    verdicts: object.verdicts.map(toVerdict),
  };
}

function toVerdict(verdict: Verdict): PlannedObject['verdicts'][number] {
  const { effect, message, policy, reason, result, rule } = verdict;
  const text = message || reason;
  return {
    policy,
    ...(rule && { rule }),
    result,
    ...(text && { message: redact(text) }),
    enforced: effect === 'deny',
  };
}

export function toReference({ apiVersion, kind, metadata }: BaselineManifest) {
  return {
    apiVersion,
    kind,
    ...(metadata.namespace !== undefined && { namespace: metadata.namespace }),
    name: metadata.name,
  };
}
