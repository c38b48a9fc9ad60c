import {
  EXCEPTION_CATEGORIES,
  SEVERITIES,
} from '@shift-down/plugin-shift-down-common';
import { loadClusterUids } from '../../../database/operations/serve/loadClusterUids';
import { loadReadScope } from '../../../database/operations/serve/readScope';
import type { ExceptionReader, ExceptionSettings } from '../ExceptionCatalog';
import { loadClusterNames } from './clusterNames';
import type { ExceptionReadContext } from './context';
import { toLimits } from './toLimits';
import { readableExceptions } from './viewerOf';

/** What somebody may do with exceptions, and how clusters that concern them are told. @internal */
export async function getSettings(
  context: ExceptionReadContext,
  reader: ExceptionReader,
): Promise<ExceptionSettings> {
  const { capabilities, database, deliveries, rules } = context;
  const scope = await loadReadScope(database, readableExceptions(reader));
  const [names, uids] = await Promise.all([
    loadClusterNames(database),
    loadClusterUids(database, scope),
  ]);
  const clusters = [...names]
    .filter(([uid]) => scope.type === 'everything' || uids.has(uid))
    .map(([, name]) => name)
    .sort();
  return {
    mayDecide: reader.mayDecide,
    mayBreakGlass: reader.mayBreakGlass,
    ...(rules.decidingIsOff !== undefined && {
      decidingIsOff: rules.decidingIsOff,
    }),
    limits: SEVERITIES.map(severity => toLimits(rules, severity)),
    categories: [...EXCEPTION_CATEGORIES],
    breakGlassHours: rules.breakGlass.maxHours,
    clusters: await Promise.all(
      clusters.map(async name => ({
        name,
        delivery: deliveries.of(name).type,
        warnings: await capabilities.warningsOf(name),
      })),
    ),
  };
}
