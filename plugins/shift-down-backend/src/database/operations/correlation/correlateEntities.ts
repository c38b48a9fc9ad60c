import type { Knex } from 'knex';
import { setImmediate } from 'node:timers/promises';
import { correlate, type Correlation } from '../../../correlation/correlate';
import { readClaim } from '../../../correlation/readClaim';
import type { CorrelationOptions } from '../../../correlation/types';
import { bulkInsert } from '../../bulkInsert';
import { eachChunk, inChunks } from '../../inChunks';
import type { ClaimRow, SubjectEntityRow } from '../../tables';
import { markForAssessment } from '../queue/markForAssessment';
import { loadCandidates } from './loadCandidates';
import { loadClaimingEntities } from './loadClaimingEntities';
import { loadNamespaceOwners } from './loadNamespaceOwners';
import { lockCorrelation } from './lockCorrelation';

/** Entities whose candidates are held in memory at once. */
const ENTITIES_AT_ONCE = 200;

/**
 * Works out anew what the claims of these entities come to, writes the links that
 * changed and marks their entities for assessment. Entities that are no longer
 * mirrored, or of a kind without posture, are passed over.
 *
 * @remarks
 * Takes the correlation lock, unless the transaction has it already. Whoever looks
 * for the entities first has to take it before that.
 * @internal
 */
export async function correlateEntities(
  tx: Knex,
  options: CorrelationOptions,
  entityRefs: Iterable<string>,
  now: string,
): Promise<void> {
  const refs = [...new Set(entityRefs)].sort();
  if (refs.length === 0) {
    return;
  }
  await lockCorrelation(tx);
  for (let start = 0; start < refs.length; start += ENTITIES_AT_ONCE) {
    const chunk = refs.slice(start, start + ENTITIES_AT_ONCE);
    const correlations = await correlateSome(tx, options, chunk);
    const changed = await storeCorrelations(tx, correlations);
    await markForAssessment(tx, changed, now);
    await setImmediate();
  }
}

async function correlateSome(
  tx: Knex,
  options: CorrelationOptions,
  refs: string[],
): Promise<Map<string, Correlation>> {
  const entities = await loadClaimingEntities(tx, refs);
  const candidates = await loadCandidates(tx, refs);
  const namespaceOwner = await loadNamespaceOwners(
    tx,
    options,
    [...candidates.values()].flat(),
  );
  return new Map(
    entities.map(entity => [
      entity.ref,
      correlate(options.trust, {
        claim: readClaim(entity),
        candidates: candidates.get(entity.ref) ?? [],
        ownersAndAncestors: entity.ownersAndAncestors,
        namespaceOwner,
      }),
    ]),
  );
}

/** Writes what differs and returns the refs for which anything did. */
async function storeCorrelations(
  tx: Knex,
  correlations: Map<string, Correlation>,
): Promise<Set<string>> {
  const refs = [...correlations.keys()];
  const changed = new Set<string>();

  const stored = new Map<string, Map<string, string>>();
  for (const row of await inChunks<string, SubjectEntityRow>(refs, chunk =>
    tx('subject_entities').whereIn('entity_ref', chunk).select('*'),
  )) {
    const links = stored.get(row.entity_ref) ?? new Map<string, string>();
    stored.set(row.entity_ref, links.set(row.subject_id, row.via));
  }
  const links: SubjectEntityRow[] = [];
  for (const [ref, { subjectIds, via }] of correlations) {
    const before = stored.get(ref) ?? new Map<string, string>();
    const now = new Set(subjectIds);
    const gone = [...before.keys()].filter(id => !now.has(id));
    const added = subjectIds.filter(id => before.get(id) !== via);
    if (gone.length > 0 || added.length > 0) {
      changed.add(ref);
    }
    await eachChunk(gone, chunk =>
      tx('subject_entities')
        .where('entity_ref', ref)
        .whereIn('subject_id', chunk)
        .delete(),
    );
    for (const id of added) {
      links.push({ subject_id: id, entity_ref: ref, via });
    }
  }
  await bulkInsert(tx, 'subject_entities', links, {
    key: ['entity_ref', 'subject_id'],
    then: ['via'],
  });

  const claims = new Map(
    (
      await inChunks<string, ClaimRow>(refs, chunk =>
        tx('claims').whereIn('entity_ref', chunk).select('*'),
      )
    ).map(row => [row.entity_ref, row]),
  );
  const changedClaims = [...correlations]
    .map(([ref, { state, unconfirmedNamespaces }]) => ({
      entity_ref: ref,
      state,
      unconfirmed_namespaces: JSON.stringify(unconfirmedNamespaces),
    }))
    .filter(claim => {
      const before = claims.get(claim.entity_ref);
      if (before?.state !== claim.state) {
        changed.add(claim.entity_ref);
      }
      return (
        before?.state !== claim.state ||
        before.unconfirmed_namespaces !== claim.unconfirmed_namespaces
      );
    });
  await bulkInsert(tx, 'claims', changedClaims, {
    key: ['entity_ref'],
    then: ['state', 'unconfirmed_namespaces'],
  });
  return changed;
}
