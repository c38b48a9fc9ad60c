/**
 * No Service is published past the platform's ingress: by a port of every node, a load
 * balancer of its own or addresses that it claims.
 *
 * See https://kubernetes.io/docs/concepts/services-networking/service/.
 */
import type { NamespaceState, ObjectVerdict, ServiceState } from '../types';
import { aboutNamespace, Answer, type Wrong } from '../verdicts';

const RULE = 'exposed-services';

/** One verdict for each Service, and one for the namespace if none of them fails. */
export function exposedServices(state: NamespaceState): ObjectVerdict[] {
  const verdicts = state.services.map(service => {
    const answer = new Answer('namespace-baseline', RULE, {
      namespace: state.name,
      kind: 'Service',
      name: service.name,
    });
    const wrongs = wrongsOf(service);
    return wrongs.length > 0 ? answer.fail(wrongs) : answer.pass();
  });
  const answer = aboutNamespace(state, RULE);
  const { Service: incomplete } = state.incomplete;
  if (incomplete) {
    return [...verdicts, answer.unknown(incomplete)];
  }
  return verdicts.some(({ verdict }) => verdict.result === 'fail')
    ? verdicts
    : [...verdicts, answer.pass()];
}

function wrongsOf({ name, type, externalIPs }: ServiceState): Wrong[] {
  return [
    ...(['NodePort', 'LoadBalancer'].includes(type)
      ? [
          {
            message: `Service ${name} is of type ${type}`,
            field: ['spec', 'type'],
          },
        ]
      : []),
    ...(externalIPs.length > 0
      ? [
          {
            message: `Service ${name} claims the external addresses ${externalIPs.join(
              ', ',
            )}`,
            field: ['spec', 'externalIPs'],
          },
        ]
      : []),
  ];
}
