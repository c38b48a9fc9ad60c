/** Which cluster it is, who writes and asks there, and what is wrong with their rights. */
import type {
  ClusterWriterOptions,
  ProvisionerCapabilities,
} from '@shift-down/plugin-shift-down-node';
import { whoAmI, type AccessAttributes } from '../live/credentialCheck/reviews';
import type { ApiClient } from '../writer/ApiClient';
import {
  excessOf,
  missingOf,
  proberWarnings,
  TOO_MUCH,
} from '../writer/credentialWarnings';
import { identifyCluster, servedVersions } from '../writer/inspectCluster';
import { BASELINE_KINDS } from './baselineKinds';

const KYVERNO = 'policies.kyverno.io';
const RBAC = 'rbac.authorization.k8s.io';

const ATTRIBUTES = BASELINE_KINDS.map(({ apiVersion, resource }) => ({
  group: apiVersion.includes('/') ? apiVersion.split('/')[0] : '',
  resource,
}));

const NEEDED: AccessAttributes[] = ATTRIBUTES.flatMap(of =>
  ['get', 'create', 'patch'].map(verb => ({ verb, ...of })),
);

const TOO_MUCH_FOR_PROVISIONER: AccessAttributes[] = [
  ...TOO_MUCH,
  { verb: 'list', group: '', resource: 'secrets' },
  { verb: 'impersonate', group: '', resource: 'groups' },
  { verb: 'create', group: '', resource: 'pods' },
  ...ATTRIBUTES.map(of => ({ verb: 'delete', ...of })),
  ...['escalate', 'bind'].flatMap(verb =>
    ['clusterroles', 'roles'].map(resource => ({
      verb,
      group: RBAC,
      resource,
    })),
  ),
  ...['cluster-admin', 'admin', 'edit'].map(name => ({
    verb: 'bind',
    group: RBAC,
    resource: 'clusterroles',
    name,
  })),
  { verb: 'create', group: RBAC, resource: 'roles' },
  { verb: 'create', group: RBAC, resource: 'clusterroles' },
];

/** Who writes and asks, and what is wrong with their rights. @internal */
export type ProvisionerRights = Pick<
  ProvisionerCapabilities,
  'provisioner' | 'prober' | 'warnings'
>;

/** @throws ServiceUnavailableError while nobody answers. @internal */
export async function identifyProvisioner(
  provisioner: ApiClient,
  options: ClusterWriterOptions,
): Promise<Omit<ProvisionerCapabilities, keyof ProvisionerRights>> {
  const { uid, served } = await identifyCluster(
    provisioner,
    new Set([KYVERNO]),
    options,
  );
  const [generatingPolicyVersion] = servedVersions(
    served,
    KYVERNO,
    'generatingpolicies',
  );
  return {
    uid,
    ...(generatingPolicyVersion && { generatingPolicyVersion }),
  };
}

/** Takes some dozens of requests. @internal */
export async function rightsOf(
  provisioner: ApiClient,
  prober: ApiClient | undefined,
  options: ClusterWriterOptions,
): Promise<ProvisionerRights> {
  const writes = await nameOf(provisioner, options);
  const asks = prober && (await nameOf(prober, options));
  return {
    ...(writes !== undefined && { provisioner: writes }),
    ...(asks !== undefined && { prober: asks }),
    warnings: [
      ...(await missingOf(provisioner, NEEDED, options)),
      ...(await excessOf(provisioner, TOO_MUCH_FOR_PROVISIONER, options)),
      ...(prober ? await proberWarnings(prober, options) : []),
    ],
  };
}

/** Servers before 1.28 don't say. */
async function nameOf(
  { connection }: ApiClient,
  { signal }: ClusterWriterOptions,
): Promise<string | undefined> {
  try {
    return (await whoAmI(connection, signal)).username;
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}
