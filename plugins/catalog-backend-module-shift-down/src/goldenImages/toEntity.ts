/** A golden image as an entity of the catalog. */
import {
  ANNOTATION_LOCATION,
  ANNOTATION_ORIGIN_LOCATION,
  DEFAULT_NAMESPACE,
  type ResourceEntity,
} from '@backstage/catalog-model';
import { ANNOTATION_GOLDEN_IMAGE } from '@shift-down/plugin-shift-down-common';
import type { GoldenImage } from '@shift-down/plugin-shift-down-policy';

export function toEntity(image: GoldenImage): ResourceEntity {
  const { name, title, description, owner, system, location } = image;
  const isUrl = /^https?:\/\//.test(location);
  const managedBy = `${isUrl ? 'url' : 'file'}:${location}`;
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Resource',
    metadata: {
      namespace: DEFAULT_NAMESPACE,
      name,
      ...(title !== undefined && { title }),
      ...(description !== undefined && { description }),
      annotations: {
        [ANNOTATION_LOCATION]: managedBy,
        [ANNOTATION_ORIGIN_LOCATION]: managedBy,
        [ANNOTATION_GOLDEN_IMAGE]: name,
      },
      ...(isUrl && {
        links: [{ url: location, title: 'Declaration', icon: 'code' }],
      }),
    },
    spec: {
      type: 'golden-image',
      owner,
      ...(system !== undefined && { system }),
    },
  };
}
