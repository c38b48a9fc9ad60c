/** Words for people about findings. */
import type { Engine } from '@shift-down/plugin-shift-down-common';

export const ENGINE_NAMES: Record<Engine, string> = {
  'shift-down': 'Shift Down',
  kyverno: 'Kyverno',
  gatekeeper: 'Gatekeeper',
  'validating-admission-policy': 'The API server',
  trivy: 'Trivy',
  other: 'The engine',
};

const POD_SPEC = 'spec.template.spec';

/** Where a Pod's specification is, in kinds that have it elsewhere. */
const POD_SPEC_BY_KIND: Record<string, string> = {
  Pod: 'spec',
  CronJob: `spec.jobTemplate.${POD_SPEC}`,
};

/**
 * A control's remediation for one subject: with the field's path as this kind of
 * object has it, and the container's name where it is known.
 */
export function remediationFor(
  remediation: string,
  kind: string,
  container: string,
): string {
  const located = remediation.replaceAll(
    POD_SPEC,
    POD_SPEC_BY_KIND[kind] ?? POD_SPEC,
  );
  return container
    ? located.replaceAll('containers[]', `containers[name=${container}]`)
    : located;
}

/** `require-team-label`, `check-label` → `Require team label: check label` */
export function titleOfPolicy(policy: string, rule: string): string {
  const words = (name: string) => name.replace(/[-_]+/g, ' ').trim();
  const title =
    rule && rule !== policy
      ? `${words(policy)}: ${words(rule)}`
      : words(policy);
  return title.charAt(0).toUpperCase() + title.slice(1);
}
