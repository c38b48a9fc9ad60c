import type { PostureOverview } from '@shift-down/plugin-shift-down-common/client';
import type { PostureSummary } from '@shift-down/plugin-shift-down-policy';
import { loadControls } from '../../database/operations/serve/loadControls';
import { loadParts } from '../../database/operations/serve/loadParts';
import {
  loadPostures,
  type EntityPosture,
} from '../../database/operations/serve/loadPostures';
import {
  loadReadableRefs,
  type Readable,
} from '../../database/operations/serve/readScope';
import type { ControlRow } from '../response/toControlResults';
import { toPostureOverview } from '../response/toPostureOverview';
import { rollUpParts } from '../rollUp';
import type { ServeContext } from '../ServeContext';
import { hasParts } from './readScope';

/** An entity's overview, with what a system or domain is rolled up from. */
export interface Overview {
  item: EntityPosture;
  overview: PostureOverview;
  parts: PostureOverview[];
  /** What the parts' controls came to together; empty for an entity without parts. */
  controls: ControlRow[];
  /** What those amount to; only of an entity with parts. */
  summary?: PostureSummary;
}

/** Overviews by ref, of those of the refs that exist and may be read. */
export async function readOverviews(
  context: ServeContext,
  refs: string[],
  readable: Readable,
): Promise<Map<string, Overview>> {
  const { database } = context;
  const now = context.clock.now();
  const found = await loadReadableRefs(database, refs, readable);
  const partsOf = await loadParts(database, found.filter(hasParts), readable);
  const partRefs = [...new Set([...partsOf.values()].flat())];
  const postures = await loadPostures(database, [...found, ...partRefs]);

  const rows = await loadControls(database, partRefs);

  return new Map(
    found.flatMap((ref): [string, Overview][] => {
      const item = postures.get(ref);
      if (!item) {
        return [];
      }
      if (!hasParts(ref)) {
        const overview = toPostureOverview(item, now);
        return [[ref, { item, overview, parts: [], controls: [] }]];
      }
      const own = new Set(partsOf.get(ref));
      const parts = [...own].flatMap(part => {
        const posture = postures.get(part);
        return posture ? [toPostureOverview(posture, now)] : [];
      });
      const rolledUp = rollUpParts(
        item,
        parts,
        rows.filter(row => own.has(row.entity_ref)),
        context.controls,
      );
      return [[ref, { item, parts, ...rolledUp }]];
    }),
  );
}
