import { SOURCE_KINDS } from '@shift-down/plugin-shift-down-common';
import { aCluster, aSource } from '../../__testUtils__/fixtures';
import { byGroup, standingOf, worstFirst } from './clusters';
import { rulesFor } from './grants';

const withStates = (...states: Parameters<typeof aSource>[0][]) =>
  aCluster({ sources: states.map(source => aSource(source)) });

describe('standing of a cluster', () => {
  it.each([
    ['fresh', withStates({ state: 'fresh' }, { state: 'not-installed' })],
    ['stale', withStates({ state: 'fresh' }, { state: 'stale' })],
    ['forbidden', withStates({ state: 'stale' }, { state: 'forbidden' })],
    ['failed', withStates({ state: 'forbidden' }, { state: 'failed' })],
    ['not-installed', withStates({ state: 'not-installed' })],
    ['waiting', aCluster({ sources: [] })],
    ['failed', aCluster({ error: 'no route to host' })],
    ['duplicate', aCluster({ duplicateOf: 'other', sources: [] })],
  ])('is %s', (expected, cluster) => {
    expect(standingOf(cluster)).toBe(expected);
  });

  it('puts the worst first', () => {
    const fine = aCluster({ title: 'A' });
    const broken = aCluster({ title: 'B', error: 'no route to host' });
    expect(worstFirst([fine, broken]).map(({ title }) => title)).toEqual([
      'B',
      'A',
    ]);
  });
});

describe('groups', () => {
  it('hold every kind once', () => {
    const groups = byGroup(SOURCE_KINDS.map(kind => aSource({ kind })));
    expect(
      groups.flatMap(({ sources }) => sources.map(({ kind }) => kind)).sort(),
    ).toEqual([...SOURCE_KINDS].sort());
    expect(groups.map(({ id }) => id)).not.toContain('other');
  });

  it('lose no kind that they do not know', () => {
    expect(byGroup([aSource({ kind: 'Newcomer' })])).toMatchObject([
      { id: 'other', sources: [{ kind: 'Newcomer' }] },
    ]);
  });
});

describe('what to grant', () => {
  it('is reading, never more, and never Secrets', () => {
    const rules = rulesFor(SOURCE_KINDS);
    for (const { verbs, resources } of rules) {
      expect(verbs).toEqual(['get', 'list', 'watch']);
      expect(resources).not.toContain('secrets');
    }
    expect(
      rules
        .filter(({ resources }) => resources.includes('*'))
        .flatMap(({ apiGroups }) => apiGroups),
    ).toEqual(['constraints.gatekeeper.sh']);
  });

  it('is one rule for each API group', () => {
    expect(rulesFor(['Role', 'RoleBinding'])).toEqual([
      {
        apiGroups: ['rbac.authorization.k8s.io'],
        resources: ['roles', 'rolebindings'],
        verbs: ['get', 'list', 'watch'],
      },
    ]);
  });
});
