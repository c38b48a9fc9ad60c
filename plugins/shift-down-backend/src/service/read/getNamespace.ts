import type {
  EvaluationDetail,
  Result,
} from '@shift-down/plugin-shift-down-common';
import type {
  EvaluatedCheck,
  EvaluatedWorkload,
  NamespaceDetail,
} from '@shift-down/plugin-shift-down-common/client';
import {
  loadNamespaceCounts,
  type WorkloadScope,
} from '../../database/operations/serve/listNamespaces';
import {
  loadEntitiesOf,
  loadEvaluatedWorkloads,
  loadNamespaceEvaluation,
  type EvaluatedWorkloadRow,
} from '../../database/operations/serve/loadEvaluatedWorkloads';
import type { NamespaceReader } from '../NamespaceCatalog';
import { namespaceNotFound } from '../request/notFound';
import { oneOf } from '../response/oneOf';
import type { ServeContext } from '../ServeContext';
import { readReadiness } from './listNamespaces';
import { namespaceScopeOf } from './namespaceScope';

const RESULTS = ['pass', 'fail'] as const;
const ISOLATION_SHOWN = 200;
const ACCESS_SHOWN = 200;

/**
 * One namespace.
 * @throws NotFoundError if there is none, or nothing in it that may be seen.
 */
export async function getNamespace(
  context: ServeContext,
  place: { cluster: string; namespace: string },
  reader: NamespaceReader,
): Promise<NamespaceDetail> {
  const { controlOf, database, networkPolicyProviders } = context;
  const scope = await namespaceScopeOf(context, reader);
  const row = await loadNamespaceCounts(database, scope, place);
  if (!row) {
    throw namespaceNotFound(place);
  }
  const [[readiness], workloads, evaluation] = await Promise.all([
    readReadiness(context, [row], scope),
    loadEvaluatedWorkloads(database, scope, row),
    loadNamespaceEvaluation(database, row),
  ]);
  const entities = await loadEntitiesOf(
    database,
    entityScopeOf(scope),
    workloads.map(({ id }) => id),
  );
  const isFresh = readiness.freshness === 'fresh';
  const detail: EvaluationDetail | undefined =
    evaluation && JSON.parse(evaluation.detail);
  const isWhole =
    reader.allSources ||
    (readiness.ownerRef !== undefined &&
      reader.ownershipRefs.includes(readiness.ownerRef));
  return {
    ...readiness,
    workloadList: workloads.map(it =>
      toWorkload(it, entities.get(it.id) ?? [], isFresh, controlOf),
    ),
    isolation: isolationOf(detail, workloads),
    isolationProvider: networkPolicyProviders.get(place.cluster),
    ...(isWhole &&
      detail && {
        checks: detail.checks.map(check => withControl(check, controlOf)),
        access: detail.access?.slice(0, ACCESS_SHOWN),
        accessUnknown:
          evaluation?.unreadable ??
          (isFresh ? detail.accessUnknown : 'It is not up to date'),
        identities: detail.identities,
      }),
  };
}

/** Whoever sees workloads of nobody may read every entity, too. */
function entityScopeOf(scope: WorkloadScope) {
  return scope.type === 'every workload'
    ? ({ type: 'everything' } as const)
    : scope;
}

function toWorkload(
  row: EvaluatedWorkloadRow,
  entityRefs: string[],
  isFresh: boolean,
  controlOf: ServeContext['controlOf'],
): EvaluatedWorkload {
  const detail: EvaluationDetail | undefined =
    row.detail === null ? undefined : JSON.parse(row.detail);
  const resultOf = (stored: string | null): Result =>
    isFresh && row.unreadable === null
      ? oneOf<Result>(RESULTS, stored, 'unknown')
      : 'unknown';
  return {
    kind: row.kind,
    name: row.name,
    entityRefs,
    baseline: resultOf(row.baseline),
    restricted: resultOf(row.restricted),
    unreadable: row.unreadable ?? undefined,
    checks: (detail?.checks ?? []).map(check => withControl(check, controlOf)),
  };
}

function withControl(
  check: EvaluationDetail['checks'][number],
  controlOf: ServeContext['controlOf'],
): EvaluatedCheck {
  const control = controlOf(check);
  return {
    ...check,
    ...(control && { controlId: control.id, title: control.title }),
  };
}

/** Of the workloads that are shown, and of no other. */
function isolationOf(
  detail: EvaluationDetail | undefined,
  workloads: EvaluatedWorkloadRow[],
): NamespaceDetail['isolation'] {
  const shown = new Set(workloads.map(it => `${it.kind} ${it.name}`));
  return (detail?.isolation ?? [])
    .filter(it => shown.has(`${it.kind} ${it.name}`))
    .slice(0, ISOLATION_SHOWN);
}
