/**
 * What uploads say about the images that workloads run and the entities that they belong
 * to: the vulnerabilities that a pipeline found, and whether any looked.
 */
import type {
  ImageScanEvidence,
  VulnerabilityEvidence,
} from '@shift-down/plugin-shift-down-common';
import type { Knex } from 'knex';
import type { Clock } from '../database/DatabaseClock';
import {
  keyOf,
  loadEntitiesOf,
  loadEntityUploads,
  loadImageUploads,
  loadUploadedVulnerabilities,
  type NamedImage,
  type UploadHead,
} from '../database/operations/uploads/loadUploads';
import { selectChangedNamespaces } from '../database/operations/uploads/selectChangedNamespaces';
import type { ContainerRow } from '../database/tables';
import type {
  DerivedChanges,
  DerivedEvidencePass,
  DerivedEvidenceProvider,
  ImageDerivedEvidence,
  ImageWorkload,
} from '../images/derivedEvidence';
import type { UploadConfig } from './config';
import { judgeDependenciesScan, judgePipelineScan } from './judgeUploads';
import { coversRepository } from './resolveTarget';

/** Rows may be committed a little after the moment that they carry. */
const LOOK_BACK_MILLISECONDS = 30_000;
/** Which entities a workload belongs to changes without a moment of its own. */
const EVERYWHERE_MILLISECONDS = 10 * 60_000;

interface UploadEvidenceOptions {
  database: Knex;
  clock: Clock;
  config: UploadConfig;
}

/** @internal */
export class UploadEvidence implements DerivedEvidenceProvider {
  readonly kind = 'Upload';
  readonly enabled: boolean;
  readonly #options: UploadEvidenceOptions;

  constructor(options: UploadEvidenceOptions) {
    this.#options = options;
    this.enabled = options.config.entries.length > 0;
  }

  async changedSince(
    clusterUid: string,
    cursor: string | undefined,
  ): Promise<DerivedChanges> {
    const { clock, config, database } = this.#options;
    const now = clock.now().getTime();
    const [asked, everywhere] = (cursor ?? '').split(' ').map(Date.parse);
    if (!(now - everywhere < EVERYWHERE_MILLISECONDS)) {
      return { cursor: cursorOf(now, now), namespaces: 'everywhere' };
    }
    const since = asked - LOOK_BACK_MILLISECONDS;
    const iso = (time: number) => new Date(time).toISOString();
    return {
      cursor: cursorOf(now, everywhere),
      namespaces: await selectChangedNamespaces(database, clusterUid, {
        since: iso(since),
        lapsed: {
          after: iso(since - config.scanAge),
          until: iso(now - config.scanAge),
        },
      }),
    };
  }

  async prepare(): Promise<DerivedEvidencePass> {
    const { clock } = this.#options;
    const now = clock.now();
    return {
      evidenceFor: async workloads => await this.#evidenceFor(workloads, now),
    };
  }

  async #evidenceFor(
    workloads: readonly ImageWorkload[],
    now: Date,
  ): Promise<Map<string, ImageDerivedEvidence[]>> {
    const { config, database } = this.#options;
    const images = new Map(
      workloads.flatMap(({ containers }) =>
        containers.flatMap(imageOf).map(image => [keyOf(image), image]),
      ),
    );
    const [uploads, entities] = await Promise.all([
      loadImageUploads(database, [...images.values()]),
      loadEntitiesOf(
        database,
        workloads.map(({ id }) => id),
      ),
    ]);
    const byEntity = await loadEntityUploads(database, [
      ...new Set([...entities.values()].flat()),
    ]);
    const scans = new Map(
      [...uploads].map(([key, found]) => [key, newestOfEachTool(found)]),
    );
    const vulnerabilities = await loadUploadedVulnerabilities(database, [
      ...new Set([...scans.values()].flat().map(({ id }) => id)),
    ]);
    const options = { now, scanAge: config.scanAge };
    return new Map(
      workloads.map(workload => {
        const { containers, id, subject } = workload;
        const owners = scannedEntities(entities.get(id) ?? []);
        return [
          id,
          [
            ...containers.flatMap(container => {
              const [image] = imageOf(container);
              const found = image ? uploads.get(keyOf(image)) ?? [] : [];
              return [
                ...(image ? scans.get(keyOf(image)) ?? [] : []).map(scan =>
                  toScan(workload, container, scan, vulnerabilities),
                ),
                judgePipelineScan(
                  subject,
                  container,
                  {
                    isCovered: coversRepository(
                      config.entries,
                      container.repository,
                    ),
                    uploads: found,
                  },
                  options,
                ),
              ];
            }),
            ...(owners.length > 0
              ? [
                  judgeDependenciesScan(
                    subject,
                    owners.map(ref => byEntity.get(ref) ?? []),
                    options,
                  ),
                ]
              : []),
          ],
        ];
      }),
    );
  }
}

function cursorOf(asked: number, everywhere: number): string {
  return `${new Date(asked).toISOString()} ${new Date(
    everywhere,
  ).toISOString()}`;
}

function imageOf({ digest, repository }: ContainerRow): NamedImage[] {
  return digest === null ? [] : [{ repository, digest }];
}

/** One tool may have been told the index once and a manifest another time. */
function newestOfEachTool(uploads: readonly UploadHead[]): UploadHead[] {
  const byTool = new Map<string, UploadHead>();
  for (const upload of uploads) {
    const tool = upload.tool.toLowerCase();
    if (upload.is_scan && !byTool.has(tool)) {
      byTool.set(tool, upload);
    }
  }
  return [...byTool.values()].sort((a, b) => a.id.localeCompare(b.id));
}

/** Repositories are built into components; what else claims the workload has none. */
function scannedEntities(refs: readonly string[]): string[] {
  const components = refs.filter(ref => ref.startsWith('component:'));
  return [...(components.length > 0 ? components : refs)].sort();
}

function toScan(
  { subject }: ImageWorkload,
  container: ContainerRow,
  upload: UploadHead,
  vulnerabilities: ReadonlyMap<string, string>,
): ImageScanEvidence {
  const { tag, tool, tool_version } = upload;
  const found: VulnerabilityEvidence[] = JSON.parse(
    vulnerabilities.get(upload.id) ?? '[]',
  );
  return {
    type: 'image-scan',
    subject,
    container: container.name,
    repository: container.repository,
    ...(tag && { tag }),
    ...(container.digest && { digest: container.digest }),
    os: upload.os,
    osEndOfLife: Boolean(upload.os_end_of_life),
    scanner: [tool, tool_version, 'in a pipeline'].filter(it => it).join(' '),
    vulnerabilities: found,
    ...(!upload.is_complete && { isPartial: true }),
    observedAt: upload.observed_at,
  };
}
