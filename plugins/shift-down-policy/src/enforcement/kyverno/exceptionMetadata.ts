import { digestOf } from '../../fingerprint';
import type { PlanContext } from '../PlanContext';
import type { RenderedObject } from '../types';

const HASH_LENGTH = 8;
const ID_LENGTH = 12;

/** Unlike any other of this cluster, and the same each time. */
export function exceptionName(
  { exceptionId, witness }: PlanContext,
  group: string,
): string {
  const target = digestOf([group, witness.reportedBy, witness.policy]);
  return `shift-down-${exceptionId.slice(0, ID_LENGTH)}-${target.slice(
    0,
    HASH_LENGTH,
  )}`;
}

export function exceptionMetadata(
  context: PlanContext,
  group: string,
): RenderedObject['metadata'] & { labels: Record<string, string> } {
  const { exceptionId, content, capabilities } = context;
  return {
    name: exceptionName(context, group),
    namespace: capabilities.exceptionNamespace,
    labels: {
      'app.kubernetes.io/managed-by': 'shift-down',
      'shift-down.io/exception': exceptionId,
    },
    annotations: {
      'shift-down.io/entity': content.scope.entityRef,
      'shift-down.io/until': content.until,
    },
  };
}
