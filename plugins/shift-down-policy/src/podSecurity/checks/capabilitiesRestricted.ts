/**
 * Restricted, since 1.22: containers drop all capabilities and add back at most
 * NET_BIND_SERVICE. Since 1.25 Windows Pods, which have no capabilities, are let be.
 * https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
 */
import type { Pod } from '../Pod';
import type { Breach, PodSecurityCheck, Refusal } from '../PodSecurityCheck';
import { containersInWords, refusal, required } from '../refusal';
import { addedBeyond, addedInWords } from './capabilitiesBaseline';

const ALLOWED = new Set(['NET_BIND_SERVICE']);

function check(pod: Pod): Refusal | undefined {
  const keeping: Breach[] = [];
  for (const container of pod.containers) {
    const dropped = container.fields
      .object('securityContext')
      ?.object('capabilities')
      ?.texts('drop');
    if (!dropped?.includes('ALL')) {
      keeping.push(
        required(
          container,
          ['securityContext', 'capabilities', 'drop'],
          'must include "ALL"',
        ),
      );
    }
  }
  const adding = addedBeyond(pod, ALLOWED);
  return refusal([...keeping, ...adding], 'unrestricted capabilities', () =>
    [
      keeping.length &&
        `${containersInWords(
          keeping,
        )} must set securityContext.capabilities.drop=["ALL"]`,
      adding.length && addedInWords(adding),
    ]
      .filter(Boolean)
      .join('; '),
  );
}

export const capabilitiesRestricted: PodSecurityCheck = {
  id: 'capabilities_restricted',
  level: 'restricted',
  overrides: 'capabilities_baseline',
  versions: [
    { since: 22, check },
    { since: 25, check: pod => (pod.isForWindows ? undefined : check(pod)) },
  ],
};
