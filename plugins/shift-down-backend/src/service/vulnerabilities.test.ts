/** Whose a vulnerability is and until when, as each team is told. */
import { TestDatabases } from '@backstage/backend-test-utils';
import type {
  FindingDetail,
  FindingPage,
} from '@shift-down/plugin-shift-down-common/client';
import {
  API,
  startSeededPortal,
  type SeededPortal,
} from './__testUtils__/seededPortal';
import { FINDINGS, OTHERS, OWN, SYSTEM } from './__testUtils__/seedTwoTeams';
import type { Persona } from './__testUtils__/startTestPortal';

jest.setTimeout(60_000);

const PAST = '2020-01-01T00:00:00.000Z';
const FUTURE = '2999-01-01T00:00:00.000Z';
const STATEMENT = {
  status: 'not_affected',
  impact: 'Never called',
  author: 'Security',
  trusted: true,
  trustedBy: 'team',
  reason: 'Rule team trusts Security',
  statedAt: PAST,
  source: 'git',
};
const CLAIM = {
  status: 'fixed',
  author: 'A stranger',
  trusted: false,
  reason: 'A stranger is on no list of authors',
  statedAt: PAST,
  source: 'attached',
};

const databases = TestDatabases.create();

describe.each(databases.eachSupportedId())('vulnerabilities on %p', id => {
  let portal: SeededPortal;

  const stands = (entity_ref: string, columns: object) =>
    portal
      .knex('finding_entities')
      .where({ entity_ref, finding_id: FINDINGS.shared })
      .update(columns);
  const list = (persona: Persona, query: string) =>
    portal.read<FindingPage>(persona, `${API}/findings?${query}`);
  const ids = async (persona: Persona, query: string) => {
    const { items, total } = await list(persona, query);
    expect(total).toBe(items.length);
    return items.map(item => item.id);
  };
  const detail = (persona: Persona) =>
    portal.read<FindingDetail>(persona, `${API}/findings/${FINDINGS.shared}`);

  beforeAll(async () => {
    portal = await startSeededPortal(databases, id);
  });

  beforeEach(async () => {
    // Team A stands on a base that no release mends, team B on an older one.
    await stands(OWN, {
      layer: 'base',
      layer_evidence: 'layer',
      responsibility: 'platform',
      control_id: 'base-vulnerabilities',
      due_at: FUTURE,
      result: 'fail',
      reason: '',
      suppression: null,
      vex_claims: JSON.stringify([CLAIM]),
    });
    await stands(OTHERS, {
      layer: 'base',
      layer_evidence: 'release-report',
      responsibility: 'application',
      control_id: 'base-upgrade',
      due_at: PAST,
      known_exploited: true,
      upgrade_to: JSON.stringify({ image: 'node', version: '1.2' }),
    });
  });

  it('stand for each team as they do for its own', async () => {
    const ofA = await detail('ownerA');
    expect(ofA).toMatchObject({
      controlId: 'base-vulnerabilities',
      responsibility: 'platform',
      layer: 'base',
      layerEvidence: 'layer',
      dueAt: FUTURE,
      overdue: false,
      knownExploited: false,
      vexClaims: [CLAIM],
    });
    expect(ofA.upgradeTo).toBeUndefined();
    const ofB = await detail('ownerB');
    expect(ofB).toMatchObject({
      controlId: 'base-upgrade',
      responsibility: 'application',
      layerEvidence: 'release-report',
      dueAt: PAST,
      overdue: true,
      knownExploited: true,
      upgradeTo: { image: 'node', version: '1.2' },
      remediation: expect.stringContaining('Build on node 1.2'),
    });
    expect(ofB.vexClaims).toBeUndefined();
    expect(await detail('platform')).toMatchObject({ dueAt: PAST });
  });

  it.each<[Persona, string, string[]]>([
    ['ownerA', 'layer=base', [FINDINGS.shared]],
    ['ownerA', 'layer=application', []],
    ['ownerA', 'overdue=true', []],
    ['ownerB', 'overdue=true', [FINDINGS.shared]],
    ['platform', 'overdue=true', [FINDINGS.shared]],
    ['ownerB', 'overdue=false', [FINDINGS.ofB]],
    ['ownerA', 'responsibility=platform', [FINDINGS.shared]],
    ['ownerB', 'responsibility=platform', []],
    ['ownerA', 'control=base-upgrade', []],
    ['ownerB', 'control=base-upgrade', [FINDINGS.shared]],
    ['ownerA', 'control=no-known-vulnerabilities', []],
    ['ownerA', `entityRef=${SYSTEM}&overdue=true`, []],
    ['platform', `entityRef=${SYSTEM}&overdue=true`, [FINDINGS.shared]],
    ['ownerA', 'suppressed=true', []],
    ['outsider', 'layer=base', []],
  ])('tell %s of %s nothing but its own', async (persona, query, expected) => {
    expect(await ids(persona, query)).toEqual(expected);
  });

  it('come with what is due first at the top, page by page', async () => {
    const first = await list('platform', 'sort=due&limit=1');
    expect(first.items.map(item => item.id)).toEqual([FINDINGS.shared]);
    const second = await list(
      'platform',
      `sort=due&limit=2&cursor=${first.nextCursor}`,
    );
    expect(second.items.map(item => item.id).sort()).toEqual(
      [FINDINGS.ofA, FINDINGS.ofB].sort(),
    );
    expect(second.nextCursor).toBeUndefined();
    const falling = await list('platform', 'sort=-due');
    expect(falling.items[0].id).toBe(FINDINGS.shared);
  });

  it('offer filters with counts that hold', async () => {
    const { facets } = await list('platform', `entityRef=${SYSTEM}`);
    expect(facets?.responsibility).toEqual([
      { value: 'application', count: 3 },
      { value: 'platform', count: 1 },
    ]);
    expect(facets?.layer).toEqual([{ value: 'base', count: 1 }]);
    const ofA = await list('ownerA', `entityRef=${SYSTEM}`);
    expect(ofA.facets?.control).toEqual(
      expect.not.arrayContaining([
        expect.objectContaining({ value: 'base-upgrade' }),
      ]),
    );
  });

  it('show who says that they are none', async () => {
    await stands(OWN, {
      result: 'not-applicable',
      reason: 'Security says that it is not affected: Never called',
      due_at: null,
      suppression: JSON.stringify(STATEMENT),
    });
    expect(await detail('ownerA')).toMatchObject({
      result: 'not-applicable',
      reason: 'Security says that it is not affected: Never called',
      suppression: STATEMENT,
      message: 'seen by A',
    });
    expect(await ids('ownerA', 'suppressed=true')).toEqual([FINDINGS.shared]);
    expect(await ids('ownerA', 'suppressed=false')).toEqual([FINDINGS.ofA]);
    expect(await ids('ownerA', 'result=not-applicable')).toEqual([
      FINDINGS.shared,
    ]);
    // It is one for the other team, and so for whoever reads both.
    const ofAll = await detail('platform');
    expect(ofAll).toMatchObject({ result: 'fail' });
    expect(ofAll.suppression).toBeUndefined();
    expect(await ids('platform', 'suppressed=true')).toEqual([]);
  });

  it('say nothing of whose they are before that was found out', async () => {
    await stands(OWN, { layer: null, responsibility: null, due_at: null });
    const finding = await detail('ownerA');
    expect(finding.layer).toBeUndefined();
    expect(finding.overdue).toBeUndefined();
    expect(finding.responsibility).toBe('application');
  });
});
