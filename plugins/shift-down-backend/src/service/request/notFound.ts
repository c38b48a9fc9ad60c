/** Answers that are the same whether a thing is unknown or may not be read. */
import { NotFoundError } from '@backstage/errors';

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

export function sourceNotFound(cluster: string): NotFoundError {
  return new NotFoundError(
    `There is no cluster '${cluster}' that you may test, or its kind of source has no test. The platform team can see which there are.`,
  );
}
