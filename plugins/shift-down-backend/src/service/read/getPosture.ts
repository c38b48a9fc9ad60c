import {
  AREAS,
  CLAIM_ANNOTATIONS,
  GRADES,
  RESPONSIBILITIES,
  RESULTS,
  SEVERITIES,
} from '@shift-down/plugin-shift-down-common';
import type { Posture } from '@shift-down/plugin-shift-down-common/client';
import {
  summarise,
  type PostureSummary,
} from '@shift-down/plugin-shift-down-policy';
import { z } from 'zod';
import {
  countExceptions,
  countExemptFindings,
} from '../../database/operations/serve/countExempt';
import { loadClaim } from '../../database/operations/serve/loadClaim';
import { loadClusters } from '../../database/operations/serve/loadClusters';
import { loadClusterUids } from '../../database/operations/serve/loadClusterUids';
import {
  countFindingsByControl,
  loadControlChanges,
  loadControls,
} from '../../database/operations/serve/loadControls';
import { loadTrend } from '../../database/operations/serve/loadTrend';
import { loadWorkloads } from '../../database/operations/serve/loadWorkloads';
import type { Readable } from '../../database/operations/serve/readScope';
import type { ClaimRow, EntityRow } from '../../database/tables';
import { entityNotFound } from '../request/notFound';
import { clusterNamesOf } from '../response/clusterNames';
import { toSource } from '../response/freshness';
import { oneOf } from '../response/oneOf';
import {
  toControlResults,
  type ControlRow,
} from '../response/toControlResults';
import { hasRunOut, toPostureOverview } from '../response/toPostureOverview';
import { toWorkload } from '../response/toWorkload';
import type { ServeContext } from '../ServeContext';
import { readOverviews, type Overview } from './readOverviews';
import { ensureMirrored, hasParts } from './readScope';

/**
 * The posture of one entity.
 * @throws NotFoundError if it is unknown or may not be read.
 */
export async function getPosture(
  context: ServeContext,
  entityRef: string,
  readable: Readable,
): Promise<Posture> {
  const current = await readCurrentOverview(context, entityRef, readable);
  const { item, overview, parts } = current;
  const claim = await loadClaim(context.database, entityRef);
  const known = {
    ...overview,
    trust: context.trust,
    claims: claimsOf(item.entity),
    unconfirmedClaim: isUnconfirmed(claim),
    parts,
  };
  if (overview.state !== 'assessed') {
    // An unconfirmed claim reveals no object and no count, the past ones neither.
    return {
      ...known,
      ...toShares(summarise(context.controls, [])),
      exceptions: { active: 0, open: 0, exemptFindings: 0 },
      controls: [],
      workloads: [],
      sources: [],
      trend: [],
      changes: [],
    };
  }
  const assessedRefs = hasParts(entityRef)
    ? parts.flatMap(part => (part.state === 'assessed' ? part.entityRef : []))
    : [entityRef];
  const [controls, places, past] = await Promise.all([
    describeControls(context, current, assessedRefs),
    describePlaces(context, assessedRefs),
    // Nothing of a whole is stored: each reader sees other parts of it.
    hasParts(entityRef)
      ? { trend: [], changes: [] }
      : describePast(context, entityRef),
  ]);
  return { ...known, ...controls, ...places, ...past };
}

/**
 * Assessed again first if its posture has run out: what was true then must not pass
 * for what is known now. Where that does not succeed, nothing is known.
 */
async function readCurrentOverview(
  context: ServeContext,
  entityRef: string,
  readable: Readable,
): Promise<Overview> {
  await ensureMirrored(context, entityRef);
  const overview = await readOverview(context, entityRef, readable);
  if (!needsAssessment(overview, context)) {
    return overview;
  }
  // Who assesses says why it failed; here only the outcome counts.
  await context.assessNow(entityRef).catch(() => {});
  const again = await readOverview(context, entityRef, readable);
  return needsAssessment(again, context)
    ? {
        ...again,
        overview: toPostureOverview(
          { entity: again.item.entity },
          context.clock.now(),
        ),
      }
    : again;
}

async function readOverview(
  context: ServeContext,
  entityRef: string,
  readable: Readable,
): Promise<Overview> {
  const overviews = await readOverviews(context, [entityRef], readable);
  const overview = overviews.get(entityRef);
  if (!overview) {
    throw entityNotFound(entityRef);
  }
  return overview;
}

function needsAssessment({ item }: Overview, { clock }: ServeContext): boolean {
  return (
    !hasParts(item.entity.ref) &&
    item.posture !== undefined &&
    hasRunOut(item.posture, clock.now())
  );
}

async function describeControls(
  context: ServeContext,
  { item, controls: joined, summary }: Overview,
  assessedRefs: string[],
) {
  const { clock, database } = context;
  const at = clock.now();
  const [rows, exempt, exceptions] = await Promise.all([
    hasParts(item.entity.ref)
      ? withDistinctFindings(context, joined, assessedRefs)
      : loadControls(database, assessedRefs),
    countExemptFindings(database, assessedRefs, at),
    countExceptions(database, assessedRefs, at),
  ]);
  const failing = exempt.filter(({ result }) => result === 'fail');
  return {
    ...toShares(summary ?? summariseRows(rows, context)),
    controls: toControlResults(
      rows,
      context.controls,
      new Map(failing.map(({ controlId, count }) => [controlId, count])),
    ),
    exceptions: {
      ...exceptions,
      exemptFindings: exempt.reduce((total, { count }) => total + count, 0),
    },
  };
}

/** A finding that several parts have counts once. */
async function withDistinctFindings(
  { database }: ServeContext,
  rows: ControlRow[],
  refs: string[],
): Promise<ControlRow[]> {
  const counts = await countFindingsByControl(database, refs);
  return rows.map(row => {
    const of = (result: string) =>
      counts.find(
        count => count.controlId === row.control_id && count.result === result,
      );
    const failing = of('fail');
    return {
      ...row,
      failing: failing?.count ?? 0,
      unknown: of('unknown')?.count ?? 0,
      worst_severity: failing
        ? severityOfRank(failing.worstSeverityRank)
        : null,
    };
  });
}

function severityOfRank(rank: number): string {
  return SEVERITIES[SEVERITIES.length - 1 - rank];
}

function summariseRows(
  rows: ControlRow[],
  { controls }: ServeContext,
): PostureSummary {
  return summarise(
    controls,
    rows.map(row => ({
      controlId: row.control_id,
      result: oneOf(RESULTS, row.result, 'unknown'),
    })),
  );
}

function toShares(summary: PostureSummary) {
  return {
    notApplicable: summary.notApplicable,
    byArea: AREAS.map(area => ({ area, ...summary.byArea[area] })),
    byResponsibility: RESPONSIBILITIES.map(responsibility => ({
      responsibility,
      ...summary.byResponsibility[responsibility],
    })),
  };
}

/** Where the entities run, and how fresh what is known of those clusters is. */
async function describePlaces(context: ServeContext, refs: string[]) {
  const { database } = context;
  const [clusters, uids, workloads] = await Promise.all([
    loadClusters(database),
    loadClusterUids(database, { type: 'refs', refs }),
    loadWorkloads(database, refs),
  ]);
  const clusterNames = clusterNamesOf(clusters);
  return {
    workloads: workloads.map(workload => toWorkload(workload, clusterNames)),
    sources: clusters
      .filter(({ cluster }) => cluster.uid && uids.has(cluster.uid))
      .flatMap(({ cluster, sources }) =>
        sources.map(source =>
          toSource({ cluster }, source, context.clock.now()),
        ),
      ),
  };
}

async function describePast(context: ServeContext, entityRef: string) {
  const { database } = context;
  const [trend, changes] = await Promise.all([
    loadTrend(database, entityRef, context.clock.now()),
    loadControlChanges(database, entityRef),
  ]);
  return {
    trend: trend.map(({ bucket, score, grade, coverage }) => ({
      at: bucket,
      score: score ?? undefined,
      grade: oneOf(GRADES, grade, 'unknown'),
      coverage,
    })),
    changes: changes.map(change => ({
      controlId: change.control_id,
      at: change.changed_at,
      from: change.from_result
        ? oneOf(RESULTS, change.from_result, 'unknown')
        : undefined,
      to: oneOf(RESULTS, change.to_result, 'unknown'),
    })),
  };
}

const annotationsSchema = z.record(z.string(), z.string());

function claimsOf(entity: EntityRow): Posture['claims'] {
  const annotations = annotationsSchema.parse(JSON.parse(entity.annotations));
  return CLAIM_ANNOTATIONS.flatMap(annotation =>
    annotations[annotation] === undefined
      ? []
      : [{ annotation, value: annotations[annotation] }],
  );
}

function isUnconfirmed(claim: ClaimRow | undefined): boolean {
  return (
    claim !== undefined &&
    (claim.state === 'unconfirmed' || claim.unconfirmed_namespaces !== '[]')
  );
}
