import type {
  TestDatabases,
  TestDatabaseId,
} from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import request from 'supertest';
import { migratedDatabase } from '../../__testUtils__/database';
import {
  DOMAIN,
  OTHERS,
  OWN,
  seedTwoTeams,
  SYSTEM,
  UNCONFIRMED,
} from './seedTwoTeams';
import {
  signedInAs,
  startTestPortal,
  type Persona,
  type TestPortal,
} from './startTestPortal';

/** Where the API is mounted. */
export const API = '/api/shift-down';

/** An entity that nobody knows. */
export const UNKNOWN = 'component:default/nobody-knows';

export function posturePath(ref: string): string {
  const [kind, namespace, name] = ref.split(/[:/]/);
  return `${API}/entities/by-name/${kind}/${namespace}/${name}/posture`;
}

/** A portal with the two teams in it, and ways to ask it as somebody. */
export interface SeededPortal extends TestPortal {
  knex: Knex;
  get<T>(persona: Persona, path: string): Promise<{ status: number; body: T }>;
  /** Like get, and throws unless the answer is 200. */
  read<T>(persona: Persona, path: string): Promise<T>;
}

/** The catalog hides the entity of team B from security, for whatever reason. */
export async function startSeededPortal(
  databases: TestDatabases,
  id: TestDatabaseId,
): Promise<SeededPortal> {
  const knex = await migratedDatabase(databases, id);
  await seedTwoTeams(knex);
  const portal = await startTestPortal({
    knex,
    catalog: [OWN, OTHERS, UNCONFIRMED, SYSTEM, DOMAIN],
    hidden: { security: [OTHERS] },
  });
  const get: SeededPortal['get'] = async (persona, path) => {
    const { status, body } = await request(portal.server)
      .get(path)
      .set('authorization', signedInAs(persona));
    return { status, body };
  };
  return {
    ...portal,
    knex,
    get,
    async read<T>(persona: Persona, path: string) {
      const { status, body } = await get<T>(persona, path);
      if (status !== 200) {
        throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
      }
      return body;
    },
  };
}
