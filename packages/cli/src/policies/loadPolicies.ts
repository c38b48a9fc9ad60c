/** Admission policies from folders, files and portals, ready to be evaluated. */
import {
  parseAdmissionPolicies,
  policyNames,
  unboundPolicies,
  type AdmissionPolicyProblem,
  type AdmissionPolicySet,
  type FieldPath,
  type KubernetesObject,
  type PolicyObjectReference,
} from '@shift-down/plugin-shift-down-policy';
import { readInputs, type ReadingOptions } from '../input/readInputs';
import type { Manifest, NotEvaluated, Problem } from '../input/types';
import { isAddress, portalOf } from '../portal';
import { policiesOfPortal, type PortalPolicies } from './policiesOfPortal';

/** Manifests that policies are tested with lie beside them in folders of these names. */
export const TEST_FOLDERS = ['pass', 'fail'];

export interface LoadedPolicies {
  policies: AdmissionPolicySet;
  /** Names of policies that nothing puts into force. */
  unbound: string[];
  /** What came with the policies, such as definitions of custom resources. */
  objects: KubernetesObject[];
  /** Namespaces as the platform keeps them beside its policies, or a portal found them. */
  namespaces: Manifest[];
  /** Of the cluster, such as `v1.36`; only a portal knows it. */
  kubernetesVersion?: string;
  notEvaluated: NotEvaluated[];
  problems: Problem[];
}

export interface PolicySources {
  /** Folders, files, globs and addresses of portals. */
  from: readonly string[];
  token?: string;
  cluster: string;
  reading: ReadingOptions;
}

/** What is wrong with one policy is a problem in the answer, and the others are there. */
export async function loadPolicies({
  from,
  token,
  cluster,
  reading,
}: PolicySources): Promise<LoadedPolicies> {
  const inputs = await readInputs(
    from.filter(it => !isAddress(it)),
    { ...reading, skippedNames: TEST_FOLDERS },
  );
  const portals: PortalPolicies[] = [];
  for (const address of from.filter(isAddress)) {
    portals.push(await policiesOfPortal(portalOf(address, token), cluster));
  }
  const manifests = [inputs, ...portals].flatMap(it => it.manifests);
  const objects = manifests.map(({ object }) => object);
  const { policies, problems, notEvaluated } = parseAdmissionPolicies(objects);
  // A cluster may well have none, and then the portal says so.
  const found = [
    ...portals,
    ...policyNames(policies),
    ...problems,
    ...inputs.problems,
    ...notEvaluated,
  ];
  return {
    policies,
    unbound: unboundPolicies(policies),
    objects,
    namespaces: manifests.filter(
      ({ object }) => object.apiVersion === 'v1' && object.kind === 'Namespace',
    ),
    kubernetesVersion: portals.find(it => it.kubernetesVersion)
      ?.kubernetesVersion,
    notEvaluated: [
      ...portals.flatMap(it => it.notEvaluated),
      ...notEvaluated.map(({ object, reason }) => ({
        ...placeOf(manifests, object, []),
        resource: `${object.kind}/${object.name}`,
        reason,
      })),
    ],
    problems: [
      ...(found.length === 0 ? [nothingIn(from)] : []),
      ...inputs.problems,
      ...portals.flatMap(it => it.problems),
      ...problems.map(problem => problemOf(manifests, problem)),
    ],
  };
}

/** No policy at all would let everything pass. */
function nothingIn(from: readonly string[]): Problem {
  return { file: '', message: `There are no policies in ${from.join(', ')}` };
}

function problemOf(
  manifests: readonly Manifest[],
  { object, field, message, position }: AdmissionPolicyProblem,
): Problem {
  const where = position
    ? ` (line ${position.line}, column ${position.column} of the expression)`
    : '';
  return {
    ...placeOf(manifests, object, field),
    message: `${object.kind} ${object.name} can’t be evaluated: ${message}${where}`,
  };
}

function placeOf(
  manifests: readonly Manifest[],
  { apiVersion, kind, namespace, name }: PolicyObjectReference,
  field: FieldPath,
): { file: string; line: number; column: number } {
  const manifest = manifests.find(({ object }) => {
    const metadata = object.metadata as
      | { name?: unknown; namespace?: unknown }
      | undefined;
    return (
      object.apiVersion === apiVersion &&
      object.kind === kind &&
      (metadata?.name ?? '') === name &&
      (metadata?.namespace ?? '') === namespace
    );
  });
  return manifest
    ? { file: manifest.file, ...manifest.locate(field) }
    : { file: '', line: 1, column: 1 };
}
