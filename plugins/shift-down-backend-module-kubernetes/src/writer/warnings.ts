/** Why exceptions may be ignored, and what the enforcer should not be able to do. */
import type { ClusterWriterOptions } from '@shift-down/plugin-shift-down-node';
import { z } from 'zod';
import type { AccessAttributes } from '../live/credentialCheck/reviews';
import type { ApiClient } from './ApiClient';
import { excessOf, missingOf, TOO_MUCH } from './credentialWarnings';
import { EXCEPTION_KINDS } from './kinds';

/** What the writer needs of each kind; a guardrail keeps its object for good. */
const NEEDED = ['get', 'create', 'patch'];

/** Exceptions anywhere but in the dedicated namespace; creating Pods is the prober's. */
const TOO_MUCH_FOR_ENFORCER: AccessAttributes[] = [
  ...TOO_MUCH,
  { verb: 'patch', group: '', resource: 'namespaces' },
  { verb: 'create', group: '', resource: 'pods' },
  ...EXCEPTION_KINDS.filter(({ namespaced }) => namespaced).map(
    ({ group, resource }) => ({ verb: 'create', group, resource }),
  ),
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
  const isKyvernoServed = served.some(({ group }) =>
    group.endsWith('kyverno.io'),
  );
  return [
    ...(await missingOf(client, needed, options)),
    ...(await excessOf(client, TOO_MUCH_FOR_ENFORCER, options)),
    ...(isKyvernoServed
      ? await switchedOff(client, exceptionNamespace, options)
      : []),
  ];
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
