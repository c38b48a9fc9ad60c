import {
  actor,
  BASIS,
  CONTENT,
  DECIDER,
  daysFrom,
  ENTITY,
  NOW,
  REQUESTER,
  RULES,
  TEAM,
  withLimits,
} from './__testUtils__/exceptions';
import { changeException } from './changeException';
import {
  breakGlass,
  importException,
  requestException,
  type RequestContext,
} from './makeException';
import { hashDecision } from './record/hashDecision';
import type { ExceptionContent, ExceptionRefusal } from './types';

const HOLDER = actor('hal', ['group:default/on-call']);
const CONTEXT: RequestContext = {
  id: 'e1',
  now: NOW,
  actor: REQUESTER,
  severity: 'high',
  rules: RULES,
  subjectOwners: [TEAM],
  basis: BASIS,
  exceptedDays: 0,
  others: 0,
};
const VULNERABILITY: Partial<ExceptionContent> = {
  expectation: {
    type: 'vulnerability',
    advisory: 'CVE-2026-1',
    packageUrl: 'pkg:npm/left-pad',
  },
  scope: { entityRef: ENTITY, repository: 'registry.example.com/shop' },
};
const WEB = { kind: 'Deployment', name: 'web' };

describe('requestException', () => {
  const request = (
    content: Partial<ExceptionContent> = {},
    context: Partial<RequestContext> = {},
  ) => requestException({ ...CONTENT, ...content }, { ...CONTEXT, ...context });

  it('asks for one that somebody else decides within some working days', () => {
    expect(request({}, { renews: 'e0' })).toMatchObject({
      outcome: 'changed',
      exception: {
        id: 'e1',
        version: 1,
        state: 'requested',
        requester: { userRef: 'user:default/rita', subject: 'rita' },
        approvals: [],
        reviewDueAt: '2026-03-06T00:00:00.000Z',
        renews: 'e0',
      },
      entry: { action: 'request', to: 'requested', detail: { renews: 'e0' } },
    });
    expect(request()).not.toHaveProperty('exception.active');
  });

  it.each<
    [
      string,
      ExceptionRefusal,
      Partial<ExceptionContent>,
      Partial<RequestContext>?,
    ]
  >([
    ['an end in the past', 'ends-in-the-past', { until: NOW.toISOString() }],
    [
      'an end before its start',
      'ends-in-the-past',
      { from: daysFrom(NOW, 5), until: daysFrom(NOW, 4) },
    ],
    ['a time that is none', 'missing-field', { until: 'soon' }],
    ['too long a time', 'too-long', { until: daysFrom(NOW, 30.001) }],
    [
      'a start too far away',
      'too-long',
      { from: daysFrom(NOW, 31), until: daysFrom(NOW, 32) },
    ],
    [
      'too long a time altogether',
      'too-long-in-total',
      {},
      { exceptedDays: 70.1 },
    ],
    ['one too many', 'too-many', {}, { others: 5 }],
    ['no reason', 'missing-field', { justification: '  ' }],
    [
      'no ticket where one is needed',
      'missing-field',
      {},
      { rules: withLimits({ required: ['ticket'] }) },
    ],
    [
      'nothing that makes up for it where that is needed',
      'missing-field',
      {},
      { rules: withLimits({ required: ['compensatingControls'] }) },
    ],
    [
      'a false positive that is no vulnerability',
      'not-for-this',
      { type: 'false-positive' },
    ],
    [
      'a false positive without evidence',
      'missing-field',
      {
        ...VULNERABILITY,
        type: 'false-positive',
        falsePositive: {
          justification: 'component_not_present',
          evidence: ' ',
        },
      },
    ],
    [
      'a false positive without justification',
      'missing-field',
      { ...VULNERABILITY, type: 'false-positive' },
    ],
    [
      'an accepted risk that is said to be none',
      'not-for-this',
      {
        ...VULNERABILITY,
        falsePositive: {
          justification: 'component_not_present',
          evidence: 'See.',
        },
      },
    ],
    [
      'whatever no control covers',
      'not-for-this',
      { expectation: { type: 'control', control: 'other-policies' } },
    ],
    [
      'a wildcard for a control',
      'not-for-this',
      { expectation: { type: 'control', control: '*' } },
    ],
    [
      'a wildcard in a policy',
      'not-for-this',
      {
        expectation: { type: 'policy', engine: 'kyverno', policy: 'require-*' },
      },
    ],
    [
      'a wildcard in a rule',
      'not-for-this',
      {
        expectation: {
          type: 'policy',
          engine: 'kyverno',
          policy: 'require-labels',
          rule: 'rule-?',
        },
      },
    ],
    [
      'a wildcard in a namespace',
      'not-for-this',
      { scope: { entityRef: ENTITY, namespace: 'shop-*' } },
    ],
    [
      'a wildcard in a workload',
      'not-for-this',
      {
        scope: {
          entityRef: ENTITY,
          namespace: 'shop',
          workload: { kind: 'Deployment', name: 'web?' },
        },
      },
    ],
    [
      'a wildcard for a kind',
      'not-for-this',
      {
        scope: {
          entityRef: ENTITY,
          namespace: 'shop',
          workload: { kind: '*', name: 'web' },
        },
      },
    ],
    [
      'a wildcard in a container',
      'not-for-this',
      {
        scope: {
          entityRef: ENTITY,
          namespace: 'shop',
          workload: WEB,
          container: '*',
        },
      },
    ],
    [
      'a wildcard in a repository',
      'not-for-this',
      {
        ...VULNERABILITY,
        scope: { entityRef: ENTITY, repository: 'registry.example.com/*' },
      },
    ],
    [
      'a wildcard in an advisory',
      'not-for-this',
      {
        expectation: { type: 'vulnerability', advisory: 'CVE-*' },
        scope: { entityRef: ENTITY },
      },
    ],
    [
      'a version of a package',
      'not-for-this',
      {
        ...VULNERABILITY,
        expectation: {
          type: 'vulnerability',
          advisory: 'CVE-2026-1',
          packageUrl: 'pkg:npm/left-pad@1.0.0',
        },
      },
    ],
    [
      'a vulnerability in a namespace',
      'not-for-this',
      { ...VULNERABILITY, scope: { entityRef: ENTITY, namespace: 'shop' } },
    ],
    [
      'a control of an image repository',
      'not-for-this',
      { scope: { entityRef: ENTITY, repository: 'registry.example.com/shop' } },
    ],
    [
      'a workload of no namespace',
      'missing-field',
      { scope: { entityRef: ENTITY, workload: WEB } },
    ],
    [
      'a container of no workload',
      'missing-field',
      { scope: { entityRef: ENTITY, namespace: 'shop', container: 'app' } },
    ],
    [
      'an empty namespace',
      'missing-field',
      { scope: { entityRef: ENTITY, namespace: '' } },
    ],
    ['nothing', 'reaches-nothing', {}, { basis: { ...BASIS, reaches: [] } }],
    ['something as a service', 'needs-a-user', {}, { actor: undefined }],
    [
      'something without permission',
      'not-permitted',
      {},
      { actor: actor('rita', [TEAM], { request: false }) },
    ],
    ['something of another team', 'not-permitted', {}, { actor: DECIDER }],
  ])('refuses who asks for %s: %s', (_, code, content, context = {}) => {
    expect(request(content, context)).toMatchObject({
      outcome: 'refused',
      code,
      message: expect.stringMatching(/^[A-Z].*\.$/),
    });
  });

  it('takes the longest time that is left', () => {
    expect(
      request({ until: daysFrom(NOW, 30) }, { exceptedDays: 60, others: 4 }),
    ).toMatchObject({ outcome: 'changed' });
  });

  it('takes a false positive with evidence', () => {
    expect(
      request({
        ...VULNERABILITY,
        type: 'false-positive',
        falsePositive: {
          justification: 'component_not_present',
          evidence: 'It is not in the image.',
        },
      }),
    ).toMatchObject({ outcome: 'changed' });
  });

  it('asks also where nobody may decide', () => {
    expect(
      request({}, { rules: { ...RULES, decidingIsOff: 'It is off.' } }),
    ).toMatchObject({ outcome: 'changed' });
  });
});

describe('breakGlass', () => {
  const breaks = (
    content: Partial<ExceptionContent> = {},
    context: Partial<RequestContext> = {},
  ) =>
    breakGlass(
      { ...CONTENT, until: daysFrom(NOW, 0.5), ...content },
      { ...CONTEXT, actor: HOLDER, ...context },
    );

  it('is active at once, and to be reviewed by the end of the next working day', () => {
    expect(breaks({}, { others: 99, exceptedDays: 999 })).toMatchObject({
      exception: {
        state: 'approved',
        breakGlass: true,
        active: { from: NOW.toISOString(), until: daysFrom(NOW, 0.5) },
        reviewDueAt: '2026-03-04T00:00:00.000Z',
        review: { since: NOW.toISOString() },
        approvals: [],
      },
      entry: {
        action: 'break-glass',
        detail: { contentHash: expect.any(String) },
      },
    });
  });

  it.each<
    [
      string,
      ExceptionRefusal,
      Partial<ExceptionContent>,
      Partial<RequestContext>?,
    ]
  >([
    ['who is no holder', 'not-a-holder', {}, { actor: REQUESTER }],
    [
      'who has no permission',
      'not-permitted',
      {},
      { actor: actor('hal', ['group:default/on-call'], { breakGlass: false }) },
    ],
    ['what is no person', 'needs-a-user', {}, { actor: undefined }],
    [
      'where nobody would look at it',
      'deciding-is-off',
      {},
      { rules: { ...RULES, deciders: [] } },
    ],
    ['for longer than config says', 'too-long', { until: daysFrom(NOW, 0.51) }],
    [
      'for longer than a day, whatever config says',
      'too-long',
      { until: daysFrom(NOW, 1.01) },
      {
        rules: {
          ...RULES,
          breakGlass: { holders: ['group:default/on-call'], maxHours: 99 },
        },
      },
    ],
    ['for later', 'not-for-this', { from: daysFrom(NOW, 0.1) }],
    ['for no reason', 'missing-field', { justification: '' }],
    [
      'for everything',
      'not-for-this',
      { scope: { entityRef: ENTITY, namespace: '*' } },
    ],
    [
      'for nothing',
      'reaches-nothing',
      {},
      { basis: { ...BASIS, reaches: [] } },
    ],
  ])('refuses %s: %s', (_, code, content, context = {}) => {
    expect(breaks(content, context)).toMatchObject({
      outcome: 'refused',
      code,
    });
  });

  it('is reviewed by another person', () => {
    const outcome = breaks();
    if (outcome.outcome === 'refused') {
      throw new Error(outcome.message);
    }
    const { exception } = outcome;
    const basis = { ...BASIS, content: exception.content };
    const confirmedBy = (person: typeof DECIDER) =>
      changeException(
        exception,
        { action: 'confirm', contentHash: hashDecision(basis) },
        {
          now: NOW,
          actor: person,
          version: 1,
          rules: withLimits({ approvals: 2 }),
          subjectOwners: [TEAM],
          basis,
        },
      );

    expect(confirmedBy({ ...DECIDER, subject: HOLDER.subject })).toMatchObject({
      code: 'own-request',
    });
    expect(confirmedBy(DECIDER)).toMatchObject({
      exception: {
        state: 'approved',
        review: undefined,
        reviewDueAt: undefined,
        approvals: [{ subject: 'dora' }],
      },
    });
  });
});

describe('importException', () => {
  const found = importException(
    { ...CONTENT, until: '2099-01-01T00:00:00.000Z' },
    { ...CONTEXT, importedFrom: 'PolicyException old/one', actor: undefined },
  );

  it('exempts nothing, and has a date', () => {
    expect(found).toMatchObject({
      exception: {
        state: 'unreviewed',
        requester: { subject: '' },
        reviewDueAt: '2026-03-06T00:00:00.000Z',
      },
      entry: {
        action: 'import',
        detail: { importedFrom: 'PolicyException old/one' },
      },
    });
    expect(found).not.toHaveProperty('exception.active');
    expect(found).not.toHaveProperty('entry.actor');
  });

  it('is adopted by the rules for a request only', () => {
    if (found.outcome === 'refused') {
      throw new Error(found.message);
    }
    const basis = { ...BASIS, content: found.exception.content };

    expect(
      changeException(
        found.exception,
        { action: 'confirm', contentHash: hashDecision(basis) },
        {
          now: NOW,
          actor: DECIDER,
          version: 1,
          rules: RULES,
          subjectOwners: [TEAM],
          basis,
        },
      ),
    ).toMatchObject({ code: 'too-long' });
  });

  it('refuses patterns', () => {
    expect(
      importException(
        { ...CONTENT, scope: { entityRef: ENTITY, namespace: '*' } },
        { ...CONTEXT, importedFrom: 'PolicyException old/all' },
      ),
    ).toMatchObject({ code: 'not-for-this' });
  });
});
