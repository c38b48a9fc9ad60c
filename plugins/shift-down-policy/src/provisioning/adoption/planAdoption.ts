/** An existing namespace against a baseline: what is met, what is missing, what would break. */
import type { FieldDifference } from '@shift-down/plugin-shift-down-common';
import { listed } from '../../namespaceBaseline/verdicts';
import type { Rbac } from '../../trust/reportWriters';
import { compareManifest } from '../drift/compareManifest';
import { addedTo, unknownAdditions } from '../drift/driftOf';
import { isWatched } from '../drift/kinds';
import type {
  AdoptionPlan,
  DeclaredDependency,
  ObservedObject,
  PlannedObject,
  UnknownKinds,
} from '../types';
import { cutDependencies } from './cutDependencies';

/** @public */
export interface AdoptionInput {
  /** What the baseline would make, the Namespace first. */
  planned: readonly PlannedObject[];
  /** What is there, with roles and bindings of the cluster unless `rbac` has them. */
  observed: readonly ObservedObject[];
  unknown: UnknownKinds;
  /** Those that touch the namespace. */
  dependencies: readonly DeclaredDependency[];
  /** As for {@link DriftInput}. */
  rbac?: Rbac;
  /** As for {@link DriftInput}. */
  trusted?: readonly string[];
}

/** Labels by which the portal knows a namespace: not to have them is no risk. */
const BOOKKEEPING = /^metadata\.labels\["shift-down\.io\//;

/**
 * Traffic is not observed: dependencies that nobody declared are cut without being named
 * here.
 * @public
 */
export function planAdoption(input: AdoptionInput): AdoptionPlan {
  const { planned, observed, unknown, dependencies } = input;
  const objects = planned.map(({ id, title, controls, manifest, ...rest }) => ({
    id,
    title,
    controls,
    manifest,
    ...stateOf({ manifest, ...rest }, observed, unknown),
  }));
  const undone = addedTo({ ...input, applied: planned });
  return {
    objects,
    met: objects.filter(({ state }) => state === 'met').length,
    total: objects.length,
    undone: [
      ...undone,
      ...unknownAdditions({ applied: planned, unknown }, undone),
    ],
    cut: cutDependencies({ planned, observed, unknown, dependencies }),
  };
}

/**
 * `9 of 11; default-deny and quota missing`
 * @public
 */
export function adoptionInWords({
  objects,
  met,
  total,
}: Pick<AdoptionPlan, 'objects' | 'met' | 'total'>): string {
  const of = (
    state: AdoptionPlan['objects'][number]['state'],
    words: string,
  ) => {
    const ids = objects.filter(it => it.state === state).map(({ id }) => id);
    return ids.length > 0 ? [`${listed(ids)} ${words}`] : [];
  };
  return [
    `${met} of ${total}`,
    ...of('missing', 'missing'),
    ...of('foreign', 'different'),
    ...of('unknown', 'not known'),
  ].join('; ');
}

function stateOf(
  {
    manifest,
    madeByCluster,
  }: Pick<PlannedObject, 'manifest' | 'madeByCluster'>,
  observed: readonly ObservedObject[],
  unknown: UnknownKinds,
): Pick<AdoptionPlan['objects'][number], 'state' | 'differences'> {
  const { kind, metadata } = manifest;
  const found = observed.find(
    it =>
      it.kind === kind &&
      it.namespace === (metadata.namespace ?? '') &&
      it.name === metadata.name,
  );
  if (unknown[kind] !== undefined || (!found && !isWatched(kind))) {
    return { state: 'unknown', differences: [] };
  }
  if (!found) {
    return { state: 'missing', differences: [] };
  }
  const differences = compareManifest(manifest, found);
  if (differences.every(isBookkeeping)) {
    return { state: 'met', differences };
  }
  // These are there whoever made the rest: what they lack is added, and nothing is said
  // otherwise.
  const isAddedTo = kind === 'Namespace' || madeByCluster;
  return {
    state:
      isAddedTo && differences.every(it => it.found === undefined)
        ? 'missing'
        : 'foreign',
    differences,
  };
}

function isBookkeeping({ path, found }: FieldDifference): boolean {
  return found === undefined && BOOKKEEPING.test(path);
}
