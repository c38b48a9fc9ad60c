import {
  RESULTS,
  SEVERITIES,
  type Control,
} from '@shift-down/plugin-shift-down-common';
import type { ControlResult } from '@shift-down/plugin-shift-down-common/client';
import { z } from 'zod';
import type { EntityControlRow } from '../../database/tables';
import { oneOf } from './oneOf';

/** What a control came to: stored for one entity, or joined for several. */
export type ControlRow = Omit<EntityControlRow, 'entity_ref' | 'since'> & {
  since: string | undefined;
};

const disagreementsSchema = z.array(
  z.object({
    failedBy: z.string(),
    passedBy: z.string(),
    places: z.number(),
  }),
);

/**
 * Results of controls with what the catalogue says of each, in its order.
 * @param exempt - findings that fail under an exception, by control id
 */
export function toControlResults(
  rows: ControlRow[],
  controls: readonly Control[],
  exempt: ReadonlyMap<string, number> = new Map(),
): ControlResult[] {
  const byId = new Map(rows.map(row => [row.control_id, row]));
  return controls.flatMap((control): ControlResult[] => {
    const row = byId.get(control.id);
    if (!row) {
      return [];
    }
    const disagreements = disagreementsSchema.parse(
      JSON.parse(row.disagreements),
    );
    return [
      {
        id: control.id,
        title: control.title,
        area: control.area,
        responsibility: control.responsibility,
        severity: control.severity,
        result: oneOf(RESULTS, row.result, 'unknown'),
        reason: row.reason || undefined,
        unverified: row.unverified ? true : undefined,
        failing: row.failing,
        unknown: row.unknown,
        exempt: exempt.get(control.id),
        worstSeverity: row.worst_severity
          ? oneOf(SEVERITIES, row.worst_severity, 'unknown')
          : undefined,
        since: row.since,
        disagreements: disagreements.length > 0 ? disagreements : undefined,
        rationale: control.rationale,
        remediation: control.remediation,
        references: control.references,
      },
    ];
  });
}
