import { namespaceOwner } from './namespaceOwner';

const options = {
  ownerLabel: 'shift-down.io/owner',
  namespaceOwners: [
    { cluster: 'one', namespace: 'pay-*', owner: 'team-a' },
    { namespace: '*-system', owner: 'group:infra/Platform' },
    { namespace: 'a*b*c', owner: 'group:default/abc' },
    { namespace: 'exact', owner: 'group:default/exact' },
  ],
};
const label = { 'shift-down.io/owner': 'Team-B' };

describe('namespaceOwner', () => {
  it.each([
    ['one', 'pay-api', {}, 'group:default/team-a', 'rule'],
    ['two', 'pay-api', {}, undefined, undefined],
    ['two', 'kube-system', {}, 'group:infra/platform', 'rule'],
    ['one', 'exact', {}, 'group:default/exact', 'rule'],
    ['one', 'exactly', {}, undefined, undefined],
    ['one', 'a-b-c', {}, 'group:default/abc', 'rule'],
    ['one', 'abbc', {}, 'group:default/abc', 'rule'],
    ['one', 'ac', {}, undefined, undefined],
    ['one', 'shop', label, 'group:default/team-b', 'label'],
    [
      'one',
      'shop',
      { ...label, 'shift-down.io/owner-namespace': 'emea' },
      'group:emea/team-b',
      'label',
    ],
    ['one', 'pay-api', label, 'group:default/team-a', 'rule'],
    ['one', 'shop', { 'shift-down.io/owner': '' }, undefined, undefined],
  ])(
    'in cluster %p names for %p with %p: %p',
    (cluster, namespace, labels, ownerRef, source) => {
      expect(namespaceOwner(options, cluster, namespace, labels)).toEqual(
        ownerRef && { ownerRef, source },
      );
    },
  );

  it.each([
    ['shop', 'group:default/recorded', 'record'],
    ['exact', 'group:default/exact', 'rule'],
  ])(
    'goes by our record of %s after rules and before labels',
    (name, ownerRef, source) => {
      expect(
        namespaceOwner(options, 'one', name, label, 'group:default/Recorded'),
      ).toEqual({ ownerRef, source });
    },
  );
});
