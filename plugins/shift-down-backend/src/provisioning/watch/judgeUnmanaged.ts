/** What somebody asks for who makes a Namespace with a baseline label: pure. */
import {
  LABEL_BASELINE,
  LABEL_ENVIRONMENT,
  LABEL_LIMITS,
} from '@shift-down/plugin-shift-down-common';
import {
  RESERVED_NAMESPACES,
  type NamespaceRequest,
} from '@shift-down/plugin-shift-down-policy';
import { matchesGlob, namespaceOwner } from '../../correlation/namespaceOwner';
import type { CorrelationOptions } from '../../correlation/types';
import type { ProvisioningConfig } from '../config';

/**
 * @returns In words why nothing is done about it, or what it is to be made into: never more
 * than a request of that group could get, and without anybody bound to a role.
 * @internal
 */
export function judgeUnmanaged(
  { name, labels }: { name: string; labels: Record<string, string> },
  {
    cluster,
    config,
    correlation,
    versions,
  }: {
    cluster: string;
    config: Pick<
      ProvisioningConfig,
      'environments' | 'reservedNamespaces' | 'sizes'
    >;
    correlation: Pick<CorrelationOptions, 'ownerLabel' | 'namespaceOwners'>;
    versions: readonly string[];
  },
):
  | { request: NamespaceRequest & { baselineVersion: string } }
  | { problem: string } {
  const reserved = [...RESERVED_NAMESPACES, ...config.reservedNamespaces];
  if (reserved.some(it => matchesGlob(it, name))) {
    return { problem: 'its name is reserved' };
  }
  const version = labels[LABEL_BASELINE] ?? '';
  if (!versions.includes(version)) {
    return { problem: `there is no version '${version}' of the baseline` };
  }
  const owner = namespaceOwner(correlation, cluster, name, labels);
  if (!owner) {
    return {
      problem: `nobody owns it: set its label ${correlation.ownerLabel} to the name of a group`,
    };
  }
  const [size] = config.sizes;
  const environment =
    config.environments.find(it => it.name === labels[LABEL_ENVIRONMENT]) ??
    config.environments[0];
  if (!size || !environment) {
    return { problem: 'no size or no environment is configured' };
  }
  return {
    request: {
      cluster,
      name,
      ownerRef: owner.ownerRef,
      dependencyOf: [],
      environment: environment.name,
      podSecurity: 'restricted',
      size: size.name,
      limits: labels[LABEL_LIMITS] === 'strict' ? 'strict' : 'default',
      egress: [],
      roles: [],
      baselineVersion: version,
    },
  };
}
