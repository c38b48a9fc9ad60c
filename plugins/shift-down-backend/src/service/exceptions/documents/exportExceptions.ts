/** Active exceptions in the format that pipelines read. */
import {
  EXCEPTIONS_EXPORT_FORMAT,
  EXCEPTIONS_EXPORT_TYPE,
  type ExceptionsExport,
  type ExportedException,
} from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import { matchesGlob } from '../../../correlation/namespaceOwner';
import type { Clock } from '../../../database/DatabaseClock';
import {
  loadExportable,
  type ExportableSubject,
} from '../../../database/operations/exceptions/loadExportable';
import type { Readable } from '../../../database/operations/serve/readScope';
import { exceptionsOfClusterNotFound } from '../../request/notFound';
import { loadClusterNames } from '../read/clusterNames';
import type { ExceptionKeys } from './ExceptionKeys';

const HOUR_MILLISECONDS = 3_600_000;

/** @internal */
export interface ExportContext {
  database: Knex;
  clock: Clock;
  keys: ExceptionKeys;
  /** `issuer`: address of the portal. `hours`: how long an export is good for. */
  exceptionsExport: { issuer: string; hours: number };
}

/**
 * A compact JWS.
 * @param request - `namespaces`: patterns, all if not given
 * @throws NotFoundError if there is no such cluster.
 * @internal
 */
export async function exportExceptions(
  context: ExportContext,
  request: { readable: Readable; cluster?: string; namespaces?: string[] },
): Promise<string> {
  const { clock, database, keys } = context;
  const { cluster, namespaces, readable } = request;
  const now = clock.now();
  const names = await loadClusterNames(database);
  const uid = [...names].find(([, name]) => name === cluster)?.[0];
  if (cluster !== undefined && uid === undefined) {
    throw exceptionsOfClusterNotFound(cluster);
  }
  const subjects = await loadExportable(database, {
    readable,
    at: now,
    ...(uid !== undefined && { clusterUid: uid }),
  });
  const payload: ExceptionsExport = {
    format: EXCEPTIONS_EXPORT_FORMAT,
    issuer: context.exceptionsExport.issuer,
    issued: now.toISOString(),
    expires: new Date(
      now.getTime() + context.exceptionsExport.hours * HOUR_MILLISECONDS,
    ).toISOString(),
    exceptions: subjects
      .filter(subject => isWithin(subject, namespaces))
      .flatMap(subject =>
        toExported(subject, names.get(subject.cluster) ?? subject.cluster),
      ),
  };
  return await keys.sign(JSON.stringify(payload), {
    typ: EXCEPTIONS_EXPORT_TYPE,
  });
}

function isWithin(
  { kind, name, namespace }: ExportableSubject,
  patterns: string[] | undefined,
): boolean {
  const place = kind === 'Namespace' ? name : namespace;
  return (
    patterns === undefined ||
    patterns.some(pattern => matchesGlob(pattern, place))
  );
}

function toExported(
  subject: ExportableSubject,
  cluster: string,
): ExportedException[] {
  const { expectation } = subject;
  if (expectation.type === 'vulnerability') {
    return [];
  }
  return [
    {
      id: subject.exceptionId,
      expectation:
        expectation.type === 'control'
          ? { control: expectation.control }
          : {
              engine: expectation.engine,
              policy: expectation.policy,
              ...(expectation.rule !== undefined && { rule: expectation.rule }),
            },
      subject: {
        cluster,
        namespace: subject.namespace,
        kind: subject.kind,
        name: subject.name,
        ...(subject.container !== '' && { container: subject.container }),
      },
      from: subject.from,
      until: subject.until,
      approvers: subject.approvers,
    },
  ];
}
