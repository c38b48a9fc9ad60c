/** Answers that are the same whether a thing is unknown or may not be read. */
import { NotFoundError } from '@backstage/errors';

export { exceptionNotFound } from '../../exceptions/refusals';

export function entityNotFound(entityRef: string): NotFoundError {
  return new NotFoundError(
    `There is no entity ${entityRef} whose security posture you may read. Check the ref, or ask the entity's owner for access.`,
  );
}

export function findingNotFound(id: string): NotFoundError {
  return new NotFoundError(
    `There is no finding ${id} that you may read. It may have been resolved: search the list of findings again.`,
  );
}

export function namespaceNotFound(place: {
  cluster: string;
  namespace: string;
}): NotFoundError {
  return new NotFoundError(
    `There is no namespace ${place.namespace} in cluster ${place.cluster} with a workload that you may read. Check both names, or ask the owner of the workload's entity for access.`,
  );
}

export function policiesNotFound(cluster: string): NotFoundError {
  return new NotFoundError(
    `There is no cluster '${cluster}' whose policies you may read. That needs the permission shift-down.policies.read, or for a service an entry in shiftDown.pipelines.`,
  );
}

export function exceptionsOfClusterNotFound(cluster: string): NotFoundError {
  return new NotFoundError(
    `There is no cluster '${cluster}' whose exceptions you may export. For a service that needs an entry in shiftDown.pipelines that names its subject and the cluster.`,
  );
}

export function sourceNotFound(cluster: string): NotFoundError {
  return new NotFoundError(
    `There is no cluster '${cluster}' that you may test, or its kind of source has no test. The platform team can see which there are.`,
  );
}

export function campaignNotFound(id: string): NotFoundError {
  return new NotFoundError(
    `There is no campaign ${id} that concerns an entity of yours. Check the list of campaigns.`,
  );
}

export function goldenImageNotFound(name: string): NotFoundError {
  return new NotFoundError(
    `There is no golden image '${name}' that you may read. Check the name, or ask the platform team for the permission shift-down.golden-images.read.`,
  );
}

export function managedNamespaceNotFound(place: {
  cluster: string;
  namespace: string;
}): NotFoundError {
  return new NotFoundError(
    `There is no managed namespace ${place.namespace} in cluster ${place.cluster} that you may read. Check both names, or ask its owner.`,
  );
}

export function adoptableNotFound(place: {
  cluster: string;
  name: string;
}): NotFoundError {
  return new NotFoundError(
    `There is no namespace ${place.name} in cluster ${place.cluster} that belongs to a group of yours, as far as the portal has seen. Check both names, or ask the platform team.`,
  );
}

export function rolloutNotFound(id: string): NotFoundError {
  return new NotFoundError(
    `There is no rollout ${id} that concerns a namespace of yours. Check the list of rollouts.`,
  );
}
