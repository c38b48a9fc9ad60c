/** What we applied against what is there: fields, and labels apart from them. */
import {
  LABEL_BASELINE_STATE,
  type FieldDifference,
} from '@shift-down/plugin-shift-down-common';
import { CLOUD_IDENTITY_ANNOTATIONS } from '../../access/cloudIdentities';
import { WITHHELD, type JsonObject, type JsonValue } from '../../evaluation';
import type { BaselineManifest, ObservedObject } from '../types';
import { differencesOf } from './differencesOf';
import { isFields } from './json';
import { comparedFields, shapeOf } from './kinds';
import { exactMapOf, mapOf, value } from './shapes';

const POD_SECURITY = 'pod-security.kubernetes.io/';
const OWN_LABEL = /^(?:[^/]+\.)?shift-down\.io\//;

/**
 * Where an object differs from what we applied. Only what we applied counts, and what
 * others added where that changes what we said: an entry of a list, a Pod Security label.
 *
 * Defaults that an API server fills in are no difference, nor is the order of what it takes
 * for a set, nor how an amount is written. Neither is what the portal does not keep: fields
 * and annotations that no collector reads, and values that it marks as withheld.
 * @public
 */
export function compareManifest(
  applied: BaselineManifest,
  observed: ObservedObject,
): FieldDifference[] {
  const { kind, metadata } = applied;
  return [
    ...(kind === 'Namespace'
      ? differencesInNamespaceLabels(metadata.labels ?? {}, observed.labels)
      : differencesOf(mapOf(value), metadata.labels ?? {}, observed.labels, [
          'metadata',
          'labels',
        ])),
    ...(kind === 'ServiceAccount'
      ? differencesInIdentities(metadata.annotations ?? {}, observed)
      : []),
    ...differencesOf(
      shapeOf(kind),
      comparedFields(kind, applied),
      comparedFields(kind, observed.fields),
    ),
  ];
}

/** Others of its labels are for others; the API server reads those of Pod Security. */
function differencesInNamespaceLabels(
  applied: Record<string, string>,
  found: Record<string, string>,
): FieldDifference[] {
  const ours = pick(
    applied,
    name => name.startsWith(POD_SECURITY) || OWN_LABEL.test(name),
  );
  // On the way from pending to complete it is ours to change.
  if (ours[LABEL_BASELINE_STATE] !== 'complete') {
    delete ours[LABEL_BASELINE_STATE];
  }
  return differencesOf(
    exactMapOf(value),
    ours,
    pick(
      found,
      name => name.startsWith(POD_SECURITY) || Object.hasOwn(ours, name),
    ),
    ['metadata', 'labels'],
  );
}

/** Of all annotations, those that give a cloud's identity are kept. */
function differencesInIdentities(
  applied: Record<string, string>,
  { fields }: ObservedObject,
): FieldDifference[] {
  const isIdentity = (name: string) =>
    CLOUD_IDENTITY_ANNOTATIONS.includes(name);
  return differencesOf(
    mapOf(value),
    pick(applied, isIdentity),
    pick(annotationsIn(fields.metadata), isIdentity),
    ['metadata', 'annotations'],
  );
}

function annotationsIn(metadata: JsonValue | undefined): JsonObject {
  const annotations = isFields(metadata) ? metadata.annotations : undefined;
  return isFields(annotations) ? annotations : {};
}

function pick<T extends JsonValue>(
  entries: Readonly<Record<string, T>>,
  isMeant: (name: string) => boolean,
): Record<string, T> {
  return Object.fromEntries(
    Object.entries(entries).filter(
      ([name]) => name !== WITHHELD && isMeant(name),
    ),
  );
}
