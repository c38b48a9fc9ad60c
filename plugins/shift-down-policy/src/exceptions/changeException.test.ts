/** Every action × state × person, in one table. */
import {
  EXCEPTION_ACTIONS,
  EXCEPTION_STATES,
  type ExceptionState,
} from '@shift-down/plugin-shift-down-common';
import {
  actor,
  anException,
  BASIS,
  CONTENT,
  DECIDER,
  daysFrom,
  DEPUTIES,
  JUNIORS,
  NOW,
  REQUESTER,
  RULES,
  SECURITY,
  TEAM,
} from './__testUtils__/exceptions';
import { availableActions } from './availableActions';
import { changeException } from './changeException';
import { contentAfter } from './moves/contentAfter';
import { hashDecision } from './record/hashDecision';
import { TRANSITIONS } from './transitions';
import type {
  Actor,
  ExceptionCommand,
  ExceptionRecord,
  ExceptionRefusal,
} from './types';

const PEOPLE = {
  requester: REQUESTER,
  // The same sign-in, by a user entity that is in a group of deciders.
  'requester, who decides': {
    ...actor('rita-admin', [SECURITY]),
    subject: REQUESTER.subject,
  },
  'last editor, who decides': actor('ed', [SECURITY]),
  owner: actor('olga', [TEAM]),
  'owner, who decides': actor('otto', [TEAM, SECURITY]),
  decider: DECIDER,
  deputy: actor('dina', [DEPUTIES]),
  'decider of less': actor('jim', [JUNIORS]),
  'decider without permission': actor('dirk', [SECURITY], { decide: false }),
  'owner without permission': actor('oscar', [TEAM], { request: false }),
  stranger: actor('sam'),
  nobody: undefined,
} satisfies Record<string, Actor | undefined>;
type Who = keyof typeof PEOPLE;

const OFFER = {
  from: NOW.toISOString(),
  until: daysFrom(NOW, 10),
  scope: CONTENT.scope,
};
const HASH = hashDecision({ ...BASIS, content: CONTENT });
const OFFER_HASH = hashDecision({
  ...BASIS,
  content: { ...CONTENT, ...OFFER },
});
const APPROVAL = {
  userRef: 'user:default/dave',
  subject: 'dave',
  contentHash: HASH,
  at: daysFrom(NOW, -5),
};
const ACTIVE = { from: daysFrom(NOW, -5), until: CONTENT.until };
const approved = (changes: Partial<ExceptionRecord> = {}) => ({
  state: 'approved' as const,
  active: ACTIVE,
  approvals: [APPROVAL],
  reviewDueAt: undefined,
  ...changes,
});
const REVIEW = { reason: 'It widened.', since: daysFrom(NOW, -1) };

/** How an exception may stand: every state, and what else matters in it. */
const STANDINGS = {
  requested: {},
  'needs-information': { state: 'needs-information' },
  proposed: {
    state: 'proposed',
    proposal: {
      ...OFFER,
      userRef: 'user:default/dave',
      subject: 'dave',
      at: NOW.toISOString(),
      contentHash: OFFER_HASH,
    },
  },
  approved: approved(),
  'approved, not begun': approved({
    active: { from: daysFrom(NOW, 1), until: CONTENT.until },
  }),
  'approved, ended': approved({
    active: { from: daysFrom(NOW, -5), until: NOW.toISOString() },
  }),
  'approved, in review': approved({ review: REVIEW }),
  'broken glass': approved({
    breakGlass: true,
    approvals: [],
    review: REVIEW,
    reviewDueAt: daysFrom(NOW, 1),
  }),
  'broken glass, ended': approved({
    breakGlass: true,
    approvals: [],
    review: REVIEW,
    reviewDueAt: daysFrom(NOW, 1),
    active: { from: daysFrom(NOW, -1), until: NOW.toISOString() },
  }),
  'broken glass, late': approved({
    breakGlass: true,
    approvals: [],
    review: REVIEW,
    reviewDueAt: NOW.toISOString(),
  }),
  rejected: { state: 'rejected' },
  withdrawn: { state: 'withdrawn' },
  revoked: { state: 'revoked' },
  lapsed: { state: 'lapsed' },
  unreviewed: { state: 'unreviewed' },
} satisfies Record<string, Partial<ExceptionRecord>>;
type Standing = keyof typeof STANDINGS;

type Action = ExceptionCommand['action'];
const COMMANDS: { [A in Action]: Extract<ExceptionCommand, { action: A }> } = {
  edit: {
    action: 'edit',
    content: { ...CONTENT, justification: 'Said better.' },
  },
  comment: { action: 'comment', text: 'By the way.' },
  ask: { action: 'ask', text: 'Why?' },
  answer: { action: 'answer', text: 'Because.' },
  propose: { action: 'propose', text: 'Ten days will do.', ...OFFER },
  accept: { action: 'accept' },
  approve: { action: 'approve', contentHash: HASH },
  reject: { action: 'reject', text: 'No.' },
  withdraw: { action: 'withdraw' },
  revoke: { action: 'revoke', text: 'No more.' },
  confirm: { action: 'confirm', contentHash: HASH },
  lapse: { action: 'lapse' },
  'require-review': { action: 'require-review', reason: 'It widened.' },
};

type Outcome<T> = T | ExceptionRefusal;
const YES = 'yes';

const ASKERS: Record<Who, Outcome<typeof YES>> = {
  requester: YES,
  'requester, who decides': YES,
  'last editor, who decides': 'not-the-requester',
  owner: YES,
  'owner, who decides': YES,
  decider: 'not-the-requester',
  deputy: 'not-the-requester',
  'decider of less': 'not-the-requester',
  'decider without permission': 'not-the-requester',
  'owner without permission': 'not-permitted',
  stranger: 'not-the-requester',
  nobody: 'needs-a-user',
};
const DECIDERS: Record<Who, Outcome<typeof YES>> = {
  requester: 'not-a-decider',
  'requester, who decides': 'own-request',
  'last editor, who decides': 'own-edit',
  owner: 'not-a-decider',
  'owner, who decides': 'own-subject',
  decider: YES,
  deputy: YES,
  'decider of less': 'not-a-decider',
  'decider without permission': 'not-permitted',
  'owner without permission': 'not-a-decider',
  stranger: 'not-a-decider',
  nobody: 'needs-a-user',
};
const PARTICIPANTS: Record<Who, Outcome<typeof YES>> = {
  ...ASKERS,
  'last editor, who decides': YES,
  decider: YES,
  deputy: YES,
  'decider of less': YES,
};
const PORTAL: Record<Who, Outcome<typeof YES>> = {
  requester: 'not-permitted',
  'requester, who decides': 'not-permitted',
  'last editor, who decides': 'not-permitted',
  owner: 'not-permitted',
  'owner, who decides': 'not-permitted',
  decider: 'not-permitted',
  deputy: 'not-permitted',
  'decider of less': 'not-permitted',
  'decider without permission': 'not-permitted',
  'owner without permission': 'not-permitted',
  stranger: 'not-permitted',
  nobody: YES,
};

const NO = 'not-in-this-state';
/** Where it goes from each standing, if the person may. */
type Ways = Record<Standing, Outcome<ExceptionState>>;
const NOWHERE: Ways = {
  requested: NO,
  'needs-information': NO,
  proposed: NO,
  approved: NO,
  'approved, not begun': NO,
  'approved, ended': NO,
  'approved, in review': NO,
  'broken glass': NO,
  'broken glass, ended': NO,
  'broken glass, late': NO,
  rejected: NO,
  withdrawn: NO,
  revoked: NO,
  lapsed: NO,
  unreviewed: NO,
};

const TABLE: Record<
  Action,
  { who: Record<Who, Outcome<typeof YES>>; ways: Ways }
> = {
  edit: {
    who: ASKERS,
    ways: {
      ...NOWHERE,
      requested: 'requested',
      'needs-information': 'requested',
      proposed: 'requested',
      unreviewed: 'requested',
    },
  },
  comment: {
    who: PARTICIPANTS,
    ways: {
      requested: 'requested',
      'needs-information': 'needs-information',
      proposed: 'proposed',
      approved: 'approved',
      'approved, not begun': 'approved',
      'approved, ended': 'approved',
      'approved, in review': 'approved',
      'broken glass': 'approved',
      'broken glass, ended': 'approved',
      'broken glass, late': 'approved',
      rejected: 'rejected',
      withdrawn: 'withdrawn',
      revoked: 'revoked',
      lapsed: 'lapsed',
      unreviewed: 'unreviewed',
    },
  },
  ask: {
    who: DECIDERS,
    ways: { ...NOWHERE, requested: 'needs-information' },
  },
  answer: {
    who: ASKERS,
    ways: {
      ...NOWHERE,
      'needs-information': 'requested',
      proposed: 'requested',
    },
  },
  propose: {
    who: DECIDERS,
    ways: {
      ...NOWHERE,
      requested: 'proposed',
      'needs-information': 'proposed',
      proposed: 'proposed',
    },
  },
  accept: { who: ASKERS, ways: { ...NOWHERE, proposed: 'approved' } },
  approve: { who: DECIDERS, ways: { ...NOWHERE, requested: 'approved' } },
  reject: {
    who: DECIDERS,
    ways: {
      ...NOWHERE,
      requested: 'rejected',
      'needs-information': 'rejected',
      proposed: 'rejected',
      unreviewed: 'rejected',
    },
  },
  withdraw: {
    who: ASKERS,
    ways: {
      ...NOWHERE,
      requested: 'withdrawn',
      'needs-information': 'withdrawn',
      proposed: 'withdrawn',
      approved: 'withdrawn',
      'approved, not begun': 'withdrawn',
      'approved, ended': 'too-late',
      'approved, in review': 'withdrawn',
      // It ends, and is reviewed all the same.
      'broken glass': 'approved',
      'broken glass, ended': 'too-late',
      'broken glass, late': 'approved',
    },
  },
  revoke: {
    who: DECIDERS,
    ways: {
      ...NOWHERE,
      approved: 'revoked',
      'approved, not begun': 'revoked',
      'approved, ended': 'too-late',
      'approved, in review': 'revoked',
      'broken glass': 'revoked',
      'broken glass, ended': 'revoked',
      'broken glass, late': 'revoked',
    },
  },
  confirm: {
    who: DECIDERS,
    ways: {
      ...NOWHERE,
      'approved, in review': 'approved',
      'broken glass': 'approved',
      'broken glass, ended': 'approved',
      'broken glass, late': 'too-late',
      unreviewed: 'approved',
    },
  },
  lapse: {
    who: PORTAL,
    ways: {
      ...NOWHERE,
      'broken glass, late': 'lapsed',
      unreviewed: 'lapsed',
    },
  },
  'require-review': {
    who: PORTAL,
    ways: {
      ...NOWHERE,
      approved: 'approved',
      'approved, not begun': 'approved',
      'approved, ended': 'too-late',
    },
  },
};

const keysOf = <K extends string>(record: Record<K, unknown>) =>
  Object.keys(record) as K[];

function standing(name: Standing): ExceptionRecord {
  return anException({
    lastEditor: { userRef: 'user:default/ed', subject: 'ed' },
    ...STANDINGS[name],
  });
}

function contextOf(who: Who, record: ExceptionRecord) {
  return {
    now: NOW,
    actor: PEOPLE[who],
    version: record.version,
    rules: RULES,
    subjectOwners: [TEAM],
  };
}

const CASES = keysOf(COMMANDS).flatMap(action =>
  keysOf(STANDINGS).flatMap(name =>
    keysOf(PEOPLE).map(who => {
      const { [action]: row } = TABLE;
      const role = row.who[who];
      return [action, name, who, role === YES ? row.ways[name] : role] as const;
    }),
  ),
);

describe('changeException', () => {
  it('has a row for every action and a column for every state', () => {
    expect(keysOf(TABLE).sort()).toEqual(
      EXCEPTION_ACTIONS.filter(
        action => !['request', 'break-glass', 'import'].includes(action),
      ).sort(),
    );
    expect(
      new Set(keysOf(STANDINGS).map(name => standing(name).state)),
    ).toEqual(new Set(EXCEPTION_STATES));
  });

  it.each(CASES)('%s of one that is %s, by %s: %s', (action, name, who, to) => {
    const record = standing(name);
    const before = structuredClone(record);

    const outcome = changeException(record, COMMANDS[action], {
      ...contextOf(who, record),
      basis: { ...BASIS, content: contentAfter(record, COMMANDS[action]) },
    });

    expect(record).toEqual(before);
    expect(
      outcome.outcome === 'refused' ? outcome.code : outcome.exception.state,
    ).toBe(to);
    const happened = {
      exception: { id: record.id, version: record.version + 1 },
      entry: { at: NOW.toISOString(), action, from: record.state, to },
    };
    const refused = { message: expect.stringMatching(/^[A-Z].*\.$/s) };
    expect(outcome).toMatchObject(
      outcome.outcome === 'refused' ? refused : happened,
    );
    const by = outcome.outcome === 'changed' ? outcome.entry.actor : undefined;
    expect(by?.subject).toBe(
      outcome.outcome === 'changed' ? PEOPLE[who]?.subject : undefined,
    );
  });

  it.each(CASES.filter(([, , , to]) => EXCEPTION_STATES.some(it => it === to)))(
    'goes where the table of transitions says by %s of one that is %s, by %s: %s',
    (action, name, _, to) => {
      const { from, to: ways } = TRANSITIONS[action];
      const { state } = standing(name);

      expect(from).toContain(state);
      expect(ways.map(way => (way === 'same' ? state : way))).toContain(to);
    },
  );

  it.each(CASES.filter(([action]) => TRANSITIONS[action].by !== 'portal'))(
    'offers %s of one that is %s to %s: %s',
    (action, name, who, to) => {
      const record = standing(name);
      const offered = availableActions(record, contextOf(who, record)).find(
        it => it.action === action,
      );
      const isDone = EXCEPTION_STATES.some(state => state === to);

      expect(offered?.allowed ?? false).toBe(isDone);
      expect(offered?.reason === undefined).toBe(!offered || isDone);
      // What no person could do in this state is not offered to anybody.
      expect(offered === undefined).toBe(TABLE[action].ways[name] === NO);
    },
  );

  it.each([
    ['an older', 2],
    ['a newer', 4],
    ['no', undefined],
  ])('refuses a person who saw %s version', (_, version) => {
    expect(
      changeException(
        anException(),
        { action: 'ask', text: 'Why?' },
        {
          ...contextOf('decider', anException()),
          version,
        },
      ),
    ).toMatchObject({ outcome: 'refused', code: 'changed-meanwhile' });
  });
});
