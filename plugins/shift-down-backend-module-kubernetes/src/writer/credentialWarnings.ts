/** What a credential that writes should be able to do, and what it should not. */
import type { ClusterWriterOptions } from '@shift-down/plugin-shift-down-node';
import { inParallel } from '../live/credentialCheck/inParallel';
import { mayI, type AccessAttributes } from '../live/credentialCheck/reviews';
import type { ApiClient } from './ApiClient';
import { EXCEPTION_KINDS } from './kinds';

const PARALLEL_REVIEWS = 8;

/**
 * What makes a stolen token a way into the cluster, or around all policies at once.
 * @internal
 */
export const TOO_MUCH: AccessAttributes[] = [
  { verb: 'get', group: '', resource: 'secrets' },
  { verb: 'impersonate', group: '', resource: 'users' },
  { verb: 'create', group: '', resource: 'serviceaccounts/token' },
  {
    verb: 'create',
    group: 'rbac.authorization.k8s.io',
    resource: 'clusterrolebindings',
  },
  {
    verb: 'delete',
    group: 'admissionregistration.k8s.io',
    resource: 'validatingwebhookconfigurations',
  },
  {
    verb: 'delete',
    group: 'admissionregistration.k8s.io',
    resource: 'validatingadmissionpolicybindings',
  },
  { verb: 'patch', group: 'kyverno.io', resource: 'clusterpolicies' },
  {
    verb: 'patch',
    group: 'policies.kyverno.io',
    resource: 'validatingpolicies',
  },
];

const TOO_MUCH_FOR_PROBER: AccessAttributes[] = [
  ...TOO_MUCH,
  { verb: 'patch', group: '', resource: 'namespaces' },
  { verb: 'delete', group: '', resource: 'pods' },
  ...EXCEPTION_KINDS.map(({ group, resource }) => ({
    verb: 'create',
    group,
    resource,
  })),
];

/** @internal */
export function proberWarnings(
  client: ApiClient,
  options: ClusterWriterOptions,
): Promise<string[]> {
  return excessOf(client, TOO_MUCH_FOR_PROBER, options);
}

/**
 * What can't be asked is left out: it is told where it is needed.
 * @internal
 */
export async function missingOf(
  client: ApiClient,
  needed: AccessAttributes[],
  options: ClusterWriterOptions,
): Promise<string[]> {
  const missing = await answered(client, needed, false, options);
  return missing.length === 0
    ? []
    : [
        `The ${client.role} may not ${listed(
          missing,
        )}. Grant it the rights of examples/kubernetes/${client.role}.yaml.`,
      ];
}

/** @internal */
export async function excessOf(
  client: ApiClient,
  probes: AccessAttributes[],
  options: ClusterWriterOptions,
): Promise<string[]> {
  const allowed = await answered(client, probes, true, options);
  return allowed.length === 0
    ? []
    : [
        `The credential of the ${client.role} may ${listed(
          allowed,
        )} anywhere in the cluster. It needs none of it: take it away.`,
      ];
}

/** Those of them that are answered so. */
async function answered(
  client: ApiClient,
  asked: AccessAttributes[],
  answer: boolean,
  { signal }: ClusterWriterOptions,
): Promise<AccessAttributes[]> {
  const answers = await inParallel(
    asked,
    PARALLEL_REVIEWS,
    async attributes => {
      const [resource, subresource] = attributes.resource.split('/');
      try {
        return await mayI(
          client.connection,
          { ...attributes, resource, subresource },
          signal,
        );
      } catch {
        signal.throwIfAborted();
        return undefined;
      }
    },
  );
  return asked.filter((_, index) => answers[index] === answer);
}

function listed(attributes: AccessAttributes[]): string {
  return attributes
    .map(
      ({ verb, resource, group, namespace, name }) =>
        `${verb} ${group ? `${resource}.${group}` : resource}${
          name ? ` "${name}"` : ''
        }${namespace ? ` in ${namespace}` : ''}`,
    )
    .join(', ');
}
