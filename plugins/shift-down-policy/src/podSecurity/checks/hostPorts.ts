/**
 * Baseline: no container may take a port of its node.
 *
 * In a Pod on its node's network every port of a container is one of the node: the API
 * server fills in hostPort before the check sees it. It doesn't do so in templates.
 * https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
 */
import type { Pod } from '../Pod';
import type { Breach, PodSecurityCheck, Refusal } from '../PodSecurityCheck';
import {
  containerNames,
  containersInWords,
  forbidden,
  refusal,
  valuesOf,
} from '../refusal';
import { plural } from '../words';

function check(pod: Pod): Refusal | undefined {
  const breaches: Breach[] = [];
  const onHostNetwork = pod.isPod && pod.spec.boolean('hostNetwork');
  for (const container of pod.containers) {
    for (const port of container.fields.objects('ports')) {
      const hostPort =
        port.integer('hostPort') ||
        (onHostNetwork && port.integer('containerPort'));
      if (hostPort) {
        breaches.push(forbidden(container, port, 'hostPort', hostPort));
      }
    }
  }
  return refusal(breaches, 'hostPort', found => {
    const ports = valuesOf(found);
    return [
      containersInWords(found),
      plural(containerNames(found).length, 'uses', 'use'),
      plural(ports.length, 'hostPort'),
      ports.join(', '),
    ].join(' ');
  });
}

export const hostPorts: PodSecurityCheck = {
  id: 'hostPorts',
  level: 'baseline',
  versions: [{ since: 0, check }],
};
