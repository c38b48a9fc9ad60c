/** Why exceptions may be ignored, and what a credential should not be able to do. */
import type { ClusterWriterOptions } from '@shift-down/plugin-shift-down-node';
import { z } from 'zod';
import { inParallel } from '../live/credentialCheck/inParallel';
import { mayI, type AccessAttributes } from '../live/credentialCheck/reviews';
import type { ApiClient } from './ApiClient';
import { EXCEPTION_KINDS } from './kinds';

const PARALLEL_REVIEWS = 8;

/** What the writer needs of each kind; a guardrail keeps its object for good. */
const NEEDED = ['get', 'create', 'patch'];

/** What makes a stolen token a way into the cluster, or around all policies at once. */
const TOO_MUCH: AccessAttributes[] = [
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
  { verb: 'patch', group: '', resource: 'namespaces' },
];

/** Exceptions anywhere but in the dedicated namespace; creating Pods is the prober's. */
const TOO_MUCH_FOR_ENFORCER: AccessAttributes[] = [
  ...TOO_MUCH,
  { verb: 'create', group: '', resource: 'pods' },
  ...EXCEPTION_KINDS.filter(({ namespaced }) => namespaced).map(
    ({ group, resource }) => ({ verb: 'create', group, resource }),
  ),
];

const TOO_MUCH_FOR_PROBER: AccessAttributes[] = [
  ...TOO_MUCH,
  { verb: 'delete', group: '', resource: 'pods' },
  ...EXCEPTION_KINDS.map(({ group, resource }) => ({
    verb: 'create',
    group,
    resource,
  })),
];

/**
 * What can't be asked is left out: it is told where it is needed.
 *
 * @param exceptionVersions - Served ones, as `group/version`.
 * @internal
 */
export async function enforcerWarnings(
  client: ApiClient,
  exceptionVersions: string[],
  exceptionNamespace: string,
  options: ClusterWriterOptions,
): Promise<string[]> {
  const served = EXCEPTION_KINDS.filter(({ group }) =>
    exceptionVersions.some(it => it.startsWith(`${group}/`)),
  );
  const needed = served.flatMap(({ group, resource, namespaced }) =>
    [...NEEDED, ...(namespaced ? ['delete'] : [])].map(verb => ({
      verb,
      group,
      resource,
      ...(namespaced && { namespace: exceptionNamespace }),
    })),
  );
  const missing = await answered(client, needed, false, options);
  const isKyvernoServed = served.some(({ group }) =>
    group.endsWith('kyverno.io'),
  );
  return [
    ...(missing.length > 0
      ? [
          `The enforcer may not ${listed(
            missing,
          )}. Grant it the rights of examples/kubernetes/enforcer.yaml.`,
        ]
      : []),
    ...(await excessOf(client, 'enforcer', TOO_MUCH_FOR_ENFORCER, options)),
    ...(isKyvernoServed
      ? await switchedOff(client, exceptionNamespace, options)
      : []),
  ];
}

/** @internal */
export function proberWarnings(
  client: ApiClient,
  options: ClusterWriterOptions,
): Promise<string[]> {
  return excessOf(client, 'prober', TOO_MUCH_FOR_PROBER, options);
}

async function excessOf(
  client: ApiClient,
  role: string,
  probes: AccessAttributes[],
  options: ClusterWriterOptions,
): Promise<string[]> {
  const allowed = await answered(client, probes, true, options);
  return allowed.length === 0
    ? []
    : [
        `The credential of the ${role} may ${listed(
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
      ({ verb, resource, group, namespace }) =>
        `${verb} ${group ? `${resource}.${group}` : resource}${
          namespace ? ` in ${namespace}` : ''
        }`,
    )
    .join(', ');
}

/** As Kyverno's chart names it by default. */
const KYVERNO =
  '/apis/apps/v1/namespaces/kyverno/deployments/kyverno-admission-controller';

/** Of all that a Deployment says, the flags alone. */
const deployment = z.object({
  spec: z.object({
    template: z.object({
      spec: z.object({
        containers: z.array(
          z.object({ args: z.array(z.string()).default([]) }),
        ),
      }),
    }),
  }),
});

/** Where the enforcer may read it, which it need not. */
async function switchedOff(
  client: ApiClient,
  exceptionNamespace: string,
  options: ClusterWriterOptions,
): Promise<string[]> {
  const { status, body } = await client.get(KYVERNO, options);
  const parsed = deployment.safeParse(body);
  if (status !== 200 || !parsed.success) {
    return [];
  }
  const args = parsed.data.spec.template.spec.containers.flatMap(
    container => container.args,
  );
  const valueOf = (flag: string) =>
    args
      .map(arg => new RegExp(`^--?${flag}(?:=(.*))?$`).exec(arg))
      .filter(match => match !== null)
      .map(match => match[1] ?? 'true')
      .at(-1);
  if (!/^(1|t|true)$/i.test(valueOf('enablePolicyException') ?? 'false')) {
    return [
      'Kyverno does not honour exceptions in this cluster: start it with --enablePolicyException=true.',
    ];
  }
  const namespace = valueOf('exceptionNamespace') ?? '';
  return namespace === exceptionNamespace || namespace === '*'
    ? []
    : [
        `Kyverno honours exceptions ${
          namespace === '' ? 'of no namespace' : `of "${namespace}" only`
        } in this cluster: start it with --exceptionNamespace=${exceptionNamespace}.`,
      ];
}
