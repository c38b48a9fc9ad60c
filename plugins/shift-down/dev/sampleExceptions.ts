/** Exceptions in every state, for the development app. */
import type { ExceptionDetail } from '@shift-down/plugin-shift-down-common/client';
import type { FakeData } from '../src/__testUtils__/FakeShiftDownApi';
import {
  anEnforcement,
  anExceptionDetail,
  exceptionId,
  hoursAgo,
  someSettings,
} from '../src/__testUtils__/fixtures';

const samples: Partial<ExceptionDetail>[] = [
  {},
  {
    overdue: true,
    reviewDueAt: hoursAgo(30),
    actions: [
      {
        action: 'approve',
        allowed: false,
        reason: 'You own what it is for. Another decider has to.',
      },
      { action: 'comment', allowed: true },
    ],
  },
  {
    state: 'approved',
    phase: 'active',
    reviewDueAt: undefined,
    enforcement: ['applied'],
    enforcements: [anEnforcement()],
    approvals: [{ by: { userRef: 'user:default/sam' }, at: hoursAgo(1) }],
  },
  {
    state: 'approved',
    phase: 'ended',
    until: hoursAgo(9),
    reviewDueAt: undefined,
    enforcement: ['overstaying', 'portal-only'],
    enforcements: [
      anEnforcement({
        state: 'overstaying',
        reason: 'The dry run was not refused.',
      }),
      anEnforcement({
        id: exceptionId(901),
        target: 'gatekeeper',
        delivery: 'none',
        state: 'portal-only',
        portalOnly: 'Gatekeeper cannot except one workload.',
      }),
    ],
  },
  { state: 'rejected', phase: 'closed', reviewDueAt: undefined },
  {
    state: 'unreviewed',
    importedFrom: 'PolicyException for-now',
    requester: { userRef: '' },
  },
];

const exceptions = samples.map((sample, index) =>
  anExceptionDetail({
    title: `Sample exception ${index + 1}`,
    ...sample,
    id: exceptionId(index + 1),
  }),
);

export const sampleExceptions: FakeData = {
  exceptions,
  mine: exceptions.slice(0, 4).map(({ id }) => id),
  toDecide: exceptions.slice(0, 2).map(({ id }) => id),
  exceptionSettings: someSettings({ mayBreakGlass: true }),
};
