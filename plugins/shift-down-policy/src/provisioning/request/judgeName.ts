/** Names of namespaces: what Kubernetes takes, what is reserved, what a team may begin with. */
import type {
  NamespaceRequest,
  ProvisioningRules,
  RequestProblem,
} from '../types';
import { groupNameOf } from './groupName';
import { matchesGlob } from './globs';

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-label-names */
const LONGEST = 63;
const LABEL = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;

/** The control plane's, and ours; config adds to them. @public */
export const RESERVED_NAMESPACES: readonly string[] = [
  'default',
  'kube-*',
  'openshift',
  'openshift-*',
  'shift-down*',
];

/** @internal */
export function isDnsLabel(name: string): boolean {
  return name.length <= LONGEST && LABEL.test(name);
}

/** @internal */
export function judgeName(
  request: NamespaceRequest,
  { reservedNamespaces, prefixes }: ProvisioningRules,
): RequestProblem[] {
  const { name } = request;
  const problem = whyNoName(name);
  if (problem) {
    return [{ code: 'name', field: 'name', message: problem }];
  }
  const reserved = [...RESERVED_NAMESPACES, ...reservedNamespaces].find(
    pattern => matchesGlob(pattern, name),
  );
  if (reserved !== undefined) {
    return [
      {
        code: 'reserved',
        field: 'name',
        message: `Names like '${reserved}' are reserved for the platform; choose another`,
      },
    ];
  }
  return judgePrefix(request, prefixes);
}

function whyNoName(name: string): string | undefined {
  if (name === '') {
    return 'Name the namespace';
  }
  if (name.length > LONGEST) {
    return `The name has ${name.length} characters; Kubernetes takes ${LONGEST} at the most`;
  }
  if (LABEL.test(name)) {
    return undefined;
  }
  const told = JSON.stringify(name);
  if (/\{\{|\$\{|\}\}/.test(name)) {
    return `${told} holds template syntax, which is not filled in here; write the name itself`;
  }
  if (/[/\\]|\.\./.test(name)) {
    return `${told} is a path; write a name without slashes and dots`;
  }
  if (LABEL.test(name.toLowerCase())) {
    return `Write the name in lower case: '${name.toLowerCase()}'`;
  }
  return `${told} is no name of a namespace: lower-case letters, digits and dashes, a letter or digit at both ends`;
}

function judgePrefix(
  { name, ownerRef }: NamespaceRequest,
  rules: ProvisioningRules['prefixes'],
): RequestProblem[] {
  const rule = rules.find(
    ({ group }) =>
      group === undefined || group.toLowerCase() === ownerRef.toLowerCase(),
  );
  const owner = groupNameOf(ownerRef)?.name.toLowerCase();
  if (!rule || owner === undefined) {
    return [];
  }
  // Never altered to fit: two groups must not end up with one prefix.
  const usable = rule.prefixes
    .filter(prefix => !prefix.includes('${owner}') || isDnsLabel(owner))
    .map(prefix => prefix.replaceAll('${owner}', owner));
  if (usable.some(prefix => name.startsWith(prefix))) {
    return [];
  }
  return [
    {
      code: 'prefix',
      field: 'name',
      message:
        usable.length > 0
          ? `Names of ${ownerRef} begin with ${usable
              .map(prefix => `'${prefix}'`)
              .join(' or ')}`
          : `Names begin with the name of their group, and '${owner}' can't be part of one; ask the platform team for a prefix`,
    },
  ];
}
