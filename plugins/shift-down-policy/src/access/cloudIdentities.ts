/**
 * Which cloud identity a workload gets through its ServiceAccount, and who else can get
 * it. Cloud IAM knows the account, RBAC knows who may run Pods as it, and neither knows
 * of the other.
 *
 * What is kept outside of the cluster, such as EKS Pod Identity associations, is not
 * known here.
 */
import type {
  ServiceAccountState,
  NamespaceState,
} from '../namespaceBaseline/types';
import { createTrust } from '../trust/trustedSubjects';
import { directAccess } from './dangerousAccess';
import type { CloudAccess, CloudIdentity } from './types';
import { WaysIn } from './WaysIn';

const ANNOTATIONS: Record<string, CloudIdentity['provider']> = {
  // https://docs.aws.amazon.com/eks/latest/userguide/iam-roles-for-service-accounts.html
  'eks.amazonaws.com/role-arn': 'aws',
  // https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity
  'iam.gke.io/gcp-service-account': 'google-cloud',
  // https://azure.github.io/azure-workload-identity/docs/topics/service-account-labels-and-annotations.html
  'azure.workload.identity/client-id': 'azure',
};

/** @internal */
export const CLOUD_IDENTITY_ANNOTATIONS: readonly string[] =
  Object.keys(ANNOTATIONS);

/** Azure's webhook passes over Pods without it. */
const USES_AZURE = 'azure.workload.identity/use';

/**
 * The cloud identities that the Pods of a workload get.
 * @public
 */
export function cloudIdentitiesOf(
  workload: { serviceAccountName: string; podLabels: Record<string, string> },
  serviceAccounts: readonly ServiceAccountState[],
): CloudIdentity[] {
  const account = serviceAccounts.find(
    ({ name }) => name === workload.serviceAccountName,
  );
  return account
    ? identitiesOf(account).filter(
        ({ provider }) =>
          provider !== 'azure' ||
          (Object.hasOwn(workload.podLabels, USES_AZURE) &&
            workload.podLabels[USES_AZURE] === 'true'),
      )
    : [];
}

/**
 * Every cloud identity that can be had in a namespace, with the workloads that have it
 * and everybody who could: who may run Pods as its account, enter them, issue the
 * account's tokens or impersonate it.
 *
 * @param trusted - As for `dangerousAccess`.
 * @public
 */
export function cloudAccess(
  state: NamespaceState,
  trusted: readonly string[] = [],
): CloudAccess[] {
  const { name: namespace, serviceAccounts, workloads, rbac } = state;
  const identities = serviceAccounts.flatMap(identitiesOf);
  if (identities.length === 0) {
    return [];
  }
  const direct = directAccess(namespace, rbac, trusted);
  const ways = new WaysIn(namespace, direct);
  const isTrusted = createTrust(trusted);
  const isOfCluster = new Set(
    direct.filter(({ scope }) => scope === 'cluster').map(({ who }) => who),
  );
  return identities.map(identity => {
    const account = `serviceaccount:${namespace}:${identity.serviceAccount}`;
    return {
      ...identity,
      workloads: workloads
        .filter(workload =>
          cloudIdentitiesOf(workload, serviceAccounts).some(
            it =>
              it.provider === identity.provider &&
              it.identity === identity.identity &&
              it.serviceAccount === identity.serviceAccount,
          ),
        )
        .map(({ object }) => object),
      assumableBy: ways
        .actors()
        .filter(who => who !== account)
        .map(who => ({
          who,
          paths: ways.pathsTo(account, who),
          trusted: isTrusted(
            who,
            isOfCluster.has(who) ? 'cluster' : 'namespace',
          ),
        }))
        .filter(({ paths }) => paths.length > 0)
        .toSorted(
          (a, b) =>
            Number(a.trusted) - Number(b.trusted) || (a.who < b.who ? -1 : 1),
        ),
    };
  });
}

function identitiesOf({
  name,
  annotations,
}: ServiceAccountState): CloudIdentity[] {
  return Object.entries(ANNOTATIONS).flatMap(([annotation, provider]) =>
    Object.hasOwn(annotations, annotation) && annotations[annotation]
      ? [{ provider, identity: annotations[annotation], serviceAccount: name }]
      : [],
  );
}
