/** How much would be let through, told to somebody. */
import type { EffectiveScope } from '@shift-down/plugin-shift-down-policy';
import type { components } from '@shift-down/plugin-shift-down-common/client';
import {
  loadItems,
  type RadiusItem,
} from '../../../database/operations/exceptions/loadItems';
import { selectLetThrough } from '../../../database/operations/exceptions/selectLetThrough';
import type { ExceptionReader } from '../ExceptionCatalog';
import type { ClusterNames } from './clusterNames';
import type { ExceptionReadContext } from './context';
import { readableExceptions } from './viewerOf';

/** Items told of one exception. */
const ITEMS_SHOWN = 100;

/** What is meant, and what engines let through beside it, as far as the reader may know. @internal */
export async function describeRadius(
  { database }: Pick<ExceptionReadContext, 'database'>,
  exception: {
    /** What is meant; it lies within what the reader may read. */
    items: readonly (RadiusItem & { covered: boolean })[];
    workloads: number;
    effectiveScopes: readonly EffectiveScope[];
  },
  reader: ExceptionReader,
  clusterNames: ClusterNames,
): Promise<components['schemas']['BlastRadius']> {
  const { effectiveScopes, items, workloads } = exception;
  const { beyondOwn, reaches } = await selectLetThrough(
    database,
    effectiveScopes,
    {
      readable: readableExceptions(reader),
      ownership: reader.identity.ownership,
    },
  );
  const meant = new Set(items.map(keyOf));
  const others = reaches.filter(reach => !meant.has(keyOf(reach)));
  const more = await loadItems(
    database,
    others.slice(0, Math.max(0, ITEMS_SHOWN - items.length)),
  );
  const shown = [
    ...items.slice(0, ITEMS_SHOWN),
    ...more.map(item => ({ ...item, covered: false })),
  ];
  return {
    findings: items.length + others.length,
    workloads: workloads + countSubjects(more, items),
    entities: new Set([...items, ...others].map(it => it.entityRef)).size,
    wider: beyondOwn,
    items: shown.map(({ subject, ...item }) => ({
      findingId: item.findingId,
      entityRef: item.entityRef,
      title: item.title,
      severity: item.severity,
      covered: item.covered,
      ...(subject && {
        subject: {
          cluster: clusterNames.get(subject.cluster) ?? subject.cluster,
          namespace: subject.namespace,
          kind: subject.kind,
          name: subject.name,
          ...(subject.component !== '' && { component: subject.component }),
        },
      }),
    })),
  };
}

/** Distinct ones that are not among those that are meant. */
function countSubjects(
  items: readonly RadiusItem[],
  meant: readonly RadiusItem[],
): number {
  const known = new Set(meant.map(subjectKey));
  return new Set(
    items
      .filter(it => it.subject)
      .map(subjectKey)
      .filter(key => !known.has(key)),
  ).size;
}

function subjectKey({ subject }: RadiusItem): string {
  return subject
    ? JSON.stringify([
        subject.cluster,
        subject.namespace,
        subject.kind,
        subject.name,
      ])
    : '';
}

function keyOf({
  entityRef,
  findingId,
}: Pick<RadiusItem, 'entityRef' | 'findingId'>): string {
  return `${findingId} ${entityRef}`;
}
