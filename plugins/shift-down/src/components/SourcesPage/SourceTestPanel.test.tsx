import type { SourceTestResult } from '@shift-down/plugin-shift-down-common/client';
import { act, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  apiError,
  FakeShiftDownApi,
} from '../../__testUtils__/FakeShiftDownApi';
import { aCluster, aSourceList, hoursAgo } from '../../__testUtils__/fixtures';
import { renderSources, rowNamed } from '../../__testUtils__/renderSources';

const result: SourceTestResult = {
  at: hoursAgo(0),
  checks: [
    { name: 'Address', outcome: 'passed', message: 'It answers.' },
    { name: 'Rights', outcome: 'warning', message: 'It may read Secrets.' },
    { name: 'Reports', outcome: 'failed', message: 'Not allowed.' },
    { name: 'Exceptions', outcome: 'skipped', message: 'Not installed.' },
  ],
};

const button = () => screen.findByRole('button', { name: 'Test Demo cluster' });

it('is run by keyboard, and its outcome takes the focus', async () => {
  const api = new FakeShiftDownApi({ sources: aSourceList() });
  let finish!: (value: SourceTestResult) => void;
  const testSource = jest
    .spyOn(api, 'testSource')
    .mockReturnValue(new Promise(resolve => (finish = resolve)));
  renderSources({ api });
  const action = await button();
  act(() => action.focus());
  await userEvent.keyboard('{Enter}');
  expect(screen.getByText('Testing Demo cluster…')).toBeInTheDocument();
  await userEvent.keyboard('{Enter}');
  expect(testSource).toHaveBeenCalledTimes(1);
  expect(testSource).toHaveBeenCalledWith('demo');

  await act(async () => finish(result));
  expect(
    screen.getByRole('group', { name: 'Test of Demo cluster' }),
  ).toHaveFocus();
  expect(
    screen.getByText('1 failed, 1 to look at, 1 not tried, 1 passed'),
  ).toHaveAttribute('role', 'status');
  for (const [check, word, message] of [
    ['Address', 'Passed', 'It answers.'],
    ['Rights', 'Look at this', 'It may read Secrets.'],
    ['Reports', 'Failed', 'Not allowed.'],
    ['Exceptions', 'Not tried', 'Not installed.'],
  ]) {
    const row = await rowNamed(check);
    expect(row.getByText(word)).toBeInTheDocument();
    expect(row.getByText(message)).toBeInTheDocument();
  }
});

it('says why it could not be run', async () => {
  const api = new FakeShiftDownApi({ sources: aSourceList() });
  jest
    .spyOn(api, 'testSource')
    .mockRejectedValue(apiError(503, 'Another replica holds this cluster.'));
  renderSources({ api });
  await userEvent.click(await button());
  expect(await screen.findByRole('alert')).toHaveTextContent(
    'Another replica holds this cluster.',
  );
  expect(
    screen.getByRole('group', { name: 'Test of Demo cluster' }),
  ).toHaveFocus();
});

it('belongs to one cluster', async () => {
  renderSources({
    api: new FakeShiftDownApi({
      sources: aSourceList({
        clusters: [aCluster(), aCluster({ name: 'other', title: 'Other' })],
      }),
      tests: { demo: result },
    }),
  });
  await userEvent.click(await button());
  await rowNamed('Rights');
  await userEvent.click(screen.getByRole('link', { name: 'Other' }));
  await screen.findByRole('button', { name: 'Test Other' });
  expect(screen.queryByRole('rowheader', { name: 'Rights' })).toBeNull();
});

it('is not offered where it can not be run', async () => {
  renderSources({
    sources: aSourceList({ clusters: [aCluster({ testable: false })] }),
  });
  await rowNamed('Workloads');
  expect(screen.queryByRole('button', { name: /Test/ })).toBeNull();
});
