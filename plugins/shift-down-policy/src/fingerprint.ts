/**
 * Identities as digests: the same thing seen twice, by any report, in any run,
 * gets the same id. What may change while it stays the same thing (Pod names,
 * image digests, messages, policy versions, report names) never enters.
 */
import { createHash } from 'crypto';
import type {
  Engine,
  ObjectKey,
  ObjectReference,
} from '@shift-down/plugin-shift-down-common';
import { normalisePackageUrl } from './packageUrl';

const ID_LENGTH = 32;

/**
 * First 32 hexadecimal digits of a SHA-256 over the parts as JSON, which keeps
 * `['a', 'bc']` and `['ab', 'c']` apart.
 * @internal
 */
export function digestOf(parts: readonly unknown[]): string {
  return createHash('sha256')
    .update(JSON.stringify(parts))
    .digest('hex')
    .slice(0, ID_LENGTH);
}

/** Id of a root owner, namespace or other subject within a cluster. @public */
export function subjectId(cluster: string, reference: ObjectReference): string {
  return digestOf([
    cluster,
    reference.namespace,
    reference.kind,
    reference.name,
  ]);
}

/** Id of a collected object within a cluster. @public */
export function objectId(cluster: string, key: ObjectKey): string {
  return digestOf([cluster, key.apiVersion, key.kind, key.namespace, key.name]);
}

/** What identifies a finding of a policy. @public */
export interface PolicyFindingIdentity {
  /**
   * The expectation that is not met: a control of the catalogue, whoever
   * witnessed it, or else the engine's own policy and rule.
   */
  expectation:
    | { controlId: string }
    | { engine: Engine; policy: string; rule: string };
  cluster: string;
  subject: ObjectReference;
  /** Container, or empty where the whole subject is meant. */
  component: string;
}

/** Id of a policy finding: expectation × subject × component. @public */
export function policyFindingId(identity: PolicyFindingIdentity): string {
  const { expectation, cluster, subject, component } = identity;
  return digestOf([
    ...('controlId' in expectation
      ? ['control', expectation.controlId]
      : ['rule', expectation.engine, expectation.policy, expectation.rule]),
    cluster,
    subject.namespace,
    subject.kind,
    subject.name,
    component,
  ]);
}

/** What identifies a vulnerability, wherever its image runs. @public */
export interface VulnerabilityFindingIdentity {
  advisory: string;
  /** With or without version and qualifiers; they do not count. */
  packageUrl: string;
  /** Normalised, see {@link parseImageReference}. */
  repository: string;
}

/** Id of a vulnerability: advisory × package × image repository. @public */
export function vulnerabilityFindingId(
  identity: VulnerabilityFindingIdentity,
): string {
  return digestOf([
    'vulnerability',
    identity.advisory,
    normalisePackageUrl(identity.packageUrl),
    identity.repository,
  ]);
}
