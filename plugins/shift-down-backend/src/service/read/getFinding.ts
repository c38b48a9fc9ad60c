import type { GoldenReleaseReference } from '@shift-down/plugin-shift-down-common';
import type { FindingDetail } from '@shift-down/plugin-shift-down-common/client';
import { loadClusters } from '../../database/operations/serve/loadClusters';
import { loadFindingExceptions } from '../../database/operations/serve/loadFindingExceptions';
import {
  loadFindings,
  type ScopedFinding,
} from '../../database/operations/serve/loadFindings';
import { loadOccurrences } from '../../database/operations/serve/loadOccurrences';
import type { Readable } from '../../database/operations/serve/readScope';
import { findingNotFound } from '../request/notFound';
import { clusterNamesOf } from '../response/clusterNames';
import { toControlSummary, toFinding } from '../response/toFinding';
import { toFindingExceptions } from '../response/toFindingExceptions';
import { toOccurrence } from '../response/toOccurrence';
import type { ServeContext } from '../ServeContext';
import { readScopeOf } from './readScope';

/** @throws NotFoundError if it is unknown or belongs to no entity that may be read. */
export async function getFinding(
  context: ServeContext,
  id: string,
  readable: Readable,
): Promise<FindingDetail> {
  const { database, controls } = context;
  const scope = await readScopeOf(context, undefined, readable);
  const now = context.clock.now();
  const [finding] = await loadFindings(database, [id], scope, now);
  if (!finding) {
    throw findingNotFound(id);
  }
  const [occurrences, clusters, exceptions] = await Promise.all([
    loadOccurrences(database, finding.row, scope),
    loadClusters(database),
    loadFindingExceptions(database, [id], scope, now),
  ]);
  const control = toControlSummary(finding.controlId, controls);
  return {
    ...toFinding(
      finding,
      clusterNamesOf(clusters),
      toFindingExceptions(exceptions.get(id), now),
    ),
    control,
    remediation:
      upgradeInWords(finding) || finding.row.remediation || control.remediation,
    url: finding.row.url || undefined,
    occurrenceList: occurrences.map(occurrence =>
      toOccurrence(
        {
          ...occurrence,
          // What the finding is about need not be linked itself: a Namespace
          // concerns every entity that runs in it.
          entityRefs: occurrence.entityRefs.length
            ? occurrence.entityRefs
            : finding.entityRefs,
        },
        clusters,
        { maxAge: context.maxAge, now },
      ),
    ),
  };
}

function upgradeInWords({
  vulnerability: { upgrade_to: upgradeTo },
}: ScopedFinding): string {
  if (upgradeTo === null) {
    return '';
  }
  const { image, version }: GoldenReleaseReference = JSON.parse(upgradeTo);
  return `Build on ${image} ${version}, which lacks it: move the FROM line there, rebuild, and name the result in spec.template.spec.containers[].image.`;
}
