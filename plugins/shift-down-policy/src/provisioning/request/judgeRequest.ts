/** Why a namespace can't be made as it was asked for; all reasons at once. */
import type {
  NamespaceRequest,
  ProvisioningCluster,
  RequestProblem,
} from '../types';
import { groupNameOf, whyNoClusterGroup } from './groupName';
import { judgeEgress } from './judgeEgress';
import { judgeName } from './judgeName';
import { quotaUseOf } from './quotaUse';
import type { RequestFacts } from './types';

/**
 * Judges a request by what the platform team decided and by what is known of the requester
 * and of the cluster. Nothing is made of a request that has a problem.
 * @public
 */
export function judgeRequest(
  request: NamespaceRequest,
  facts: RequestFacts,
): RequestProblem[] {
  const { rules, isTaken } = facts;
  const cluster = rules.clusters.find(it => it.cluster === request.cluster);
  return [
    ...judgeName(request, rules),
    ...(isTaken === undefined ? [] : [problem('taken', 'name', isTaken)]),
    ...(cluster
      ? judgeEnvironment(request, facts, cluster)
      : [
          problem(
            'cluster',
            'cluster',
            `No namespaces are made in '${request.cluster}'; ${choose(
              rules.clusters.map(it => it.cluster),
            )}`,
          ),
        ]),
    ...judgeOwner(request, facts),
    ...judgePresets(request, facts),
    ...judgeEgress(request),
    ...judgeBaseline(request, facts),
    ...judgeCatalog(request, facts),
  ];
}

function judgeEnvironment(
  { environment }: NamespaceRequest,
  { rules }: RequestFacts,
  cluster: ProvisioningCluster,
): RequestProblem[] {
  const allowed = rules.environments
    .map(({ name }) => name)
    .filter(
      name => !cluster.environments || cluster.environments.includes(name),
    );
  return allowed.includes(environment)
    ? []
    : [
        problem(
          'environment',
          'environment',
          `There is no environment '${environment}' in '${
            cluster.cluster
          }'; ${choose(allowed)}`,
        ),
      ];
}

/** What a group is called in the cluster is told to its own people only. */
function judgeOwner(
  { ownerRef }: NamespaceRequest,
  { ownGroups, isManager = false, clusterGroup }: RequestFacts,
): RequestProblem[] {
  const refuse = (message: string) => [problem('owner', 'ownerRef', message)];
  if (!groupNameOf(ownerRef)) {
    return refuse(
      `'${ownerRef}' is no group; name one such as group:default/payments`,
    );
  }
  const isOwn = ownGroups.some(
    group => group.toLowerCase() === ownerRef.toLowerCase(),
  );
  if (!isOwn && !isManager) {
    return refuse(
      `You are not in ${ownerRef}; name a group of yours, or ask the platform team`,
    );
  }
  const reason =
    'name' in clusterGroup
      ? whyNoClusterGroup(clusterGroup.name)
      : clusterGroup.problem;
  return reason === undefined ? [] : [problem('group', 'ownerRef', reason)];
}

function judgePresets(
  request: NamespaceRequest,
  { rules, others }: RequestFacts,
): RequestProblem[] {
  const problems: RequestProblem[] = [];
  const known = new Set(rules.roles.map(({ name }) => name));
  request.roles.forEach((role, index) => {
    const field = `roles[${index}]`;
    if (!known.has(role)) {
      problems.push(
        problem(
          'role',
          field,
          `There is no role '${role}'; ${choose([...known])}`,
        ),
      );
    } else if (request.roles.indexOf(role) < index) {
      problems.push(problem('role', field, `'${role}' is there twice`));
    }
  });

  const sizes = rules.sizes.map(({ name }) => name);
  if (!sizes.includes(request.size)) {
    return [
      ...problems,
      problem(
        'size',
        'size',
        `There is no size '${request.size}'; ${choose(sizes)}`,
      ),
    ];
  }
  const uncounted = others.find(({ size }) => !sizes.includes(size));
  if (rules.teamQuota && uncounted) {
    problems.push(
      problem(
        'quota',
        'size',
        `How much ${request.ownerRef} uses is not known: '${uncounted.name}' has the size '${uncounted.size}', which is not configured any more. Ask the platform team to bring it back`,
      ),
    );
  }
  for (const { resource, used, asked, allowed, isExceeded } of quotaUseOf(
    request,
    rules,
    others,
  )) {
    if (isExceeded) {
      problems.push(
        problem(
          'quota',
          'size',
          `${request.ownerRef} may use ${resource} of ${allowed} in '${request.cluster}'; ${used} is taken, and '${request.size}' takes ${asked}. Choose a smaller size, or ask the platform team`,
        ),
      );
    }
  }
  return problems;
}

function judgeBaseline(
  { baselineVersion }: NamespaceRequest,
  { baselineVersions }: RequestFacts,
): RequestProblem[] {
  if (baselineVersions.length === 0) {
    return [
      problem(
        'baseline',
        'baselineVersion',
        'No version of the baseline could be read; the platform team finds the reason on the page of baselines',
      ),
    ];
  }
  return baselineVersion === undefined ||
    baselineVersions.includes(baselineVersion)
    ? []
    : [
        problem(
          'baseline',
          'baselineVersion',
          `There is no version '${baselineVersion}' of the baseline; ${choose(
            baselineVersions,
          )}`,
        ),
      ];
}

const ENTITY_REF = /^[a-z0-9.-]+:[\w.-]+\/[\w.-]+$/i;

function judgeCatalog(
  { systemRef, dependencyOf }: NamespaceRequest,
  { knownSystems }: RequestFacts,
): RequestProblem[] {
  const problems: RequestProblem[] = [];
  if (
    systemRef !== undefined &&
    (!/^system:/i.test(systemRef) || !ENTITY_REF.test(systemRef))
  ) {
    problems.push(
      problem(
        'system',
        'systemRef',
        `'${systemRef}' is no system; name one such as system:default/checkout`,
      ),
    );
  } else if (
    systemRef !== undefined &&
    knownSystems &&
    ![...knownSystems].some(it => it.toLowerCase() === systemRef.toLowerCase())
  ) {
    problems.push(
      problem('system', 'systemRef', `The catalog has no ${systemRef}`),
    );
  }
  dependencyOf.forEach((ref, index) => {
    if (!ENTITY_REF.test(ref)) {
      problems.push(
        problem(
          'system',
          `dependencyOf[${index}]`,
          `'${ref}' is no ref of an entity; write one such as component:default/web`,
        ),
      );
    }
  });
  return problems;
}

function choose(names: readonly string[]): string {
  return names.length > 0
    ? `choose ${names.map(name => `'${name}'`).join(' or ')}`
    : 'the platform team has configured none';
}

function problem(
  code: RequestProblem['code'],
  field: string,
  message: string,
): RequestProblem {
  return { code, field, message };
}
