import { mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { group } from '../__testUtils__/catalog';
import { ClusterGroups } from './ClusterGroups';
import type { ClusterGroupRules } from './config';

function from(name: string, origin: string, more: object = {}): Entity {
  const entity = group(name);
  return {
    ...entity,
    metadata: {
      ...entity.metadata,
      annotations: {
        'backstage.io/managed-by-origin-location': origin,
        ...more,
      },
    },
  };
}

const ENTITIES = [
  from('payments', 'ldap:https://idp.example/groups'),
  from('borrowed', 'url:https://git.example/team/catalog-info.yaml', {
    'backstage.io/managed-by-location': 'ldap:https://idp.example/groups',
    'shift-down.io/group': 'idp-admins',
  }),
];

function groups(
  rules: Partial<ClusterGroupRules> & { named?: Map<string, string> },
) {
  return new ClusterGroups({
    rules: { named: new Map(), ...rules },
    catalog: catalogServiceMock({ entities: ENTITIES }),
    auth: mockServices.auth(),
  });
}

const INGESTED = { originLocation: 'ldap:', prefix: 'oidc:' };

describe('ClusterGroups names a group', () => {
  it('as the platform team says, whatever the catalog does', async () => {
    const named = new Map([['group:default/payments', 'idp-payments']]);
    expect(
      await groups({ named, ingested: INGESTED }).nameOf(
        'Group:Default/Payments',
      ),
    ).toEqual({ name: 'idp-payments' });
  });

  it('as the identity provider does, of which the catalog has it', async () => {
    expect(
      await groups({ ingested: INGESTED }).nameOf('group:default/payments'),
    ).toEqual({ name: 'oidc:payments' });
  });

  it.each([
    ['a team registered itself', 'group:default/borrowed', INGESTED],
    ['the catalog does not have', 'group:default/unknown', INGESTED],
    ['nobody named', 'group:default/payments', undefined],
    ['is a user', 'user:default/dana', INGESTED],
    ['is no ref', '::', INGESTED],
  ])('not, if it is one that %s', async (_, ref, ingested) => {
    expect(await groups(ingested ? { ingested } : {}).nameOf(ref)).toEqual({
      problem: expect.any(String),
    });
  });

  it.each([
    'system:masters',
    'System:masters',
    ' system:masters',
    'kubeadm:cluster-admins',
    '',
    '  ',
    'payments\n',
  ])('never %j, which is the cluster’s or nobody’s', async name => {
    const named = new Map([['group:default/payments', name]]);
    expect(await groups({ named }).nameOf('group:default/payments')).toEqual({
      problem: expect.stringContaining('shiftDown.provisioning.groups'),
    });
  });

  it('never the cluster’s by a prefix', async () => {
    const ingested = { originLocation: 'ldap:', prefix: 'system:' };
    expect(await groups({ ingested }).nameOf('group:default/payments')).toEqual(
      { problem: expect.stringContaining('system:payments') },
    );
  });
});
