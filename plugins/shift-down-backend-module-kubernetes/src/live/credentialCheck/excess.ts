/** Whether the credential may do what a collector never does. */
import type { SourceCheck } from '@shift-down/plugin-shift-down-node';
import { RESOURCES, type CollectedResource } from '../resources';
import { inParallel } from './inParallel';
import { PARALLEL_REVIEWS } from './needs';
import type { AccessAttributes } from './reviews';

const RBAC = 'rbac.authorization.k8s.io';

/** Never asked of RBAC by anybody but those who may do everything. */
const EVERYTHING: AccessAttributes = { verb: '*', group: '*', resource: '*' };

const on = (
  verbs: string[],
  group: string,
  resource: string,
  subresource?: string,
): AccessAttributes[] =>
  verbs.map(verb => ({ verb, group, resource, subresource }));

const WRITE = ['create', 'update', 'patch', 'delete'];

const writing = (wanted: (resource: CollectedResource) => boolean) =>
  RESOURCES.filter(wanted).flatMap(({ group, resource }) =>
    on(WRITE, group, resource),
  );

const isWorkload = ({ sourceKind }: CollectedResource) =>
  sourceKind === 'Workload';
const isRight = ({ group }: CollectedResource) => group === RBAC;

/**
 * What would make a stolen credential a way into the cluster, or let it forge what the
 * portal believes. Names are those of the checks.
 */
const EXCESS: readonly { name: string; probes: AccessAttributes[] }[] = [
  {
    name: 'no reading of Secrets',
    // What changes an object is answered with the whole of it.
    probes: on(['get', 'list', 'watch', 'update', 'patch'], '', 'secrets'),
  },
  {
    name: 'no changing of workloads',
    probes: [
      ...writing(isWorkload),
      ...on(['get', 'create'], '', 'pods', 'exec'),
      ...on(['update', 'patch'], '', 'pods', 'ephemeralcontainers'),
      ...on(['get', 'create'], '', 'nodes', 'proxy'),
    ],
  },
  {
    name: 'no granting of rights',
    probes: [
      ...writing(isRight),
      ...['roles', 'clusterroles'].flatMap(resource =>
        on(['escalate', 'bind'], RBAC, resource),
      ),
    ],
  },
  {
    name: 'no acting as others',
    probes: [
      ...['users', 'groups', 'serviceaccounts'].flatMap(resource =>
        on(['impersonate'], '', resource),
      ),
      ...on(['create'], '', 'serviceaccounts', 'token'),
    ],
  },
  {
    name: 'no changing of namespaces and reports',
    probes: writing(resource => !isWorkload(resource) && !isRight(resource)),
  },
  {
    name: 'no changing of admission',
    probes: [
      'validatingwebhookconfigurations',
      'mutatingwebhookconfigurations',
    ].flatMap(resource => on(WRITE, 'admissionregistration.k8s.io', resource)),
  },
];

const MAXIMUM_NAMED = 8;

/**
 * @param may - Asks the API server.
 * @internal
 */
export async function checkExcess(
  namespaces: string[] | undefined,
  groups: string[],
  may: (attributes: AccessAttributes) => Promise<boolean>,
): Promise<SourceCheck[]> {
  const name = 'no more rights than a collector needs';
  if (groups.includes('system:masters') || (await may(EVERYTHING))) {
    return [
      {
        name,
        outcome: 'warning',
        message:
          'The credential may do everything. Use one with the rights of examples/kubernetes/collector.yaml.',
      },
    ];
  }
  // Rights in a namespace don't show in questions about all of them.
  const places = namespaces ?? [undefined];
  return inParallel(EXCESS, 1, async ({ name: group, probes }) => {
    const asked = probes.flatMap(probe =>
      places.map(namespace => ({ ...probe, namespace })),
    );
    const answers = await inParallel(asked, PARALLEL_REVIEWS, may);
    const allowed = [
      ...new Set(asked.filter((_, index) => answers[index]).map(describe)),
    ];
    return allowed.length === 0
      ? { name: group, outcome: 'passed', message: 'Not allowed.' }
      : {
          name: group,
          outcome: 'warning',
          message: `The credential may ${listed(
            allowed,
          )}. A collector needs none of it: take it away.`,
        };
  });
}

function describe({ verb, group, resource, subresource }: AccessAttributes) {
  const path = subresource ? `${resource}/${subresource}` : resource;
  return `${verb} ${group ? `${path}.${group}` : path}`;
}

function listed(texts: string[]): string {
  const rest = texts.length - MAXIMUM_NAMED;
  return `${texts.slice(0, MAXIMUM_NAMED).join(', ')}${
    rest > 0 ? ` and ${rest} more` : ''
  }`;
}
