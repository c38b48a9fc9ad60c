/** What is stored of golden images beside their catalogue. */
import type { ImageAssessment } from '@shift-down/plugin-shift-down-common';
import type { Knex } from 'knex';
import type {
  GoldenImageRow,
  GoldenVulnerabilityRow,
  ImageRow,
} from '../../../imageTables';

/** So many vulnerabilities are shown of one golden image. */
const VULNERABILITIES_SHOWN = 1000;

/** What is wrong with the files and tags of golden images, by their name. */
export async function loadGoldenProblems(
  database: Knex,
): Promise<Map<string, string[]>> {
  const rows: Pick<GoldenImageRow, 'name' | 'problems' | 'tags_problem'>[] =
    await database('golden_images').select('name', 'problems', 'tags_problem');
  return new Map(
    rows.map(({ name, problems, tags_problem }) => [
      name,
      [
        ...(JSON.parse(problems) as string[]),
        ...(tags_problem ? [tags_problem] : []),
      ],
    ]),
  );
}

/** What is the platform's to fix, or was until lately; what is open comes first. */
export async function loadPlatformVulnerabilities(
  database: Knex,
  { image, closedSince }: { image: string; closedSince: string },
): Promise<GoldenVulnerabilityRow[]> {
  return await database('golden_vulnerabilities')
    .where({ image })
    .where(open =>
      open.whereNull('closed_at').orWhere('closed_at', '>=', closedSince),
    )
    .orderByRaw('case when closed_at is null then 0 else 1 end')
    .orderByRaw(`coalesce(due_at, '9999')`)
    .orderBy(['advisory', 'channel', 'package_url'])
    .limit(VULNERABILITIES_SHOWN);
}

/** How an image was asked for last, and what is made of it. */
export interface StoredVerdicts {
  repository: string;
  version: string;
  state: ImageRow['state'];
  problem: string | null;
  reason: string;
  checkedAt: string | null;
  assessment?: ImageAssessment;
}

/** By repository and version, see {@link imageVersion}; what is not stored is left out. */
export async function loadVerdicts(
  database: Knex,
  keys: readonly { repository: string; version: string }[],
): Promise<Map<string, StoredVerdicts>> {
  const rows: Pick<
    ImageRow,
    | 'repository'
    | 'version'
    | 'state'
    | 'problem'
    | 'reason'
    | 'checked_at'
    | 'assessment'
  >[] =
    keys.length === 0
      ? []
      : await database('images')
          .select(
            'repository',
            'version',
            'state',
            'problem',
            'reason',
            'checked_at',
            'assessment',
          )
          .whereIn('repository', [...new Set(keys.map(it => it.repository))])
          .whereIn('version', [...new Set(keys.map(it => it.version))]);
  return new Map(
    rows.map(({ assessment, checked_at, ...row }) => [
      verdictKey(row),
      {
        ...row,
        checkedAt: checked_at,
        ...(assessment && { assessment: JSON.parse(assessment) }),
      },
    ]),
  );
}

export function verdictKey(image: {
  repository: string;
  version: string;
}): string {
  return `${image.repository}\n${image.version}`;
}
