/**
 * What all reports of Trivy Operator share: whom they are about, the container, the
 * engine's way to write ids.
 */
import type { ObjectReference } from '@shift-down/plugin-shift-down-common';
import type { KubernetesObject } from '../object';
import type { NormaliseContext } from '../types';

const LABEL_CONTAINER = 'trivy-operator.container.name';
const RESOURCE = 'trivy-operator.resource';

/** @internal */
export const TRIVY_GROUP = 'aquasecurity.github.io';

/**
 * Whom a report is about: its owner. The label is a last resort, since a name too
 * long for a label is replaced there by a hash.
 * @internal
 */
export function subjectOfReport(
  report: KubernetesObject,
  context: NormaliseContext,
): { subject?: ObjectReference; outside?: true; warnings: string[] } {
  const { namespace, ownerReferences, labels, annotations } = report.metadata;
  const owner =
    ownerReferences.find(({ controller }) => controller) ?? ownerReferences[0];
  if (owner) {
    return {
      subject: context.subjectOf({ ...owner, namespace }),
      warnings: [],
    };
  }
  const named = (part: string) =>
    annotations[`${RESOURCE}.${part}`] ?? labels[`${RESOURCE}.${part}`] ?? '';
  if (!named('kind') || !named('name')) {
    return { warnings: ['names no object, neither by owner nor by label'] };
  }
  if (named('namespace') && named('namespace') !== namespace) {
    return {
      outside: true,
      warnings: ['is about an object outside its namespace: dropped'],
    };
  }
  return {
    subject: context.subjectOf({
      apiVersion: '',
      kind: named('kind'),
      namespace,
      name: named('name'),
      uid: '',
    }),
    warnings: [],
  };
}

/** @internal */
export function containerOf(report: KubernetesObject): string {
  return report.metadata.labels[LABEL_CONTAINER] ?? '';
}

/**
 * One id for one check: releases of Trivy wrote `KSV001`, `AVD-KSV-0001`,
 * `AVD-KSV001` and `KSV-0001` for the same.
 * @internal
 */
export function normaliseCheckId(id: string): string {
  const match = /^(?:AVD-)?([A-Z]+)-?(\d+)$/.exec(id);
  if (!match) {
    return id;
  }
  const [, prefix, digits] = match;
  return prefix + (/^0\d{3}$/.test(digits) ? digits.slice(1) : digits);
}
