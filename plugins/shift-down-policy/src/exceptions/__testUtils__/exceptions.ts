/** Exceptions, people and rules to judge by, written by hand. */
import type { Severity } from '@shift-down/plugin-shift-down-common';
import type {
  Actor,
  DecisionBasis,
  ExceptionContent,
  ExceptionLimits,
  ExceptionRecord,
  ExceptionRules,
} from '../types';

/** A Monday, noon. */
export const NOW = new Date('2026-03-02T12:00:00.000Z');

export function daysFrom(now: Date, days: number): string {
  return new Date(now.getTime() + days * 86_400_000).toISOString();
}

export const ENTITY = 'component:default/shop';
export const TEAM = 'group:default/shop-team';
export const SECURITY = 'group:default/security';
export const DEPUTIES = 'group:default/security-deputies';
export const JUNIORS = 'group:default/security-juniors';

export const LIMITS: ExceptionLimits = {
  maxDays: 30,
  maxTotalDays: 90,
  reviewDays: 3,
  approvals: 1,
  required: [],
  maxPerEntity: 5,
};

const SEVERITIES: Severity[] = [
  'critical',
  'high',
  'medium',
  'low',
  'info',
  'unknown',
];

export const RULES: ExceptionRules = {
  deciders: [
    { group: SECURITY, severities: [], deputies: [DEPUTIES] },
    { group: JUNIORS, severities: ['low'], deputies: [] },
  ],
  breakGlass: { holders: ['group:default/on-call'], maxHours: 12 },
  limits: Object.fromEntries(
    SEVERITIES.map(severity => [severity, LIMITS]),
  ) as Record<Severity, ExceptionLimits>,
  calendar: { timeZone: 'UTC', workingDays: [1, 2, 3, 4, 5], holidays: [] },
};

/** Rules by which two people have to approve. */
export const RULES_OF_TWO = withLimits({ approvals: 2 });

export function withLimits(limits: Partial<ExceptionLimits>): ExceptionRules {
  return {
    ...RULES,
    limits: Object.fromEntries(
      SEVERITIES.map(severity => [severity, { ...LIMITS, ...limits }]),
    ) as Record<Severity, ExceptionLimits>,
  };
}

export const CONTENT: ExceptionContent = {
  type: 'accepted-risk',
  expectation: { type: 'control', control: 'run-as-non-root' },
  scope: { entityRef: ENTITY, namespace: 'shop' },
  from: NOW.toISOString(),
  until: daysFrom(NOW, 20),
  category: 'migration',
  justification: 'We move to another image.',
  compensatingControls: '',
  ticket: '',
};

export const BASIS: DecisionBasis = {
  content: CONTENT,
  effectiveScope: [
    {
      cluster: 'cluster-1',
      target: 'kyverno',
      policies: [{ policy: 'run-as-non-root', rules: ['a', 'b'] }],
      namespaces: ['shop'],
      workloads: ['Deployment/web'],
      wider: [],
    },
  ],
  policyHash: 'policy-1',
  reaches: [
    { findingId: 'f1', entityRef: ENTITY },
    { findingId: 'f2', entityRef: ENTITY },
  ],
};

export function actor(
  name: string,
  ownership: string[] = [],
  permissions: Partial<Actor['permissions']> = {},
): Actor {
  return {
    userRef: `user:default/${name}`,
    subject: name,
    ownership: [`user:default/${name}`, ...ownership],
    permissions: {
      request: true,
      decide: true,
      breakGlass: true,
      ...permissions,
    },
  };
}

export const REQUESTER = actor('rita', [TEAM]);
export const DECIDER = actor('dora', [SECURITY]);
export const SECOND_DECIDER = actor('dan', [SECURITY]);

export function anException(
  changes: Partial<ExceptionRecord> = {},
): ExceptionRecord {
  const { userRef, subject } = REQUESTER;
  return {
    id: '11111111-2222-4333-8444-555555555555',
    version: 3,
    state: 'requested',
    content: CONTENT,
    severity: 'high',
    requester: { userRef, subject },
    lastEditor: { userRef, subject },
    requestedAt: NOW.toISOString(),
    reviewDueAt: daysFrom(NOW, 3),
    breakGlass: false,
    approvals: [],
    ...changes,
  };
}
