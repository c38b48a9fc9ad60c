/** What an entity's annotations claim. */
import {
  ANNOTATION_KUBERNETES_CLUSTER,
  ANNOTATION_KUBERNETES_ID,
  ANNOTATION_KUBERNETES_LABEL_SELECTOR,
  ANNOTATION_KUBERNETES_NAMESPACE,
  RESOURCE_TYPE_KUBERNETES_NAMESPACE,
} from '@shift-down/plugin-shift-down-common';
import { NAMESPACE_KEY } from '../collection/namespaceOf';
import { parseLabelSelector, type LabelRequirement } from './labelSelector';
import type { Claim, ClaimingEntity } from './types';

/** Stands for any value in a claim key; no label value can contain it. @internal */
export const ANY_VALUE = '*';

/**
 * The entity's claim, or `undefined` if it makes none that can be read. As in the
 * Kubernetes plugin of Backstage a label selector replaces the id.
 * @internal
 */
export function readClaim(entity: ClaimingEntity): Claim | undefined {
  const { annotations } = entity;
  const narrowing = {
    namespace: annotations[ANNOTATION_KUBERNETES_NAMESPACE] || undefined,
    cluster: annotations[ANNOTATION_KUBERNETES_CLUSTER] || undefined,
  };

  const selector = annotations[ANNOTATION_KUBERNETES_LABEL_SELECTOR];
  if (selector) {
    const requirements = readSelector(selector);
    if (!requirements?.length) {
      return undefined;
    }
    const claim = {
      via: ANNOTATION_KUBERNETES_LABEL_SELECTOR,
      requirements,
      ...narrowing,
    };
    return claimKeys(claim).length > 0 ? claim : undefined;
  }

  const id = annotations[ANNOTATION_KUBERNETES_ID];
  if (id) {
    return {
      via: ANNOTATION_KUBERNETES_ID,
      requirements: [
        { operator: 'in', key: ANNOTATION_KUBERNETES_ID, values: [id] },
      ],
      ...narrowing,
    };
  }

  if (
    entity.kind.toLocaleLowerCase('en-US') === 'resource' &&
    entity.type === RESOURCE_TYPE_KUBERNETES_NAMESPACE
  ) {
    return {
      via: RESOURCE_TYPE_KUBERNETES_NAMESPACE,
      requirements: [],
      ...narrowing,
      namespace: narrowing.namespace ?? entity.name,
    };
  }
  return undefined;
}

/**
 * Labels of which every subject of the claim must have one. A selector that only
 * excludes has none unless it is narrowed to a namespace: it would claim the rest
 * of the fleet.
 * @internal
 */
export function claimKeys(claim: Claim): { key: string; value: string }[] {
  const positive = claim.requirements.find(
    requirement => requirement.operator === 'in',
  );
  if (positive && 'values' in positive) {
    return [...new Set(positive.values)].map(value => ({
      key: positive.key,
      value,
    }));
  }
  const present = claim.requirements.find(
    requirement => requirement.operator === 'exists',
  );
  if (present) {
    return [{ key: present.key, value: ANY_VALUE }];
  }
  return claim.namespace
    ? [{ key: NAMESPACE_KEY, value: claim.namespace }]
    : [];
}

function readSelector(selector: string): LabelRequirement[] | undefined {
  try {
    return parseLabelSelector(selector);
  } catch {
    return undefined;
  }
}
