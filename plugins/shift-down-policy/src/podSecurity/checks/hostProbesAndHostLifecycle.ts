/**
 * Baseline, since 1.34: probes and lifecycle hooks ask the Pod itself, never a host that
 * they name, or the kubelet could be sent into networks the Pod can't reach.
 * https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
 */
import type { FieldReader } from '../FieldReader';
import type { Pod } from '../Pod';
import type { Breach, PodSecurityCheck, Refusal } from '../PodSecurityCheck';
import { containerNames, forbidden, refusal, valuesOf } from '../refusal';
import { plural, quoted } from '../words';

const PROBES = ['livenessProbe', 'readinessProbe', 'startupProbe'];
const HOOKS = ['postStart', 'preStop'];
const ACTIONS = ['httpGet', 'tcpSocket'];

function check(pod: Pod): Refusal | undefined {
  const breaches: Breach[] = [];
  for (const container of pod.containers) {
    for (const handler of handlersOf(container.fields)) {
      for (const action of ACTIONS) {
        const target = handler.object(action);
        const host = target?.text('host');
        if (target && host) {
          breaches.push(forbidden(container, target, 'host', host));
        }
      }
    }
  }
  return refusal(breaches, 'probe or lifecycle host', found => {
    const names = containerNames(found).sort();
    const hosts = valuesOf(found);
    return [
      plural(names.length, 'container'),
      quoted(names),
      plural(names.length, 'uses', 'use'),
      plural(hosts.length, 'probe or lifecycle host'),
      quoted(hosts),
    ].join(' ');
  });
}

function handlersOf(container: FieldReader): FieldReader[] {
  const handlers: FieldReader[] = [];
  for (const name of PROBES) {
    const probe = container.object(name);
    if (probe) {
      handlers.push(probe);
    }
  }
  const lifecycle = container.object('lifecycle');
  for (const name of lifecycle ? HOOKS : []) {
    const hook = lifecycle?.object(name);
    if (hook) {
      handlers.push(hook);
    }
  }
  return handlers;
}

export const hostProbesAndHostLifecycle: PodSecurityCheck = {
  id: 'hostProbesAndHostLifecycle',
  level: 'baseline',
  versions: [{ since: 34, check }],
};
