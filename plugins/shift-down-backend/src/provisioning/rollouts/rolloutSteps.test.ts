/** What a rollout may be told, and how far it goes on by itself. */
import {
  ROLLOUT_STATES,
  type RolloutItemState,
  type RolloutState,
} from '@shift-down/plugin-shift-down-common';
import {
  changeRollout,
  nextRolloutStep,
  type RolloutAction,
} from './rolloutSteps';

const ALLOWED: [RolloutState, RolloutAction, RolloutState][] = [
  ['planned', 'start', 'running'],
  ['planned', 'stop', 'stopped'],
  ['running', 'pause', 'paused'],
  ['running', 'stop', 'stopped'],
  ['running', 'retry', 'running'],
  ['paused', 'resume', 'running'],
  ['paused', 'stop', 'stopped'],
  ['paused', 'retry', 'running'],
  ['stopped', 'retry', 'running'],
  ['done', 'retry', 'running'],
];
const ACTIONS = ['start', 'pause', 'resume', 'stop', 'retry'] as const;

it.each(
  ROLLOUT_STATES.flatMap(state =>
    ACTIONS.map(action => [state, action] as const),
  ),
)('answers a rollout that is %s and told to %s', (state, action) => {
  const [, , to] =
    ALLOWED.find(it => it[0] === state && it[1] === action) ?? [];
  expect(changeRollout(state, action)).toBe(to);
});

const items = (states: Partial<Record<RolloutItemState, number>>) =>
  Object.entries(states).flatMap(([state, count]) =>
    Array.from({ length: count }, () => ({ state: state as RolloutItemState })),
  );
const rollout = { at_once: 3, stop_after_failures: 2 };

it.each([
  ['begins so many at once', { planned: 9 }, 3, undefined],
  ['begins what is left', { planned: 2, done: 5 }, 2, undefined],
  ['counts what is proposed', { planned: 9, proposed: 2 }, 1, undefined],
  ['waits for what is proposed', { proposed: 4 }, 0, undefined],
  ['goes on after one failure', { planned: 4, failed: 1 }, 3, undefined],
  [
    'stops after as many as it may have',
    { planned: 4, failed: 2 },
    0,
    'stopped',
  ],
  ['stops even where nothing is left', { failed: 2, done: 1 }, 0, 'stopped'],
  ['is done', { done: 3, skipped: 2, unchanged: 1, failed: 1 }, 0, 'done'],
])('%s', (_, states, begin, end) => {
  const step = nextRolloutStep(rollout, items(states));
  expect(step.begin).toBe(begin);
  expect(step.end?.state).toBe(end);
});
