/** Levels and versions of the Pod Security Standards, as namespaces are labelled with them. */
import { InputError } from '@backstage/errors';

/**
 * The levels, from the laxest to the strictest.
 * {@link https://kubernetes.io/docs/concepts/security/pod-security-standards/}
 * @public
 */
export const POD_SECURITY_LEVELS = [
  'privileged',
  'baseline',
  'restricted',
] as const;

/** {@inheritDoc POD_SECURITY_LEVELS} @public */
export type PodSecurityLevel = (typeof POD_SECURITY_LEVELS)[number];

/** `latest`, or the minor version of Kubernetes whose standard is meant. @public */
export type PodSecurityVersion = 'latest' | `v1.${number}`;

/** A level of the standard of one version. @public */
export interface PodSecurityStandard {
  level: PodSecurityLevel;
  version: PodSecurityVersion;
}

/**
 * The newest minor version whose standard is known here. What is newer is judged by it,
 * as an API server judges what is newer than itself.
 * @public
 */
export const POD_SECURITY_NEWEST_MINOR = 37;

const VERSION = /^v1\.(0|[1-9]\d{0,5})$/;

/** Tells whether a text is a version as labels hold it. @public */
export function isPodSecurityVersion(text: string): text is PodSecurityVersion {
  return text === 'latest' || VERSION.test(text);
}

/**
 * Reads `LEVEL` or `LEVEL:VERSION`, such as `restricted:v1.25`. Without a version the
 * latest is meant.
 * @throws InputError when it is neither.
 * @public
 */
export function parsePodSecurityLevel(text: string): PodSecurityStandard {
  const [name, version = 'latest', ...more] = text.split(':');
  const level = POD_SECURITY_LEVELS.find(it => it === name);
  if (!level || more.length || !isPodSecurityVersion(version)) {
    throw new InputError(
      `"${text}" is no level of the Pod Security Standards: write ${POD_SECURITY_LEVELS.join(
        ', ',
      )}, alone or with a version, such as restricted:v1.25 or restricted:latest`,
    );
  }
  return { level, version };
}

/**
 * The minor version whose checks an API server runs for a version.
 * @internal
 */
export function effectiveMinor(
  version: PodSecurityVersion,
  serverMinorVersion = POD_SECURITY_NEWEST_MINOR,
): number {
  const newest = Math.min(serverMinorVersion, POD_SECURITY_NEWEST_MINOR);
  return version === 'latest'
    ? newest
    : Math.min(Number(version.slice('v1.'.length)), newest);
}
