/** Documents for pipelines, scanners and auditors, as each of them gets them. */
import { mockCredentials, TestDatabases } from '@backstage/backend-test-utils';
import {
  EXCEPTIONS_EXPORT_ALGORITHMS,
  EXCEPTIONS_EXPORT_TYPE,
  readExceptionsExport,
} from '@shift-down/plugin-shift-down-policy';
import { compactVerify, createLocalJWKSet, decodeProtectedHeader } from 'jose';
import type { Knex } from 'knex';
import request from 'supertest';
import { migratedDatabase } from '../../../__testUtils__/database';
import {
  clockAt,
  insertCovered,
  insertException,
} from '../../../__testUtils__/exceptions';
import { API } from '../../__testUtils__/seededPortal';
import {
  FINDINGS,
  OTHERS,
  OWN,
  PROXY,
  seedTwoTeams,
} from '../../__testUtils__/seedTwoTeams';
import {
  EXPORT,
  signedInAs,
  startTestPortal,
  type TestPortal,
} from '../../__testUtils__/startTestPortal';
import { ExceptionKeys } from './ExceptionKeys';

jest.setTimeout(60_000);

const WITHIN = '2026-11-15T00:00:00.000Z';
const OF_A = '11111111-0000-4000-8000-000000000000';
const OF_B = '22222222-0000-4000-8000-000000000000';
const VULNERABILITY = '33333333-0000-4000-8000-000000000000';
const ENDED = '44444444-0000-4000-8000-000000000000';

const OWNER_A = signedInAs('ownerA');
const AUDITOR = signedInAs('auditor');
const serviceOf = (subject: string) =>
  mockCredentials.service.header({
    onBehalfOf: mockCredentials.service(subject),
    targetPluginId: 'shift-down',
  });
const PIPELINE = serviceOf('external:ci');
const STRANGER = serviceOf('external:other');

const databases = TestDatabases.create();

describe.each(databases.eachSupportedId())('documents on %p', id => {
  const clock = clockAt(WITHIN);
  let knex: Knex;
  let portal: TestPortal;

  const get = (path: string, authorization: string) =>
    request(portal.server)
      .get(`${API}/exceptions/${path}`)
      .set('authorization', authorization)
      .buffer(true)
      .parse((response, done) => {
        let text = '';
        response.on('data', chunk => {
          text += chunk;
        });
        response.on('end', () => done(null, text));
      });
  const verified = async (token: string) => {
    const { body } = await get('keys', PIPELINE);
    const { payload } = await compactVerify(
      token,
      createLocalJWKSet(JSON.parse(body)),
      { algorithms: [...EXCEPTIONS_EXPORT_ALGORITHMS] },
    );
    return JSON.parse(new TextDecoder().decode(payload));
  };
  const exported = async (authorization: string, query = '?cluster=demo') => {
    const { body, status } = await get(`export${query}`, authorization);
    expect({ status, body: status === 200 ? '' : body }).toEqual({
      status: 200,
      body: '',
    });
    expect(decodeProtectedHeader(body).typ).toBe(EXCEPTIONS_EXPORT_TYPE);
    return readExceptionsExport(await verified(body), clock.now());
  };
  const idsOf = async (authorization: string, query?: string) =>
    (await exported(authorization, query)).exceptions.map(it => it.id);

  beforeAll(async () => {
    knex = await migratedDatabase(databases, id);
    await seedTwoTeams(knex);
    portal = await startTestPortal({
      knex,
      catalog: [OWN, OTHERS],
      now: clock.now,
    });
    await insertException(knex, OF_A, {
      entity_ref: OWN,
      justification: '=cmd|calc',
      content_hash: 'a'.repeat(64),
    });
    await knex('exception_approvals').insert(
      ['a', 'b'].map(hash => ({
        exception_id: OF_A,
        subject: `subject-${hash}`,
        user_ref: `user:default/${hash}`,
        content_hash: hash.repeat(64),
        at: WITHIN,
      })),
    );
    await insertCovered(knex, OF_A, [FINDINGS.ofA], OWN);
    await insertException(knex, OF_B, { entity_ref: OTHERS });
    await insertCovered(knex, OF_B, [FINDINGS.ofB], OTHERS);
    await insertException(knex, VULNERABILITY, {
      entity_ref: OWN,
      expectation: 'vulnerability',
      control_id: '',
      advisory: 'CVE-2026-0001',
    });
    await insertCovered(knex, VULNERABILITY, [FINDINGS.shared], OWN);
    await insertException(knex, ENDED, {
      entity_ref: OWN,
      active_until: WITHIN,
    });
    await insertCovered(knex, ENDED, [FINDINGS.ofA], OWN);
  });

  beforeEach(() => {
    clock.set(WITHIN);
  });

  it('hands out what the command line takes', async () => {
    expect(await exported(AUDITOR)).toEqual({
      format: 'shift-down-exceptions/v1',
      issuer: EXPORT.issuer,
      issued: WITHIN,
      expires: '2026-11-16T00:00:00.000Z',
      exceptions: [
        {
          id: OF_A,
          expectation: { control: 'run-as-non-root' },
          subject: {
            cluster: 'demo',
            namespace: 'team-a',
            kind: 'Deployment',
            name: 'payments',
          },
          from: '2026-10-01T00:00:00.000Z',
          until: '2026-12-01T00:00:00.000Z',
          // Who said yes to something else did not say yes to this.
          approvers: ['user:default/a'],
        },
        expect.objectContaining({
          id: OF_B,
          // Nobody else stood for it.
          approvers: ['user:default/dana'],
        }),
      ],
    });
  });

  it('gives everybody what is theirs', async () => {
    expect(await idsOf(AUDITOR)).toEqual([OF_A, OF_B]);
    expect(await idsOf(OWNER_A)).toEqual([OF_A]);
    expect(await idsOf(signedInAs('outsider'))).toEqual([]);
    // By config: one cluster, and the namespace of team A there.
    expect(await idsOf(PIPELINE)).toEqual([OF_A]);
    expect(await idsOf(AUDITOR, '?cluster=vault')).toEqual([]);
    expect(await idsOf(AUDITOR, '')).toEqual([OF_A, OF_B]);
  });

  it.each([
    ['export?cluster=vault', PIPELINE, 404],
    ['export?cluster=demo', STRANGER, 404],
    ['export', PIPELINE, 400],
    ['export?cluster=nowhere', AUDITOR, 404],
    ['export?cluster=demo&more=1', AUDITOR, 400],
    ['register', PIPELINE, 403],
    ['register?format=xml', AUDITOR, 400],
    [`ignore-rules/trivy?entityRef=${OTHERS}`, OWNER_A, 404],
    ['ignore-rules/trivy?entityRef=component:default/nobody', OWNER_A, 404],
    [`ignore-rules/trivy?entityRef=${OTHERS}`, PIPELINE, 404],
    [`ignore-rules/other?entityRef=${OWN}`, OWNER_A, 400],
    ['ignore-rules/trivy', OWNER_A, 400],
  ])('refuses %s', async (path, authorization, expected) => {
    expect((await get(path, authorization)).status).toBe(expected);
  });

  it('leaves out what has ended by the clock', async () => {
    clock.set('2026-12-01T00:00:00.000Z');
    expect(await idsOf(AUDITOR)).toEqual([]);
    clock.set('2026-11-30T23:59:59.999Z');
    expect(await idsOf(AUDITOR)).toEqual([OF_A, OF_B]);
  });

  it('leaves out what came after the decision, and what was never covered', async () => {
    await knex('exception_findings')
      .where({ exception_id: OF_A })
      .update({ covered: false });
    expect(await idsOf(AUDITOR)).toEqual([OF_B]);
    await knex('exception_findings')
      .where({ exception_id: OF_A })
      .update({ covered: true });
  });

  it('keeps a register', async () => {
    const { body: csv, headers } = await get('register?format=csv', AUDITOR);
    expect(headers['content-type']).toContain('text/csv');
    expect(csv).toContain(OF_B);
    // A spreadsheet must not take it for a formula.
    expect(csv).toContain(`'=cmd|calc`);
    const { body: own } = await get('register', OWNER_A);
    expect(
      JSON.parse(own)
        .map((it: { id: string }) => it.id)
        .sort(),
    ).toEqual([OF_A, VULNERABILITY, ENDED].sort());
    const { body: token } = await get('register?signed=true', OWNER_A);
    expect(await verified(token)).toEqual(JSON.parse(own));
    expect(() =>
      expect(decodeProtectedHeader(token).typ).toBe(EXCEPTIONS_EXPORT_TYPE),
    ).toThrow();
  });

  it.each(['trivy', 'grype', 'openvex'])(
    'tells %s what is excepted',
    async scanner => {
      const path = `ignore-rules/${scanner}?entityRef=${OWN}`;
      const { body, status } = await get(path, OWNER_A);
      expect({ status, body }).toEqual({
        status: 200,
        body: expect.stringContaining('CVE-2026-0001'),
      });
      expect(body).not.toContain('not_affected');
      expect((await get(path, PIPELINE)).body).toBe(body);
      expect((await get(`${path}&repository=${PROXY}`, OWNER_A)).body).toBe(
        body,
      );
      expect(
        (await get(`${path}&repository=registry.example/else`, OWNER_A)).body,
      ).not.toContain('CVE-2026-0001');
      clock.set('2026-12-01T00:00:00.000Z');
      expect((await get(path, OWNER_A)).body).not.toContain('CVE-2026-0001');
    },
  );

  it('has keys that verify, whichever replica made them', async () => {
    await knex('exception_keys').delete();
    const replicas = [1, 2].map(
      () => new ExceptionKeys({ database: knex, clock }),
    );
    const tokens = await Promise.all(
      replicas.map(keys => keys.sign('{}', { typ: 'test' })),
    );
    for (const token of [
      ...tokens,
      await replicas[0].sign('{}', { typ: 'test' }),
    ]) {
      expect(await verified(token)).toEqual({});
    }
    const { body } = await get('keys', OWNER_A);
    expect(body).not.toContain('"d"');
  });
});
