import type { JsonObject, KubernetesObject, Verdict } from '../evaluation';
import { inWords } from '../podSecurity/words';
import {
  evaluatePodSecurity,
  type PodSecurityLevel,
  type PodSecurityVersion,
} from '../podSecurity';

/** A Pod of these fields. */
export function podWith(
  spec: JsonObject,
  annotations: JsonObject = {},
): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'pod', annotations },
    spec,
  };
}

/** A Pod with one container, of these fields. */
export function podWithContainer(fields: JsonObject): KubernetesObject {
  return podWith({ containers: [{ name: 'a', ...fields }] });
}

/** A Pod with one container of this security context. */
export function podWithSecurity(securityContext: JsonObject): KubernetesObject {
  return podWithContainer({ securityContext });
}

/** The verdict of one check. */
export function verdictOf(
  rule: string,
  object: KubernetesObject,
  version: PodSecurityVersion = 'latest',
  level: PodSecurityLevel = 'restricted',
): Verdict | undefined {
  return evaluatePodSecurity({ object, level, version }).find(
    it => it.rule === rule,
  );
}

/** Fields of a verdict's violations, as people write them. */
export function fieldsOf(verdict?: Verdict): string[] {
  return verdict?.violations.map(({ field }) => inWords(field)) ?? [];
}
