import {
  availableActions,
  hashDecision,
  type DecisionBasis,
  type EffectiveScope,
  type ExceptionRecord,
} from '@shift-down/plugin-shift-down-policy';
import type { EnforcementRow } from '../../../database/exceptionTables';
import { countOtherExceptions } from '../../../database/operations/exceptions/countOtherExceptions';
import { toExceptionRecord } from '../../../database/operations/exceptions/exceptionRecord';
import { loadBasis } from '../../../database/operations/exceptions/loadBasis';
import { loadExceptedDays } from '../../../database/operations/exceptions/loadExceptedDays';
import { loadHistoryIds } from '../../../database/operations/exceptions/loadHistoryIds';
import { loadWrittenReach } from '../../../database/operations/exceptions/loadReach';
import { loadSubjectOwners } from '../../../database/operations/exceptions/loadSubjectOwners';
import { loadThread } from '../../../database/operations/exceptions/loadThread';
import { loadReadableRefs } from '../../../database/operations/serve/readScope';
import { exceptionNotFound } from '../../request/notFound';
import type { ExceptionDetail, ExceptionReader } from '../ExceptionCatalog';
import { loadClusterNames, type ClusterNames } from './clusterNames';
import type { ExceptionReadContext } from './context';
import { loadStored } from './loadStored';
import { toEffectiveScope, toEnforcement } from './plans';
import { toldScopes } from './previewException';
import { describeRadius } from './radius';
import {
  toExceptionOverview,
  withClusterName,
  type StoredException,
} from './toExceptionOverview';
import { toLimits } from './toLimits';
import { readableExceptions } from './viewerOf';

/** @throws NotFoundError if it is unknown or may not be read. @internal */
export async function getException(
  context: ExceptionReadContext,
  id: string,
  reader: ExceptionReader,
): Promise<ExceptionDetail> {
  const { clock, controls, database } = context;
  const [stored] = await loadStored(database, [id]);
  const [readable] = stored
    ? await loadReadableRefs(
        database,
        [stored.row.entity_ref],
        readableExceptions(reader),
      )
    : [];
  // Who decides sees also what the catalog has forgotten.
  if (!stored || (readable === undefined && !reader.mayDecide)) {
    throw exceptionNotFound(id);
  }
  const now = clock.now();
  const [clusterNames, thread, historyIds, enforcements] = await Promise.all([
    loadClusterNames(database),
    loadThread(database, id),
    reader.mayDecide ? loadHistoryIds(database, stored.row) : [],
    database<EnforcementRow>('enforcements')
      .where({ exception_id: id })
      .orderBy(['cluster_uid', 'target', 'object_key']),
  ]);
  const history = await loadStored(database, historyIds);
  const overview = { controls, clusterNames, now };
  const record = toExceptionRecord(stored.row, stored.approvals);
  return {
    ...toExceptionOverview(stored, overview),
    ...toContentFields(record, clusterNames),
    ...(await describeDecision(context, stored, record, reader, clusterNames)),
    limits: toLimits(context.rules, record.severity),
    approvals: record.approvals.map(({ at, userRef }) => ({
      by: { userRef },
      at,
    })),
    enforcements: enforcements.map(row => toEnforcement(row, clusterNames)),
    thread,
    history: history.map(it => toExceptionOverview(it, overview)),
    ...(record.renews !== undefined && { renews: record.renews }),
  };
}

function toContentFields(
  { content, proposal, review }: ExceptionRecord,
  clusterNames: ClusterNames,
) {
  const { category, compensatingControls, falsePositive, justification } =
    content;
  return {
    category,
    justification,
    compensatingControls,
    ticket: content.ticket,
    ...(falsePositive && { falsePositive }),
    ...(review && { review }),
    ...(proposal && {
      proposal: {
        from: proposal.from,
        until: proposal.until,
        scope: withClusterName(proposal.scope, clusterNames),
        by: { userRef: proposal.userRef },
        at: proposal.at,
      },
    }),
  };
}

/** What is decided about, and who may: as it is now, or as it was decided. */
async function describeDecision(
  context: ExceptionReadContext,
  stored: StoredException,
  record: ExceptionRecord,
  reader: ExceptionReader,
  clusterNames: ClusterNames,
) {
  const { capabilities, clock, database, rules } = context;
  const now = clock.now();
  const { entityRef } = record.content.scope;
  const [current, written, subjectOwners, others] = await Promise.all([
    loadBasis(database, record, capabilities),
    loadWrittenReach(database, record.id),
    loadSubjectOwners(database, record.content.scope),
    countOtherExceptions(database, record.id, entityRef, now.toISOString()),
  ]);
  const exceptedDays = await loadExceptedDays(
    database,
    record.id,
    current.basis.reaches,
  );
  const decided: DecisionBasis | undefined =
    stored.row.basis === null ? undefined : JSON.parse(stored.row.basis);
  const isOpen = record.active === undefined;
  const known = new Set(written.map(it => it.findingId));
  const items = isOpen
    ? current.reached.items.map(item => ({ ...item, covered: false }))
    : [
        ...written,
        ...current.reached.items
          .filter(it => !known.has(it.findingId))
          .map(item => ({ ...item, covered: false })),
      ];
  const scopes: EffectiveScope[] =
    isOpen || !decided ? current.basis.effectiveScope : decided.effectiveScope;
  return {
    contentHash: hashDecision(current.basis),
    radius: await describeRadius(
      context,
      {
        items,
        workloads: current.reached.workloads,
        effectiveScopes:
          isOpen || !decided ? toldScopes(current.plans) : scopes,
      },
      reader,
      clusterNames,
    ),
    effectiveScopes: scopes.map(scope => toEffectiveScope(scope, clusterNames)),
    actions: availableActions(record, {
      now,
      actor: reader.actor,
      rules,
      subjectOwners,
      basis: current.basis,
      severity: current.reached.severity,
      exceptedDays,
      others,
    }).map(({ action, allowed, reason }) => ({
      action,
      allowed,
      ...(reason !== undefined && { reason }),
    })),
  };
}
