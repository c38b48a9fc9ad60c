/** A portal with two teams, in which exceptions are asked for and decided over HTTP. */
import type {
  TestDatabases,
  TestDatabaseId,
} from '@backstage/backend-test-utils';
import type { ExceptionDetail } from '@shift-down/plugin-shift-down-common/client';
import type { JsonObject } from '@backstage/types';
import type { Knex } from 'knex';
import request from 'supertest';
import { migratedDatabase } from '../../../__testUtils__/database';
import { API } from '../../__testUtils__/seededPortal';
import {
  OTHERS,
  OWN,
  seedTwoTeams,
  UNCONFIRMED,
} from '../../__testUtils__/seedTwoTeams';
import {
  signedInAs,
  startTestPortal,
  type Persona,
  type TestPortal,
} from '../../__testUtils__/startTestPortal';

const HOUR = 3_600_000;

export interface Answer {
  status: number;
  body: ExceptionDetail & { error?: { message: string; code?: string } };
}

export interface ExceptionsPortal extends TestPortal {
  knex: Knex;
  /** A persona, or a whole header. */
  send(
    as: Persona | { authorization: string },
    method: 'get' | 'post' | 'put',
    path: string,
    body?: object,
  ): Promise<Answer>;
  /** Asks as the owner of the entity, and throws unless it is granted. */
  ask(body?: object, as?: Persona): Promise<ExceptionDetail>;
  /** Sends what was looked at: its version and its hash. */
  act(
    as: Persona | { authorization: string },
    action: string,
    exception: Pick<ExceptionDetail, 'id' | 'version' | 'contentHash'>,
    more?: object,
  ): Promise<Answer>;
  look(id: string, as?: Persona): Promise<ExceptionDetail>;
}

export function inHours(hours: number): string {
  return new Date(Date.now() + hours * HOUR).toISOString();
}

/** What team A asks for, of severity high: one approval. */
export function aRequest(more: object = {}): JsonObject {
  return {
    type: 'accepted-risk',
    expectation: { type: 'control', control: 'run-as-non-root' },
    scope: { entityRef: OWN },
    until: inHours(20),
    category: 'migration',
    justification: 'The new image comes next week',
    ...more,
  };
}

/** Of severity critical: two approvals. */
export function aCriticalRequest(more: object = {}): JsonObject {
  return aRequest({
    expectation: { type: 'vulnerability', advisory: 'CVE-2026-0001' },
    compensatingControls: 'The firewall',
    ticket: 'SEC-1',
    ...more,
  });
}

export async function startExceptionsPortal(
  databases: TestDatabases,
  id: TestDatabaseId,
  options: { exceptions?: JsonObject; permissionsEnabled?: boolean } = {},
): Promise<ExceptionsPortal> {
  const knex = await migratedDatabase(databases, id);
  await seedTwoTeams(knex);
  const portal = await startTestPortal({
    knex,
    catalog: [OWN, OTHERS, UNCONFIRMED],
    ...options,
  });
  const send: ExceptionsPortal['send'] = async (as, method, path, body) => {
    const answer = await request(portal.server)
      [method](`${API}${path}`)
      .set(
        'authorization',
        typeof as === 'string' ? signedInAs(as) : as.authorization,
      )
      .send(body);
    return { status: answer.status, body: answer.body };
  };
  const expectOk = ({ body, status }: Answer) => {
    if (status !== 200) {
      throw new Error(`${status}: ${JSON.stringify(body.error)}`);
    }
    return body;
  };
  return {
    ...portal,
    knex,
    send,
    ask: async (body = aRequest(), as = 'ownerA') =>
      expectOk(await send(as, 'post', '/exceptions', body)),
    act: async (as, action, exception, more = {}) =>
      await send(as, 'post', `/exceptions/${exception.id}/${action}`, {
        version: exception.version,
        ...(['approve', 'confirm'].includes(action) && {
          contentHash: exception.contentHash,
        }),
        ...more,
      }),
    look: async (exceptionId, as = 'decider') =>
      expectOk(await send(as, 'get', `/exceptions/${exceptionId}`)),
  };
}
