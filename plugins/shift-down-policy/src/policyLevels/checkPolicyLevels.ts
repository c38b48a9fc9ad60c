/**
 * Levels of policies in one folder: `teams/<team>/` holds what a team adds for its own
 * namespaces, everything else belongs to the platform and changes under its code owners. A
 * team can make things stricter for itself and weaken nothing.
 */
import type { FieldPath, KubernetesObject } from '../evaluation';
import { namespacesByOwner } from './namespacesOf';
import { at } from './read';
import { type Team, checkTeamObject } from './teamRules';

/** One object of a folder of policies. @public */
export interface PolicyFile {
  /** Relative to the folder, with forward slashes: `teams/team-a/replicas/policy.yaml`. */
  path: string;
  object: KubernetesObject;
}

/** What goes beyond a level. @public */
export interface PolicyLevelProblem {
  path: string;
  kind: string;
  name: string;
  /** The field to change; it need not be there. */
  field: FieldPath;
  message: string;
}

/**
 * Finds what teams may not add. Who owns a namespace is read from the label
 * `shift-down.io/owner` of Namespace objects outside the teams' folders; manifests in
 * folders `pass` and `fail` are not looked at. Empty when all is well.
 * @public
 */
export function checkPolicyLevels(
  files: readonly PolicyFile[],
): PolicyLevelProblem[] {
  const applied = files.filter(
    ({ path }) => !path.split('/').some(part => /^(?:pass|fail)$/.test(part)),
  );
  const problems: PolicyLevelProblem[] = [];
  const shared = applied.filter(({ path }) => teamOf(path) === undefined);
  const owners = namespacesByOwner(shared.map(({ object }) => object));
  const taken = new Map<string, string>(
    shared.map(({ path, object }) => [identityOf(object), path]),
  );

  for (const { path, object } of applied) {
    const name = teamOf(path);
    if (name === undefined) {
      continue;
    }
    const complain = (field: FieldPath, message: string) =>
      problems.push({
        path,
        kind: object.kind,
        name: nameOf(object),
        field,
        message,
      });
    checkTeamObject(object, teamNamed(name, applied, owners), complain);

    const identity = identityOf(object);
    const other = taken.get(identity);
    if (other !== undefined && object.kind !== 'Kustomization') {
      complain(['metadata', 'name'], `would replace the one in ${other}`);
    }
    taken.set(identity, path);
  }
  return problems;
}

function teamNamed(
  name: string,
  files: readonly PolicyFile[],
  owners: Map<string, Set<string>>,
): Team {
  const bindable = files
    .filter(
      ({ path, object }) =>
        object.kind === 'ValidatingAdmissionPolicy' &&
        [undefined, name].includes(teamOf(path)),
    )
    .map(({ object }) => nameOf(object));
  return {
    name,
    namespaces: owners.get(name) ?? new Set(),
    bindable: new Set(bindable),
  };
}

/** The team whose folder a file lies in, at whatever depth. */
function teamOf(path: string): string | undefined {
  return /^(?:\.\/)?teams\/([^/]+)\/./.exec(path)?.[1];
}

function nameOf(object: KubernetesObject): string {
  const name = at(object, 'metadata', 'name');
  return typeof name === 'string' ? name : '';
}

function identityOf(object: KubernetesObject): string {
  const [group] = object.apiVersion.includes('/')
    ? object.apiVersion.split('/')
    : [''];
  return JSON.stringify([
    group,
    object.kind,
    at(object, 'metadata', 'namespace') ?? '',
    nameOf(object),
  ]);
}
