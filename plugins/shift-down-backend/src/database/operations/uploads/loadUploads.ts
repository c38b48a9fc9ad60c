/** Uploads about images and entities, newest first. */
import type { Knex } from 'knex';
import { inChunks } from '../../inChunks';
import type { UploadDigestRow, UploadRow } from '../../uploadTables';

/** Without what it found. @internal */
export type UploadHead = Omit<UploadRow, 'vulnerabilities' | 'counts' | 'sbom'>;

const HEAD = [
  'id',
  'repository',
  'digest',
  'tag',
  'entity_ref',
  'format',
  'tool',
  'tool_version',
  'content_digest',
  'uploaded_by',
  'observed_at',
  'received_at',
  'is_scan',
  'is_complete',
  'os',
  'os_end_of_life',
] as const;

/** An image that a container names by one of its digests. @internal */
export interface NamedImage {
  repository: string;
  digest: string;
}

/** Every digest that means the same image as one of these, by repository and digest. */
async function selectSiblings(knex: Knex, images: readonly NamedImage[]) {
  const siblings = new Map<string, Set<string>>();
  const rows: { repository: string; named: string; digest: string }[] =
    await inChunks(
      images.map(image => image.digest),
      chunk =>
        knex('image_digests as named')
          .join('images', 'images.id', 'named.image_id')
          .join('image_digests as beside', 'beside.image_id', 'named.image_id')
          .whereIn('named.digest', chunk)
          .distinct(
            'images.repository',
            'named.digest as named',
            'beside.digest as digest',
          ),
    );
  for (const { digest, named, repository } of rows) {
    const key = keyOf({ repository, digest: named });
    siblings.set(key, (siblings.get(key) ?? new Set()).add(digest));
  }
  return siblings;
}

/** @internal */
export function keyOf({ digest, repository }: NamedImage): string {
  return `${repository}@${digest}`;
}

/**
 * Uploads about images, by the key of what was asked for. An upload counts for the
 * repository that it was made for and for no other, whoever else holds the same digest.
 * @internal
 */
export async function loadImageUploads(
  knex: Knex,
  images: readonly NamedImage[],
): Promise<Map<string, UploadHead[]>> {
  const siblings = await selectSiblings(knex, images);
  const digestsOf = (image: NamedImage) =>
    new Set(siblings.get(keyOf(image))).add(image.digest);
  const rows: (UploadHead & Pick<UploadDigestRow, 'digest'>)[] = await inChunks(
    images.flatMap(image => [...digestsOf(image)]),
    chunk =>
      knex('upload_digests')
        .join('uploads', 'uploads.id', 'upload_digests.upload_id')
        .whereIn('upload_digests.digest', chunk)
        .whereNotNull('uploads.repository')
        .select(
          ...HEAD.filter(it => it !== 'digest').map(it => `uploads.${it}`),
          'upload_digests.digest',
        ),
  );
  const byDigest = new Map<string, UploadHead[]>();
  for (const row of rows) {
    const key = `${row.repository}@${row.digest}`;
    byDigest.set(key, [...(byDigest.get(key) ?? []), row]);
  }
  return new Map(
    images.map(image => {
      const found = new Map(
        [...digestsOf(image)].flatMap(digest =>
          (byDigest.get(keyOf({ ...image, digest })) ?? []).map(
            upload => [upload.id, upload] as const,
          ),
        ),
      );
      return [keyOf(image), [...found.values()].sort(byAge)];
    }),
  );
}

/** @internal */
export async function loadEntityUploads(
  knex: Knex,
  entityRefs: readonly string[],
): Promise<Map<string, UploadHead[]>> {
  const rows: UploadHead[] = await inChunks(entityRefs, chunk =>
    knex('uploads')
      .whereIn('entity_ref', chunk)
      .whereNull('repository')
      .select(...HEAD),
  );
  const byEntity = new Map<string, UploadHead[]>();
  for (const row of rows.sort(byAge)) {
    const ref = row.entity_ref ?? '';
    byEntity.set(ref, [...(byEntity.get(ref) ?? []), row]);
  }
  return byEntity;
}

/** JSON of what an upload found, by its id. @internal */
export async function loadUploadedVulnerabilities(
  knex: Knex,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const rows: Pick<UploadRow, 'id' | 'vulnerabilities'>[] = await inChunks(
    ids,
    chunk =>
      knex('uploads').whereIn('id', chunk).select('id', 'vulnerabilities'),
    50,
  );
  return new Map(rows.map(row => [row.id, row.vulnerabilities]));
}

/** Entities that workloads belong to, by the workload's id. @internal */
export async function loadEntitiesOf(
  knex: Knex,
  subjectIds: readonly string[],
): Promise<Map<string, string[]>> {
  const rows: { subject_id: string; entity_ref: string }[] = await inChunks(
    subjectIds,
    chunk =>
      knex('subject_entities')
        .whereIn('subject_id', chunk)
        .select('subject_id', 'entity_ref'),
  );
  const bySubject = new Map<string, string[]>();
  for (const { entity_ref, subject_id } of rows) {
    bySubject.set(subject_id, [
      ...(bySubject.get(subject_id) ?? []),
      entity_ref,
    ]);
  }
  return bySubject;
}

function byAge(a: UploadHead, b: UploadHead): number {
  return b.observed_at.localeCompare(a.observed_at) || a.id.localeCompare(b.id);
}
