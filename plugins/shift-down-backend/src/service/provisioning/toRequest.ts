import type { NamespaceRequest as ClientRequest } from '@shift-down/plugin-shift-down-common/client';
import type { NamespaceRequest } from '@shift-down/plugin-shift-down-policy';
import { parseClientEntityRef } from '../request/entityRef';

/**
 * What a client asks for, in full. Whether it can be had is judged later, by the rules.
 * @throws InputError if a ref is none.
 */
export function toRequest(request: ClientRequest): NamespaceRequest {
  const { baselineVersion, systemRef } = request;
  return {
    cluster: request.cluster,
    name: request.name,
    ownerRef: parseClientEntityRef(request.ownerRef),
    ...(systemRef !== undefined && {
      systemRef: parseClientEntityRef(systemRef),
    }),
    dependencyOf: (request.dependencyOf ?? []).map(parseClientEntityRef),
    environment: request.environment,
    podSecurity: request.podSecurity ?? 'restricted',
    size: request.size,
    limits: request.limits ?? 'default',
    egress: request.egress ?? [],
    roles: [...new Set(request.roles ?? [])],
    ...(baselineVersion !== undefined && { baselineVersion }),
  };
}
