import {
  KINDS_WITH_PARTS,
  loadParts,
} from '../../database/operations/serve/loadParts';
import {
  loadReadableRefs,
  loadReadScope,
  type Readable,
  type ReadScope,
} from '../../database/operations/serve/readScope';
import { entityNotFound } from '../request/notFound';
import type { ServeContext } from '../ServeContext';

/** The kind is the part of a ref before the colon. */
export function hasParts(entityRef: string): boolean {
  return KINDS_WITH_PARTS.includes(entityRef.split(':')[0]);
}

/**
 * The scope of a request: of one entity, of the parts of one system or domain, or
 * of all that may be read.
 * @throws NotFoundError if the named entity is unknown or may not be read.
 */
export async function readScopeOf(
  context: ServeContext,
  entityRef: string | undefined,
  readable: Readable,
): Promise<ReadScope> {
  const { database } = context;
  if (entityRef === undefined) {
    return await loadReadScope(database, readable);
  }
  await ensureMirrored(context, entityRef);
  const [found] = await loadReadableRefs(database, [entityRef], readable);
  if (!found) {
    throw entityNotFound(entityRef);
  }
  if (!hasParts(entityRef)) {
    return { type: 'refs', refs: [entityRef] };
  }
  const parts = await loadParts(database, [entityRef], readable);
  return { type: 'refs', refs: parts.get(entityRef) ?? [] };
}

/**
 * Mirrors an entity on its first sight, lest it wait for the next round. Only for
 * refs that the catalog has shown to the user.
 */
export async function ensureMirrored(
  { database, mirrorNow }: ServeContext,
  entityRef: string,
): Promise<void> {
  const [known] = await loadReadableRefs(database, [entityRef], 'everything');
  if (!known) {
    await mirrorNow(entityRef);
  }
}
