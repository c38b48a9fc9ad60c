/** What people decide, and what binds them. */
import type { Severity } from '@shift-down/plugin-shift-down-common';
import {
  actor,
  anException,
  BASIS,
  CONTENT,
  DECIDER,
  daysFrom,
  ENTITY,
  NOW,
  REQUESTER,
  RULES,
  RULES_OF_TWO,
  SECOND_DECIDER,
  SECURITY,
  TEAM,
} from './__testUtils__/exceptions';
import { changeException } from './changeException';
import { contentAfter } from './moves/contentAfter';
import { hashDecision } from './record/hashDecision';
import type {
  DecisionBasis,
  ExceptionCommand,
  ExceptionRecord,
  TransitionContext,
} from './types';

const HASH = hashDecision(BASIS);

function change(
  record: ExceptionRecord,
  command: ExceptionCommand,
  context: Partial<TransitionContext> = {},
) {
  return changeException(record, command, {
    now: NOW,
    actor: DECIDER,
    version: record.version,
    rules: RULES,
    subjectOwners: [TEAM],
    basis: BASIS,
    ...context,
  });
}

function changed(...parameters: Parameters<typeof change>): ExceptionRecord {
  const outcome = change(...parameters);
  if (outcome.outcome === 'refused') {
    throw new Error(`${outcome.code}: ${outcome.message}`);
  }
  return outcome.exception;
}

const approve = (contentHash = HASH): ExceptionCommand => ({
  action: 'approve',
  contentHash,
});
const confirm = (contentHash = HASH): ExceptionCommand => ({
  action: 'confirm',
  contentHash,
});

describe('a decision', () => {
  it('makes it active from its beginning, or from now where that has passed', () => {
    const later = new Date(daysFrom(NOW, 1));

    expect(changed(anException(), approve(), { now: later }).active).toEqual({
      from: later.toISOString(),
      until: CONTENT.until,
    });
  });

  it.each<[string, Partial<DecisionBasis>]>([
    ['another end', { content: { ...CONTENT, until: daysFrom(NOW, 19) } }],
    ['another reason', { content: { ...CONTENT, justification: 'Because.' } }],
    [
      'another subject',
      { content: { ...CONTENT, scope: { entityRef: ENTITY } } },
    ],
    ['another policy', { policyHash: 'policy-2' }],
    [
      'a wider radius',
      { reaches: [...BASIS.reaches, { findingId: 'f3', entityRef: ENTITY }] },
    ],
    ['a smaller radius', { reaches: BASIS.reaches.slice(1) }],
    [
      'another entity reached',
      { reaches: [{ findingId: 'f1', entityRef: 'component:default/other' }] },
    ],
    ['nothing that an engine is told', { effectiveScope: [] }],
    [
      'a wider effective scope',
      { effectiveScope: [{ ...BASIS.effectiveScope[0], workloads: [] }] },
    ],
    [
      'a whole policy in place of rules',
      {
        effectiveScope: [
          {
            ...BASIS.effectiveScope[0],
            policies: [{ policy: 'run-as-non-root', rules: [] }],
          },
        ],
      },
    ],
  ])('binds a hash that %s voids', (_, difference) => {
    expect(hashDecision({ ...BASIS, ...difference })).not.toBe(HASH);
  });

  it('binds a hash for which order is nothing', () => {
    expect(
      hashDecision({
        reaches: [...BASIS.reaches].reverse(),
        policyHash: BASIS.policyHash,
        effectiveScope: BASIS.effectiveScope.map(it => ({
          ...it,
          policies: it.policies.map(({ policy, rules }) => ({
            rules: [...rules].reverse(),
            policy,
          })),
        })),
        content: { ...CONTENT, ticket: CONTENT.ticket },
      }),
    ).toBe(HASH);
    expect(HASH).toMatch(/^[0-9a-f]{64}$/);
  });

  it('is refused for what was seen before it widened', () => {
    const wider = {
      ...BASIS,
      reaches: [...BASIS.reaches, { findingId: 'f3', entityRef: ENTITY }],
    };

    expect(change(anException(), approve(), { basis: wider })).toMatchObject({
      code: 'content-changed',
    });
  });

  it('is one about the record, whatever content the basis is said to be of', () => {
    const basis = {
      ...BASIS,
      content: { ...CONTENT, until: daysFrom(NOW, 1) },
    };

    expect(
      change(anException(), approve(hashDecision(basis)), { basis }),
    ).toMatchObject({ code: 'content-changed' });
  });

  it('is refused where nothing is reached any more', () => {
    const basis = { ...BASIS, reaches: [] };

    expect(
      change(anException(), approve(hashDecision(basis)), { basis }),
    ).toMatchObject({ code: 'reaches-nothing' });
  });

  it('is refused after the end that was asked for', () => {
    expect(
      change(anException(), approve(), { now: new Date(CONTENT.until) }),
    ).toMatchObject({ code: 'ends-in-the-past' });
  });

  it('is made by those who decide what it has become', () => {
    const junior = actor('jim', ['group:default/security-juniors']);
    const severity: Severity = 'low';

    expect(
      change(anException({ severity }), approve(), { actor: junior }),
    ).toMatchObject({ outcome: 'changed' });
    expect(
      change(anException({ severity }), approve(), {
        actor: junior,
        severity: 'critical',
      }),
    ).toMatchObject({ code: 'not-a-decider' });
  });

  it.each([
    ['says so', { decidingIsOff: 'Switch permissions on.' }],
    ['names nobody', { deciders: [] }],
  ])('is off where config %s', (_, difference) => {
    expect(
      change(anException(), approve(), { rules: { ...RULES, ...difference } }),
    ).toMatchObject({ code: 'deciding-is-off' });
  });

  it('by config that names nobody says how to switch it on', () => {
    const outcome = change(anException(), approve(), {
      rules: { ...RULES, deciders: [] },
    });

    expect(outcome).toMatchObject({
      message: expect.stringContaining('shiftDown.exceptions.deciders'),
    });
  });
});

describe('two approvals', () => {
  const rules = RULES_OF_TWO;
  const first = () => changed(anException(), approve(), { rules });

  it('are needed where config says so', () => {
    expect(first()).toMatchObject({ state: 'requested' });
    expect(first().active).toBeUndefined();
    expect(
      changed(first(), approve(), { rules, actor: SECOND_DECIDER }),
    ).toMatchObject({
      state: 'approved',
      approvals: [{ subject: 'dora' }, { subject: 'dan' }],
    });
  });

  it.each([
    ['the same user', DECIDER],
    [
      'another user entity of the same person',
      { ...actor('dora-admin', [SECURITY]), subject: DECIDER.subject },
    ],
    [
      'the same user entity by another sign-in',
      { ...DECIDER, subject: 'somebody' },
    ],
    [
      'the same user entity in other letters',
      { ...DECIDER, subject: 'somebody', userRef: 'User:default/DORA' },
    ],
  ])('are not two of %s', (_, second) => {
    expect(change(first(), approve(), { rules, actor: second })).toMatchObject({
      code: 'approved-already',
    });
  });

  it('are on one hash: the first is void once anything has changed', () => {
    const basis = { ...BASIS, policyHash: 'policy-2' };
    const second = changed(first(), approve(hashDecision(basis)), {
      rules,
      basis,
      actor: SECOND_DECIDER,
    });

    expect(second).toMatchObject({
      state: 'requested',
      approvals: [{ subject: 'dan' }],
    });
  });

  it('are void after an edit', () => {
    expect(
      changed(
        first(),
        { action: 'edit', content: CONTENT },
        { rules, actor: REQUESTER },
      ).approvals,
    ).toEqual([]);
  });
});

describe('an offer', () => {
  const offer = {
    from: CONTENT.from,
    until: daysFrom(NOW, 5),
    scope: { ...CONTENT.scope, workload: { kind: 'Deployment', name: 'web' } },
  };
  const command = {
    action: 'propose' as const,
    text: 'Five days for one.',
    ...offer,
  };
  const basis: DecisionBasis = {
    ...BASIS,
    content: contentAfter(anException(), command),
    reaches: BASIS.reaches.slice(1),
  };
  const offered = () => changed(anException(), command, { basis });
  const accepted = (context: Partial<TransitionContext> = {}) =>
    change(
      offered(),
      { action: 'accept' },
      { actor: REQUESTER, basis, ...context },
    );

  it('becomes what is asked for, approved by who offered it', () => {
    expect(accepted()).toMatchObject({
      exception: {
        state: 'approved',
        content: offer,
        approvals: [{ subject: 'dora', contentHash: hashDecision(basis) }],
        active: { until: offer.until },
        proposal: undefined,
      },
      entry: { detail: { approvals: 1, needed: 1, decided: true } },
    });
  });

  it('counts as the first of two approvals', () => {
    const outcome = accepted({ rules: RULES_OF_TWO });

    expect(outcome).toMatchObject({
      exception: { state: 'requested', approvals: [{ subject: 'dora' }] },
    });
    expect(
      outcome.outcome === 'changed' &&
        changed(outcome.exception, approve(hashDecision(basis)), {
          rules: RULES_OF_TWO,
          basis,
          actor: SECOND_DECIDER,
        }).state,
    ).toBe('approved');
  });

  it('approves nothing if it has widened since', () => {
    expect(
      accepted({ basis: { ...basis, policyHash: 'policy-2' } }),
    ).toMatchObject({
      exception: { state: 'requested', approvals: [] },
      entry: { detail: { approvals: 0, decided: false } },
    });
  });

  it('is not accepted by who made it', () => {
    const both = { ...REQUESTER, subject: DECIDER.subject };

    expect(accepted({ actor: both })).toMatchObject({ code: 'own-edit' });
  });

  it.each([
    ['later', { until: daysFrom(NOW, 21) }],
    ['earlier', { from: daysFrom(NOW, -1) }],
    ['for more', { scope: { entityRef: ENTITY } }],
    [
      'for something else',
      { scope: { entityRef: ENTITY, namespace: 'shop-2' } },
    ],
    [
      'for another entity',
      { scope: { ...CONTENT.scope, entityRef: 'component:default/other' } },
    ],
    ['the same', { until: CONTENT.until, scope: CONTENT.scope }],
  ])('is refused where it is %s', (_, difference) => {
    expect(
      change(anException(), { ...command, ...difference }, { basis }),
    ).toMatchObject({ code: 'not-narrower' });
  });
});

describe('a review of what is approved', () => {
  const wider: DecisionBasis = {
    ...BASIS,
    reaches: [...BASIS.reaches, { findingId: 'f3', entityRef: ENTITY }],
  };
  const active = () => changed(anException(), approve());
  const inReview = (rules = RULES) =>
    changed(
      active(),
      { action: 'require-review', reason: 'It reaches 1 more.' },
      { actor: undefined, version: undefined, rules },
    );

  it('leaves what was decided active, and has a date', () => {
    expect(inReview()).toMatchObject({
      state: 'approved',
      active: active().active,
      approvals: active().approvals,
      review: { reason: 'It reaches 1 more.', since: NOW.toISOString() },
      reviewDueAt: '2026-03-06T00:00:00.000Z',
    });
  });

  it('ends with a decision on what it is now', () => {
    expect(change(inReview(), confirm(), { basis: wider })).toMatchObject({
      code: 'content-changed',
    });
    expect(
      changed(inReview(), confirm(hashDecision(wider)), { basis: wider }),
    ).toMatchObject({
      review: undefined,
      reviewDueAt: undefined,
      active: active().active,
      approvals: [{ contentHash: hashDecision(wider) }],
    });
  });

  it('takes as many people as the decision did', () => {
    const context = { basis: wider, rules: RULES_OF_TWO };
    const once = changed(inReview(), confirm(hashDecision(wider)), context);

    expect(once.review).toBeDefined();
    expect(change(once, confirm(hashDecision(wider)), context)).toMatchObject({
      code: 'approved-already',
    });
    expect(
      changed(once, confirm(hashDecision(wider)), {
        ...context,
        actor: SECOND_DECIDER,
      }).review,
    ).toBeUndefined();
  });
});

describe('the end', () => {
  it.each<[string, ExceptionCommand, typeof DECIDER]>([
    ['revoked', { action: 'revoke', text: 'Fixed.' }, DECIDER],
    ['withdrawn', { action: 'withdraw' }, REQUESTER],
  ])('of one that is %s is now', (state, command, by) => {
    const active = changed(anException(), approve());
    const now = new Date(daysFrom(NOW, 2));

    expect(changed(active, command, { actor: by, now })).toMatchObject({
      state,
      active: { from: NOW.toISOString(), until: now.toISOString() },
    });
  });

  it('of one that has not begun leaves no time at all', () => {
    const from = daysFrom(NOW, 3);
    const content = { ...CONTENT, from };
    const basis = { ...BASIS, content };
    const scheduled = changed(
      anException({ content }),
      approve(hashDecision(basis)),
      { basis },
    );

    expect(scheduled.active?.from).toBe(from);
    expect(
      changed(scheduled, { action: 'revoke', text: 'No.' }).active,
    ).toEqual({ from: NOW.toISOString(), until: NOW.toISOString() });
  });
});

describe('an edit', () => {
  const edit = (
    content: Partial<typeof CONTENT>,
    record = anException(),
    context: Partial<TransitionContext> = {},
  ) =>
    change(
      record,
      { action: 'edit', content: { ...CONTENT, ...content } },
      { actor: REQUESTER, ...context },
    );

  it('makes who made it the last editor, and says what changed', () => {
    const owner = actor('olga', [TEAM]);

    expect(
      edit({ until: daysFrom(NOW, 4), ticket: 'SHOP-1' }, anException(), {
        actor: owner,
      }),
    ).toMatchObject({
      exception: {
        requester: { subject: 'rita' },
        lastEditor: { subject: 'olga' },
      },
      entry: { detail: { changed: 'ticket, until' } },
    });
  });

  it('of what was found makes who made it the requester', () => {
    const found = anException({
      state: 'unreviewed',
      requester: { userRef: '', subject: '' },
      lastEditor: { userRef: '', subject: '' },
    });

    expect(edit({}, found)).toMatchObject({
      exception: {
        state: 'requested',
        requester: { subject: 'rita' },
        lastEditor: { subject: 'rita' },
      },
    });
  });

  it('is held against the limits', () => {
    expect(edit({ until: daysFrom(NOW, 31) })).toMatchObject({
      code: 'too-long',
    });
  });

  it('stays with the entity', () => {
    expect(
      edit({ scope: { entityRef: 'component:default/other' } }),
    ).toMatchObject({ code: 'not-for-this' });
  });

  it('keeps no secret', () => {
    const token = ['ghp', '_', 'a1B2'.repeat(9)].join('');
    const outcome = edit({ justification: `The token is ${token}` });

    expect(JSON.stringify(outcome)).not.toContain(token);
  });
});

describe('texts', () => {
  it.each<[ExceptionCommand, ExceptionRecord['state'], typeof DECIDER]>([
    [{ action: 'comment', text: ' ' }, 'requested', DECIDER],
    [{ action: 'ask', text: '' }, 'requested', DECIDER],
    [{ action: 'answer', text: '' }, 'needs-information', REQUESTER],
    [{ action: 'reject', text: '\n' }, 'requested', DECIDER],
  ])('are needed: %j', (command, state, by) => {
    expect(
      change(anException({ state }), command, { actor: by }),
    ).toMatchObject({ code: 'missing-field' });
  });

  it('stay as they are, and are bounded', () => {
    const html = '<script>alert(1)</script> **bold**';
    const text = (said: string) => {
      const outcome = change(anException(), { action: 'comment', text: said });
      return outcome.outcome === 'changed' && outcome.entry.text;
    };

    expect(text(html)).toBe(html);
    expect(text('word '.repeat(250_000))).toHaveLength(10_000);
  });
});
