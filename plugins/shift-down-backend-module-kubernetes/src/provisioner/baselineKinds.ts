/** The objects that the provisioner writes, and nothing else is. */
import { InputError } from '@backstage/errors';
import type {
  ClusterManifest,
  ClusterObjectReference,
} from '@shift-down/plugin-shift-down-node';
import { z } from 'zod';
import { pathOf, type ObjectPath } from '../writer/objectPath';

/** @internal */
export interface BaselineKind {
  apiVersion: string;
  kind: string;
  resource: string;
  namespaced: boolean;
}

const RBAC = 'rbac.authorization.k8s.io/v1';

/** @internal */
export const BASELINE_KINDS: readonly BaselineKind[] = [
  kind('v1', 'Namespace', 'namespaces', false),
  kind('v1', 'ResourceQuota', 'resourcequotas'),
  kind('v1', 'LimitRange', 'limitranges'),
  kind('v1', 'ServiceAccount', 'serviceaccounts'),
  kind('networking.k8s.io/v1', 'NetworkPolicy', 'networkpolicies'),
  kind(RBAC, 'RoleBinding', 'rolebindings'),
];

function kind(
  apiVersion: string,
  name: string,
  resource: string,
  namespaced = true,
): BaselineKind {
  return { apiVersion, kind: name, resource, namespaced };
}

/** Of the cluster itself; nobody is given one, whatever the configuration says. */
const SYSTEM_NAMESPACE = /^(default|kube-.*)$/;
const NAMESPACE = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const NAME = /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/;

/**
 * @throws InputError for anything that no baseline is made of, or that lies in a namespace
 * of the cluster's own.
 * @internal
 */
export function baselineKind(reference: ClusterObjectReference): BaselineKind {
  const { apiVersion, namespace, name } = reference;
  const found = BASELINE_KINDS.find(
    it => it.apiVersion === apiVersion && it.kind === reference.kind,
  );
  if (!found) {
    throw new InputError(
      `${
        reference.kind
      } of ${apiVersion} is no part of a baseline; the provisioner writes ${BASELINE_KINDS.map(
        it => it.kind,
      ).join(', ')} only.`,
    );
  }
  const within = found.namespaced ? namespace : name;
  if (found.namespaced === (namespace === '')) {
    throw new InputError(
      found.namespaced
        ? `${reference.kind} "${name}" needs a namespace.`
        : `A ${reference.kind} lies in no namespace.`,
    );
  }
  if (!NAMESPACE.test(within) || !NAME.test(name)) {
    throw new InputError(
      'Names are made of lower-case letters, digits and "-", such as "shop-dev"; choose another one.',
    );
  }
  if (SYSTEM_NAMESPACE.test(within)) {
    throw new InputError(
      `The namespace ${within} is the cluster's own and is left alone; choose another one.`,
    );
  }
  return found;
}

/** Errors as of {@link baselineKind}. @internal */
export function baselinePath(reference: ClusterObjectReference): ObjectPath {
  const { resource } = baselineKind(reference);
  const [version, group = ''] = reference.apiVersion.split('/').reverse();
  const { namespace, name } = reference;
  return pathOf({ group, version, resource, namespace, name });
}

const roleBinding = z.object({
  roleRef: z.object({
    apiGroup: z.literal('rbac.authorization.k8s.io'),
    kind: z.literal('ClusterRole'),
  }),
  subjects: z
    .array(
      z.object({
        kind: z.literal('Group'),
        apiGroup: z.literal('rbac.authorization.k8s.io'),
        name: z.string().min(1),
      }),
    )
    .min(1),
});

/**
 * What it is about, once it is known to be harmless: whoever asks, no group of Kubernetes
 * itself is bound, and no account.
 *
 * @throws InputError, also as {@link baselineKind}.
 * @internal
 */
export function referenceOf(manifest: ClusterManifest): ClusterObjectReference {
  const { apiVersion, metadata } = manifest;
  const reference = {
    apiVersion,
    kind: manifest.kind,
    namespace: metadata.namespace ?? '',
    name: metadata.name,
  };
  baselineKind(reference);
  if (manifest.kind === 'RoleBinding') {
    const parsed = roleBinding.safeParse(manifest);
    if (!parsed.success) {
      throw new InputError(
        `RoleBinding "${metadata.name}" must bind a ClusterRole to groups; correct the baseline.`,
      );
    }
    const reserved = parsed.data.subjects.find(({ name }) =>
      /^\s*system:/i.test(name),
    );
    if (reserved) {
      throw new InputError(
        `"${reserved.name}" is a group of Kubernetes itself and is never bound; correct how groups are named.`,
      );
    }
  }
  return reference;
}
