import type { ObjectDrift } from '@shift-down/plugin-shift-down-common';
import type { Proof } from '../types';
import { notProved } from './judgeProof';

/**
 * Isolation, judged from what is there: nobody can ask an API server for it. It has failed
 * where a policy of the baseline is not as it was applied or another one undoes it, and is
 * never proved.
 *
 * @param drift - Of the namespace, see {@link driftOf}; unset where it is not known.
 * @public
 */
export function isolationProof(
  drift: readonly ObjectDrift[] | undefined,
  { networkPolicyProvider }: { networkPolicyProvider?: string } = {},
): Proof {
  return {
    id: 'isolation',
    title: 'No traffic in or out unless a policy allows it',
    controls: ['network-policy'],
    expected:
      'NetworkPolicies as the baseline has them, and none that undoes them',
    ...outcomeOf(drift, networkPolicyProvider),
  };
}

function outcomeOf(
  drift: readonly ObjectDrift[] | undefined,
  provider: string | undefined,
): Pick<Proof, 'outcome' | 'reason'> {
  if (!drift) {
    return notProved('What is there has not been compared yet');
  }
  const concerned = drift.filter(
    ({ kind, type }) =>
      kind === 'NetworkPolicy' || (kind === 'Namespace' && type !== 'changed'),
  );
  const wrong = concerned.filter(({ type }) => type !== 'unknown');
  if (wrong.length > 0) {
    return { outcome: 'failed', reason: wrong.map(inWords).join('; ') };
  }
  return concerned.length > 0
    ? notProved(concerned.map(inWords).join('; '))
    : notProved(
        provider
          ? `Declared, not proved: ${provider} enforces it, and no traffic was sent`
          : 'Declared, not proved: nothing says what enforces network policies in this cluster',
      );
}

function inWords({ kind, name, message }: ObjectDrift): string {
  return `${[kind, name].filter(Boolean).join(' ')}: ${message}`;
}
