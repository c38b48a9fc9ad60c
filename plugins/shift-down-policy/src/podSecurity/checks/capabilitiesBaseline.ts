/**
 * Baseline: containers add no capabilities beyond those that container runtimes give by
 * themselves; NET_RAW, though given by some, is not among them.
 * https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
 */
import type { Pod } from '../Pod';
import type { Breach, PodSecurityCheck, Refusal } from '../PodSecurityCheck';
import { containersInWords, refusal, valuesOf } from '../refusal';
import { quoted } from '../words';

const ALLOWED = new Set([
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
]);

function check(pod: Pod): Refusal | undefined {
  const breaches = addedBeyond(pod, ALLOWED);
  return refusal(breaches, 'non-default capabilities', addedInWords);
}

/** Capabilities that containers add and that are not among the allowed ones. */
export function addedBeyond(pod: Pod, allowed: ReadonlySet<string>): Breach[] {
  const breaches: Breach[] = [];
  for (const container of pod.containers) {
    const capabilities = container.fields
      .object('securityContext')
      ?.object('capabilities');
    capabilities?.texts('add').forEach((capability, index) => {
      if (!allowed.has(capability)) {
        breaches.push({
          container: container.name,
          field: capabilities.path('add', index),
          value: capability,
          problem: `securityContext.capabilities.add must not include "${capability}"`,
        });
      }
    });
  }
  return breaches;
}

export function addedInWords(breaches: readonly Breach[]): string {
  return `${containersInWords(breaches)} must not include ${quoted(
    valuesOf(breaches),
  )} in securityContext.capabilities.add`;
}

export const capabilitiesBaseline: PodSecurityCheck = {
  id: 'capabilities_baseline',
  level: 'baseline',
  versions: [{ since: 0, check }],
};
