/** What the powers of a role come to where it is bound: each once, however many rules. */
import type { GrantedPower } from './powersOfRules';
import type { DangerousPower } from './types';

/** @internal */
export interface Grant {
  power: DangerousPower;
  /** Names that it is limited to; none for all. */
  names: readonly string[];
}

type Scope = 'namespace' | 'cluster';

const known: Record<Scope, WeakMap<readonly GrantedPower[], Grant[]>> = {
  namespace: new WeakMap(),
  cluster: new WeakMap(),
};

/** @internal */
export function grantsOf(
  powers: readonly GrantedPower[],
  scope: Scope,
): readonly Grant[] {
  let grants = known[scope].get(powers);
  if (!grants) {
    grants = merge(powers.filter(it => scope === 'cluster' || !it.clusterOnly));
    known[scope].set(powers, grants);
  }
  return grants;
}

/** Without names where one rule has none; who has everything needs no list of it. */
function merge(powers: readonly GrantedPower[]): Grant[] {
  const everything = powers.find(({ power }) => power === 'everything');
  if (everything) {
    return [everything];
  }
  const grants = new Map<DangerousPower, Grant>();
  for (const { power, names } of powers) {
    const grant = grants.get(power);
    const isLimited =
      names.length > 0 && (grant === undefined || grant.names.length > 0);
    grants.set(power, {
      power,
      names: isLimited ? [...new Set([...(grant?.names ?? []), ...names])] : [],
    });
  }
  return [...grants.values()];
}
