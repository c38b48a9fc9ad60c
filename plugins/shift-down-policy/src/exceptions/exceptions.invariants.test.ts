/**
 * Whatever people do to an exception, in whatever order: nothing is exempt that two people
 * did not want to be, and nothing that happened is forgotten.
 */
import fc from 'fast-check';
import {
  actor,
  BASIS,
  CONTENT,
  daysFrom,
  ENTITY,
  NOW,
  REQUESTER,
  RULES,
  SECURITY,
  TEAM,
  withLimits,
} from './__testUtils__/exceptions';
import { changeException } from './changeException';
import { breakGlass, importException, requestException } from './makeException';
import { contentAfter } from './moves/contentAfter';
import {
  chainHash,
  FIRST_CHAIN_HASH,
  hashDecision,
  phaseOf,
  verifyChain,
  type ChainLink,
} from './record';
import type {
  Actor,
  DecisionBasis,
  ExceptionCommand,
  ExceptionContent,
  ExceptionRecord,
  ThreadEntry,
} from './types';

const ON_CALL = 'group:default/on-call';
/** Few, and each with more than one hat, so that they get in each other's way. */
const PEOPLE: (Actor | undefined)[] = [
  REQUESTER,
  { ...actor('rita-admin', [SECURITY]), subject: REQUESTER.subject },
  actor('olga', [TEAM]),
  actor('otto', [TEAM, SECURITY]),
  actor('dora', [SECURITY]),
  { ...actor('dora-admin', [SECURITY]), subject: 'dora' },
  actor('dan', [SECURITY]),
  actor('hal', [ON_CALL, SECURITY]),
  actor('sam'),
  undefined,
];

const SCOPES: ExceptionContent['scope'][] = [
  { entityRef: ENTITY },
  CONTENT.scope,
  { ...CONTENT.scope, workload: { kind: 'Deployment', name: 'web' } },
];

const content = fc.record({
  scope: fc.constantFrom(...SCOPES),
  from: fc.constantFrom(0, 2).map(days => daysFrom(NOW, days)),
  until: fc.constantFrom(0.4, 6, 20).map(days => daysFrom(NOW, days)),
  justification: fc.constantFrom('Because.', 'We move.'),
});

type Action = ExceptionCommand['action'];
const ACTIONS: Action[] = [
  'edit',
  'comment',
  'ask',
  'answer',
  'propose',
  'accept',
  'approve',
  'reject',
  'withdraw',
  'revoke',
  'confirm',
  'lapse',
  'require-review',
];

const step = fc.record({
  who: fc.nat(PEOPLE.length - 1),
  // What leads on more often than what ends it.
  action: fc.oneof(
    fc.constantFrom(...ACTIONS),
    fc.constantFrom<Action>(
      'approve',
      'approve',
      'confirm',
      'propose',
      'accept',
      'require-review',
    ),
  ),
  content,
  /** Whether the person saw the latest version, and what is reached now. */
  upToDate: fc.boolean(),
  seesReach: fc.boolean(),
  /** Findings that come to be reached beside those there were. */
  widens: fc.constantFrom(0, 0, 0, 1),
  hours: fc.constantFrom(0, 0, 1, 30, 100),
});

const history = fc.record({
  how: fc.constantFrom('request', 'break-glass', 'import'),
  approvals: fc.constantFrom<1 | 2>(1, 2),
  steps: fc.array(step, { maxLength: 14 }),
});

/** What really happened, told by the test and not by the machine. */
interface Story {
  record: ExceptionRecord;
  entries: ThreadEntry[];
  now: Date;
  reach: number;
  /** Findings that a decision of enough people was about. */
  covered: Set<string>;
  /** Whoever said yes to what, whether or not it was enough. */
  yes: { person: Actor; hash: string }[];
  offers: { person: Actor; hash: string }[];
  brokenBy?: Actor;
}

function basisFor(contentNow: ExceptionContent, reach: number): DecisionBasis {
  return {
    ...BASIS,
    content: contentNow,
    reaches: Array.from({ length: reach }, (_, index) => ({
      findingId: `f${index}`,
      entityRef: ENTITY,
    })),
  };
}

function begin(how: string, approvals: 1 | 2): Story {
  const rules = withLimits({ approvals });
  const person = how === 'break-glass' ? PEOPLE[7]! : REQUESTER;
  const wanted =
    how === 'break-glass' ? { ...CONTENT, until: daysFrom(NOW, 0.4) } : CONTENT;
  const basis = basisFor(wanted, 2);
  const context = {
    id: 'e1',
    now: NOW,
    actor: person,
    severity: 'high' as const,
    rules,
    subjectOwners: [TEAM],
    basis,
    exceptedDays: 0,
    others: 0,
  };
  const make = { request: requestException, 'break-glass': breakGlass }[how];
  const outcome = make
    ? make(wanted, context)
    : importException(wanted, { ...context, importedFrom: 'a file' });
  if (outcome.outcome === 'refused') {
    throw new Error(outcome.message);
  }
  return {
    record: outcome.exception,
    entries: [outcome.entry],
    now: NOW,
    reach: 2,
    covered: new Set(
      how === 'break-glass' ? basis.reaches.map(it => it.findingId) : [],
    ),
    yes: [],
    offers: [],
    ...(how === 'break-glass' && { brokenBy: person }),
  };
}

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

function commandOf(
  { action, content: changes, seesReach }: Step,
  { record, reach }: Story,
): ExceptionCommand {
  const seen = basisFor(record.content, seesReach ? reach : 2);
  switch (action) {
    case 'edit':
      return { action, content: { ...record.content, ...changes } };
    case 'propose':
      return { action, text: 'Less.', ...changes };
    case 'approve':
    case 'confirm':
      return { action, contentHash: hashDecision(seen) };
    case 'require-review':
      return { action, reason: 'It widened.' };
    case 'accept':
    case 'withdraw':
    case 'lapse':
      return { action };
    default:
      return { action, text: 'Said.' };
  }
}

/** Goes on by a step, and holds what comes of it against what may. */
function goOn(story: Story, approvals: 1 | 2, it: Step): void {
  story.now = new Date(story.now.getTime() + it.hours * 3_600_000);
  story.reach += it.widens;
  const person = PEOPLE[it.who];
  const command = commandOf(it, story);
  const before = structuredClone(story.record);
  const basis = basisFor(contentAfter(before, command), story.reach);
  const outcome = changeException(story.record, command, {
    now: story.now,
    actor: person,
    version: it.upToDate ? before.version : before.version - 1,
    rules: withLimits({ approvals }),
    subjectOwners: [TEAM],
    basis,
  });

  expect(story.record).toEqual(before);
  if (!it.upToDate) {
    expect(outcome.outcome).toBe('refused');
  }
  if (outcome.outcome === 'refused') {
    return;
  }
  const { exception, entry } = outcome;
  story.record = exception;
  story.entries.push(entry);
  expect(exception.version).toBe(before.version + 1);
  expect(entry.actor?.subject).toBe(person?.subject);

  const hash = hashDecision(basis);
  if (command.action === 'propose') {
    story.offers.push({ person: person!, hash });
  }
  if (command.action === 'approve' || command.action === 'confirm') {
    story.yes.push({ person: person!, hash });
    expect(command.contentHash).toBe(hash);
    // Nobody decides about what is theirs, under whatever name.
    expect(person!.subject).not.toBe(before.requester.subject);
    expect(person!.subject).not.toBe(before.lastEditor.subject);
    expect(person!.ownership).not.toContain(TEAM);
    expect(person!.ownership).toContain(SECURITY);
  }
  const decides =
    exception.state === 'approved' &&
    (before.state !== 'approved' ||
      (command.action === 'confirm' && before.review && !exception.review));
  if (decides) {
    const offer = story.offers.at(-1);
    const said = [
      ...story.yes.filter(yes => yes.hash === hash),
      ...(offer?.hash === hash ? [offer] : []),
    ];
    expect(
      new Set(said.map(yes => yes.person.subject)).size,
    ).toBeGreaterThanOrEqual(exception.breakGlass ? 1 : approvals);
    basis.reaches.forEach(reached => story.covered.add(reached.findingId));
    expect(exception.approvals.length).toBeGreaterThan(0);
  }
}

/** What must be so at any time. */
function isSound({ record, now, covered, brokenBy, reach }: Story): void {
  const { active, state, content: asked } = record;
  if (phaseOf(state, active, now) === 'active') {
    expect(covered.size).toBeGreaterThan(0);
    expect(record.approvals.length > 0 || brokenBy !== undefined).toBe(true);
    expect(Date.parse(asked.from)).toBeLessThanOrEqual(now.getTime());
    expect(now.getTime()).toBeLessThan(Date.parse(asked.until));
    if (covered.size < reach) {
      // What came later is exempt only by a decision of its own.
      expect(covered.has(`f${reach - 1}`)).toBe(false);
    }
  }
  if (active) {
    expect(Date.parse(active.until)).toBeLessThanOrEqual(
      Date.parse(asked.until),
    );
    expect(phaseOf(state, active, new Date(active.until))).not.toBe('active');
    expect(phaseOf(state, active, new Date(asked.until))).not.toBe('active');
  }
  if (brokenBy) {
    expect(
      Date.parse(record.active!.until) - NOW.getTime(),
    ).toBeLessThanOrEqual(24 * 3_600_000);
  }
  const approvers = record.approvals.map(
    approval => `${approval.subject} ${approval.contentHash} ${approval.at}`,
  );
  expect(new Set(approvers).size).toBe(approvers.length);
}

function chained(entries: readonly ThreadEntry[]): ChainLink[] {
  let hash = FIRST_CHAIN_HASH;
  return entries.map((entry, index) => {
    const link = { ...entry, sequence: index + 1, exceptionId: 'e1' };
    const previousHash = hash;
    hash = chainHash(previousHash, link);
    return { ...link, previousHash, hash };
  });
}

describe('any history of an exception', () => {
  it('is sound at every step, and kept in full', () => {
    let active = 0;
    fc.assert(
      fc.property(history, ({ how, approvals, steps }) => {
        const story = begin(how, approvals);
        isSound(story);
        for (const it of steps) {
          const thread = structuredClone(story.entries);
          goOn(story, approvals, it);
          isSound(story);
          expect(story.entries.slice(0, thread.length)).toEqual(thread);
          active += Number(
            how === 'request' &&
              phaseOf(story.record.state, story.record.active, story.now) ===
                'active',
          );
        }
        expect(story.entries).toHaveLength(story.record.version);
        expect(verifyChain(chained(story.entries)).state).toBe('whole');
      }),
      { numRuns: 1_000 },
    );
    // Or else all of this would be about exceptions that nobody ever decided.
    expect(active).toBeGreaterThan(20);
  });

  it('never lets a broken glass last unless somebody else looked at it', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 10 }), steps => {
        const story = begin('break-glass', 1);
        steps.forEach(it => goOn(story, 1, it));
        const { record } = story;
        const late = new Date(daysFrom(NOW, 10));

        const outcome = changeException(
          record,
          { action: 'lapse' },
          { now: late, rules: RULES, subjectOwners: [TEAM] },
        );
        const wasSeen = record.approvals.length > 0;
        expect(
          wasSeen || record.state === 'revoked' || record.state === 'lapsed',
        ).toBe(outcome.outcome === 'refused');
      }),
      { numRuns: 300 },
    );
  });
});
