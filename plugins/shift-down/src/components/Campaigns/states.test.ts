import { actionsIn } from './states';

describe('what can be done with a campaign', () => {
  it.each([
    ['planned', {}, ['start', 'stop']],
    ['running', { open: 1 }, ['pause', 'stop']],
    ['running', { failed: 1 }, ['pause', 'retry', 'stop']],
    ['paused', { failed: 2 }, ['resume', 'retry', 'stop']],
    ['done', { merged: 2 }, []],
    ['done', { failed: 2 }, ['retry']],
    ['stopped', { failed: 2 }, []],
  ] as const)('%s with %j: %j', (state, counts, actions) => {
    expect(actionsIn({ state, counts })).toEqual(actions);
  });
});
