/** What registries say about the images of an entity's containers, and who says more. */
import type { Lineage } from '@shift-down/plugin-shift-down-common';
import {
  imageId,
  imageVersion,
  type AssessedSubject,
  type EntityImage,
  type VexDocument,
} from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import type {
  ImageDigestRow,
  ImageRow,
  VexDocumentRow,
} from '../../imageTables';
import { inChunks } from '../../inChunks';

type KnownImage = Pick<ImageRow, 'id' | 'digest' | 'assessment'>;

/** Containers whose images nobody has looked at yet are left out. @internal */
export async function loadEntityImages(
  knex: Knex,
  subjects: readonly AssessedSubject[],
): Promise<EntityImage[]> {
  const containers = subjects.flatMap(subject =>
    subject.containers.map(container => ({
      subjectId: subject.id,
      container,
      id: imageId(container.repository, imageVersion(container)),
    })),
  );
  const ids = [...new Set(containers.map(it => it.id))].sort();
  const rows = await inChunks<string, KnownImage>(ids, chunk =>
    knex('images')
      .whereIn('id', chunk)
      .whereNotNull('assessment')
      .select('id', 'digest', 'assessment'),
  );
  const digests = await inChunks<string, ImageDigestRow>(ids, chunk =>
    knex('image_digests').whereIn('image_id', chunk).orderBy('digest'),
  );
  const known = new Map(
    rows.map(row => [
      row.id,
      {
        lineage: lineageOf(row),
        digests: [
          ...(row.digest === null ? [] : [row.digest]),
          ...digests.filter(it => it.image_id === row.id).map(it => it.digest),
        ],
      },
    ]),
  );
  return containers.flatMap(({ subjectId, container, id }) => {
    const image = known.get(id);
    if (!image) {
      return [];
    }
    const { digest, name, repository, tag } = container;
    return [
      {
        subjectId,
        component: name,
        repository,
        digests: [...new Set([...(digest ? [digest] : []), ...image.digests])],
        ...(tag !== undefined && { tag }),
        lineage: image.lineage,
      },
    ];
  });
}

function lineageOf({ assessment }: KnownImage): Lineage {
  const parsed: { lineage: Lineage } = JSON.parse(assessment ?? '{}');
  return parsed.lineage;
}

/** Documents of what they run, and of the golden images that it stands on. @internal */
export async function loadVexDocuments(
  knex: Knex,
  subjects: readonly AssessedSubject[],
  images: readonly EntityImage[],
): Promise<VexDocument[]> {
  const golden = images.flatMap(({ lineage }) =>
    lineage.state === 'golden' ? lineage.release.image : [],
  );
  const repositories: string[] = await inChunks<string, string>(
    [...new Set(golden)].sort(),
    chunk => knex('golden_images').whereIn('name', chunk).pluck('repository'),
  );
  const running = subjects.flatMap(({ containers }) =>
    containers.map(({ repository }) => repository),
  );
  const rows = await inChunks<string, VexDocumentRow>(
    [...new Set([...repositories, ...running])].sort(),
    chunk =>
      knex('vex_documents')
        .whereIn('repository', chunk)
        .orderBy(['digest', 'source', 'origin']),
  );
  return rows.map(row => ({
    digest: row.digest,
    author: row.author,
    source: row.source as VexDocument['source'],
    repository: row.repository,
    statements: JSON.parse(row.statements),
    trust: JSON.parse(row.trust),
  }));
}
