import { WITHHELD } from '@shift-down/plugin-shift-down-policy';
import { createContext } from '../../__testUtils__/normaliseContext';
import { findReader } from '../index';

describe('a Namespace', () => {
  it('is read with its labels, and the Pod Security ones for people', () => {
    const labels = {
      'shift-down.io/owner': 'team-a',
      'pod-security.kubernetes.io/enforce': 'baseline',
    };
    const { evidence } = findReader('', 'Namespace')!
      .read({
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: {
          name: 'shop',
          uid: 'uid-shop',
          labels: { ...labels, number: 5 },
          annotations: { note: 'canary' },
        },
        status: { phase: 'Active' },
      })
      .normalise(createContext());
    expect(evidence).toEqual([
      {
        type: 'namespace',
        name: 'shop',
        uid: 'uid-shop',
        labels,
        fields: {
          apiVersion: 'v1',
          kind: 'Namespace',
          metadata: {
            name: 'shop',
            labels: { 'pod-security.kubernetes.io/enforce': 'baseline' },
            annotations: { [WITHHELD]: WITHHELD },
          },
          status: { phase: 'Active' },
        },
      },
    ]);
  });

  it('is of the core group only', () => {
    expect(findReader('example.org', 'Namespace')).toBeUndefined();
  });
});
