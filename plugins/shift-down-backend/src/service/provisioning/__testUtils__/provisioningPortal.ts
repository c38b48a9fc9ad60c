/**
 * A portal with namespaces of two teams. Ann is of team A, Bob of team B; both may ask for
 * namespaces, and Pat runs all of them. Out may do nothing.
 */
import {
  mockCredentials,
  type TestDatabaseId,
  type TestDatabases,
} from '@backstage/backend-test-utils';
import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import { ConfigReader } from '@backstage/config';
import {
  shiftDownNamespacesCreatePermission,
  shiftDownNamespacesManagePermission,
} from '@shift-down/plugin-shift-down-common';
import type { Baseline } from '@shift-down/plugin-shift-down-policy';
import type { JsonObject } from '@backstage/types';
import type { Knex } from 'knex';
import request from 'supertest';
import { migratedDatabase } from '../../../__testUtils__/database';
import { insertSource } from '../../../__testUtils__/rows';
import { readProvisioningConfig } from '../../../provisioning/config';
import { API } from '../../__testUtils__/seededPortal';
import {
  OTHERS,
  OWN,
  seedTwoTeams,
  TEAM_A,
  TEAM_B,
} from '../../__testUtils__/seedTwoTeams';
import {
  signedInAs,
  startTestPortal,
  type Persona,
  type TestPortal,
} from '../../__testUtils__/startTestPortal';
import type { ProvisioningParts } from '../ProvisioningContext';
import { noProvisioning } from './noProvisioning';
import {
  insertManaged,
  insertObject,
  insertRollout,
  uuidOf,
} from '../../../__testUtils__/managedNamespaces';

/** Ids of what is seeded. */
export const IDS = {
  ofA: uuidOf('managed', 'demo', 'team-a-shop'),
  ofB: uuidOf('managed', 'demo', 'team-b-shop'),
  vaultOfB: uuidOf('managed', 'vault', 'team-b-vault'),
  goneOfA: uuidOf('managed', 'demo', 'team-a-old'),
  rollout: uuidOf('rollout', 'both'),
  rolloutOfB: uuidOf('rollout', 'of-b'),
};

/** Who asks: a persona, a service, or nobody. */
export type Asker =
  | Persona
  | 'nobody'
  | 'catalog service'
  | 'scaffolder service';

export interface Answer {
  status: number;
  // Tests look at what they know to be there.
  body: ReturnType<typeof JSON.parse>;
}

export interface ProvisioningPortal extends TestPortal {
  knex: Knex;
  parts: ReturnType<typeof fakeParts>;
  send(
    as: Asker,
    method: 'get' | 'post',
    path: string,
    body?: object,
  ): Promise<Answer>;
}

export const PROVISIONING_CONFIG: JsonObject = {
  baselines: { locations: [{ type: 'folder', target: 'baselines' }] },
  clusters: [{ cluster: 'demo' }],
  groups: {
    named: [
      { group: TEAM_A, name: 'oidc:team-a' },
      { group: TEAM_B, name: 'oidc:team-b' },
    ],
  },
  prefixes: [{ prefixes: ['${owner}-'] }], // eslint-disable-line no-template-curly-in-string
};

/** What team A asks for. */
export function aRequest(more: object = {}): JsonObject {
  return {
    cluster: 'demo',
    name: 'team-a-web',
    ownerRef: TEAM_A,
    environment: 'production',
    size: 'small',
    ...more,
  };
}

export function aBaseline(version: string): Baseline {
  return {
    version,
    notes: `What is new in ${version}`,
    podSecurityVersion: 'v1.36',
    location: 'somewhere',
    objects: [
      {
        id: 'namespace',
        title: 'The Namespace',
        controls: ['namespace-level'],
        madeByCluster: false,
        template: {
          apiVersion: 'v1',
          kind: 'Namespace',
          metadata: { name: '${namespace}', labels: { version } }, // eslint-disable-line no-template-curly-in-string
        },
      },
    ],
  };
}

export function provisioningConfig(
  provisioning: JsonObject = PROVISIONING_CONFIG,
) {
  return readProvisioningConfig(new ConfigReader({ provisioning }));
}

/** Nothing is made; calls are noted. */
export function fakeParts() {
  const baselines = [aBaseline('1.1.0'), aBaseline('1.0.0')];
  return {
    ...noProvisioning(),
    config: provisioningConfig(),
    baselines: {
      current: jest.fn(async () => ({
        baselines,
        current: baselines[0],
        problems: ['https://git.example.com/secret-repository: no answer'],
      })),
      version: async () => baselines[0],
    },
    groups: {
      nameOf: async (ref: string) => ({ name: `oidc:${ref.split('/')[1]}` }),
    },
    provisioning: {
      preview: jest.fn<
        ReturnType<ProvisioningParts['provisioning']['preview']>,
        Parameters<ProvisioningParts['provisioning']['preview']>
      >(async () => ({
        baselineVersion: '1.1.0',
        delivery: 'cluster',
        objects: [],
        problems: [],
        warnings: [],
        quota: [],
        needsException: false,
      })),
      provision: jest.fn(async () => IDS.ofA),
      adopt: jest.fn(async () => IDS.ofA),
      repair: jest.fn(async () => {}),
      upgrade: jest.fn(async () => {}),
    },
    rollouts: {
      plan: jest.fn(async () => IDS.rollout),
      change: jest.fn(async () => {}),
    },
    proofs: {
      verify: jest.fn(async () => ({
        provedAt: '2026-11-02T00:00:00.000Z',
        items: [],
        access: [],
        declared: [],
      })),
    },
    onChanged: jest.fn(),
  };
}

export async function startProvisioningPortal(
  databases: TestDatabases,
  id: TestDatabaseId,
  options: {
    parts?(knex: Knex): Partial<ProvisioningParts>;
    entities?: Entity[];
    now?: () => Date;
  } = {},
): Promise<ProvisioningPortal> {
  const knex = await migratedDatabase(databases, id);
  await seedTwoTeams(knex);
  await seedNamespaces(knex);
  const parts = fakeParts();
  const create = shiftDownNamespacesCreatePermission.name;
  const replaced = new Set(options.entities?.map(it => stringifyEntityRef(it)));
  const portal = await startTestPortal({
    knex,
    catalog: [OWN, OTHERS, TEAM_A, TEAM_B].filter(it => !replaced.has(it)),
    entities: options.entities,
    now: options.now,
    provisioning: { ...parts, ...options.parts?.(knex) },
    permitted: {
      ownerA: [create],
      ownerB: [create],
      stranger: [create],
      platform: [create, shiftDownNamespacesManagePermission.name],
    },
  });
  const send: ProvisioningPortal['send'] = async (as, method, path, body) => {
    const call = request(portal.server)[method](`${API}${path}`);
    const answer = await call.set('authorization', headerOf(as)).send(body);
    return { status: answer.status, body: answer.body };
  };
  return { ...portal, knex, parts, send };
}

function headerOf(as: Asker): string {
  const service = (subject: string) =>
    mockCredentials.service.header({
      onBehalfOf: mockCredentials.service(subject),
      targetPluginId: 'shift-down',
    });
  switch (as) {
    case 'nobody':
      return mockCredentials.none.header();
    case 'catalog service':
      return service('plugin:catalog');
    case 'scaffolder service':
      return service('plugin:scaffolder');
    default:
      return signedInAs(as);
  }
}

async function seedNamespaces(knex: Knex): Promise<void> {
  for (const cluster_name of ['demo', 'vault']) {
    await insertSource(knex, { cluster_name, kind: 'Namespace' });
  }
  const drift = (type: string) => ({
    type,
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    namespace: 'team-a-shop',
    name: 'quota',
    message: 'It says "type":"missing"',
    differences: [],
    controls: [],
  });
  await insertManaged(knex, {
    name: 'team-a-shop',
    owner_ref: TEAM_A,
    baseline_version: '1.1.0',
    drift: JSON.stringify([drift('changed'), drift('unknown')]),
  });
  await insertManaged(knex, {
    name: 'team-b-shop',
    owner_ref: TEAM_B,
    drift: JSON.stringify([drift('unknown')]),
  });
  await insertManaged(knex, {
    cluster_name: 'vault',
    name: 'team-b-vault',
    owner_ref: TEAM_B,
    state: 'partial',
    reason: 'default-deny was refused',
  });
  await insertManaged(knex, {
    name: 'team-a-old',
    owner_ref: TEAM_A,
    state: 'gone',
    gone_at: '2026-11-01T12:00:00.000Z',
  });
  for (const [namespace_id, namespace] of [
    [IDS.ofA, 'team-a-shop'],
    [IDS.ofB, 'team-b-shop'],
  ]) {
    await insertObject(knex, {
      namespace_id,
      kind: 'Namespace',
      name: namespace,
      namespace: '',
      position: 0,
    });
    await insertObject(knex, {
      namespace_id,
      namespace,
      kind: 'NetworkPolicy',
      name: 'default-deny',
    });
  }
  await insertRollout(
    knex,
    { id: IDS.rollout, state: 'stopped', reason: 'team-b-shop failed' },
    [
      { namespace_id: IDS.ofA, state: 'done' },
      { namespace_id: IDS.ofB, state: 'failed', reason: 'It was refused' },
    ],
  );
  await insertRollout(
    knex,
    { id: IDS.rolloutOfB, created_at: '2026-11-02T00:00:00.000Z' },
    [{ namespace_id: IDS.vaultOfB }],
  );
}
