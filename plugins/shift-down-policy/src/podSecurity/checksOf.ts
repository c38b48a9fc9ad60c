/** Which checks a level of a version is made of. */
import { CHECKS } from './checks';
import type { PodSecurityLevel } from './levels';
import type { CheckPod } from './PodSecurityCheck';

/** A check as it stands in one version. */
export interface CheckInForce {
  id: string;
  check: CheckPod;
  /** Another check of the level includes it, and an API server lists only that one. */
  overridden: boolean;
}

const known = new Map<string, readonly CheckInForce[]>();

/** The checks of a level in a minor version, those that others include too. */
export function checksOf(
  level: PodSecurityLevel,
  minorVersion: number,
): readonly CheckInForce[] {
  const key = `${level}:${minorVersion}`;
  let checks = known.get(key);
  if (!checks) {
    checks = select(level, minorVersion);
    known.set(key, checks);
  }
  return checks;
}

function select(
  level: PodSecurityLevel,
  minorVersion: number,
): readonly CheckInForce[] {
  if (level === 'privileged') {
    return [];
  }
  const isInForce = ({ since }: { since: number }) => since <= minorVersion;
  const candidates = CHECKS.filter(
    it =>
      (level === 'restricted' || it.level === 'baseline') &&
      it.versions.some(isInForce),
  );
  const overridden = new Set(candidates.map(({ overrides }) => overrides));
  return candidates.flatMap(({ id, versions }) => {
    const { check } = versions.findLast(isInForce) ?? {};
    return check ? [{ id, check, overridden: overridden.has(id) }] : [];
  });
}
