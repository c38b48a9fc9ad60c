/** What exceptions of both API groups have in common. */
import type { ExemptionEvidence } from '@shift-down/plugin-shift-down-common';
import type { KubernetesObject } from '../object';
import type { NormaliseContext, Normalised } from '../types';

/** @internal */
export function toExemption(
  object: KubernetesObject,
  context: NormaliseContext,
  said: {
    policies: ExemptionEvidence['policies'];
    /** Sentences; they are cleaned here. */
    scope: string[];
    /** Absent where it may reach every namespace. */
    namespaces?: string[];
    reason: string;
    expiresAt?: string;
  },
): Normalised {
  const { apiVersion, kind, metadata } = object;
  const { namespace, name, uid } = metadata;
  const { policies, reason, expiresAt } = said;
  const scope = [
    ...said.scope,
    ...(said.namespaces ? [] : ['It may reach every namespace.']),
  ];
  return {
    evidence: [
      {
        type: 'exemption',
        engine: 'kyverno',
        object: { namespace, kind, name },
        apiVersion,
        uid,
        policies,
        scope: context.clean(scope.join(' '), namespace),
        namespaces: [...new Set(said.namespaces)].sort(),
        reason: reason && context.clean(reason, namespace),
        ...(expiresAt && { expiresAt }),
      },
    ],
    warnings: [],
    dropped: 0,
  };
}

/** `a, b or c`. @internal */
export function either(words: readonly string[]): string {
  return words.length < 2
    ? words.join('')
    : `${words.slice(0, -1).join(', ')} or ${words[words.length - 1]}`;
}
