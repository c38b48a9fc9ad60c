/** Lines of a scanner's ignore file, as exceptions that nobody has reviewed. */
import {
  parseIgnoreFile,
  type ExceptionContent,
  type IgnoreItem,
} from '@shift-down/plugin-shift-down-policy';
import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import type { Clock } from '../../database/DatabaseClock';
import { NEVER } from '../../exceptions/clock/ForeignImport';
import type { ExceptionService } from '../../exceptions/ExceptionService';
import { parseClientEntityRef } from '../request/entityRef';
import type {
  ExceptionImport,
  ExceptionReader,
  IgnoreFile,
} from './ExceptionCatalog';

/** @internal */
export async function importIgnoreFile(
  context: { clock: Clock; database: Knex; exceptions: ExceptionService },
  { format, repository, text, ...file }: IgnoreFile,
  reader: ExceptionReader,
): Promise<ExceptionImport> {
  const { clock, database, exceptions } = context;
  const entityRef = parseClientEntityRef(file.entityRef);
  const { items, problems } = parseIgnoreFile(format, text);
  const result: ExceptionImport = {
    created: 0,
    known: 0,
    problems: [...problems],
  };
  for (const item of items) {
    const packageUrls = await packagesOf(database, entityRef, item);
    if (packageUrls.length === 0) {
      result.problems.push(
        `${item.advisory}: no package ${item.packageName} of ${entityRef} has it. Import it again when one does.`,
      );
    }
    for (const packageUrl of packageUrls) {
      const content: ExceptionContent = {
        type: 'accepted-risk',
        expectation: {
          type: 'vulnerability',
          advisory: item.advisory,
          ...(packageUrl !== undefined && { packageUrl }),
        },
        scope: {
          entityRef,
          ...(repository !== undefined && { repository }),
        },
        from: clock.now().toISOString(),
        until: item.until ?? NEVER,
        category: 'other',
        justification: item.statement,
        compensatingControls: '',
        ticket: '',
      };
      try {
        const outcome = await exceptions.import(content, {
          importedFrom: importedFrom(format, content),
          by: reader,
        });
        result[outcome] += 1;
      } catch (error) {
        if (!(error instanceof Error) || !('code' in error)) {
          throw error;
        }
        result.problems.push(`${item.advisory}: ${error.message}`);
      }
    }
  }
  return result;
}

/** Packages that the line means; `undefined` stands for any. */
async function packagesOf(
  database: Knex,
  entityRef: string,
  { advisory, packageName, packageUrl }: IgnoreItem,
): Promise<(string | undefined)[]> {
  if (packageUrl !== undefined || packageName === undefined) {
    return [packageUrl];
  }
  return await database('finding_entities as fe')
    .join('findings as f', 'f.id', 'fe.finding_id')
    .where({
      'fe.entity_ref': entityRef,
      'f.advisory': advisory,
      'f.package_name': packageName,
    })
    .distinct('f.package_url')
    .orderBy('f.package_url')
    .pluck('f.package_url');
}

const SCANNERS: Record<IgnoreFile['format'], string> = {
  trivy: '.trivyignore',
  'trivy-yaml': '.trivyignore.yaml',
  grype: '.grype.yaml',
};

/** The same line of the same file is the same exception, whoever hands it in. */
function importedFrom(
  format: IgnoreFile['format'],
  { expectation, scope }: ExceptionContent,
): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([expectation, scope]))
    .digest('hex');
  return `${SCANNERS[format]} of ${scope.entityRef} (${digest.slice(0, 32)})`;
}
