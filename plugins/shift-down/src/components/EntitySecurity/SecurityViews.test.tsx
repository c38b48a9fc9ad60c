import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FakeShiftDownApi } from '../../__testUtils__/FakeShiftDownApi';
import {
  aControl,
  aPosture,
  aSource,
  hoursAgo,
} from '../../__testUtils__/fixtures';
import {
  currentSearch,
  renderEntityExtension,
} from '../../__testUtils__/renderTab';

function renderView(
  search: string,
  posture: Parameters<typeof aPosture>[0] = {},
) {
  renderEntityExtension({
    api: new FakeShiftDownApi({ postures: [aPosture(posture)] }),
    search,
  });
}

const cellsOf = async (name: RegExp | string) =>
  within((await screen.findByRole('rowheader', { name })).closest('tr')!);

describe('sub-tabs', () => {
  it('are in the URL, and leave the filters of another one behind', async () => {
    renderView('?severity=high&cursor=abc');
    await userEvent.click(await screen.findByRole('tab', { name: 'Sources' }));
    await waitFor(() =>
      expect(currentSearch().toString()).toBe('view=sources'),
    );
    expect(screen.getByRole('tab', { name: 'Sources' })).toHaveAttribute(
      'aria-selected',
      'true',
    );
  });

  it('fall back on findings where the URL names none', async () => {
    renderView('?view=nonsense');
    expect(
      await screen.findByRole('tab', { name: 'Findings' }),
    ).toHaveAttribute('aria-selected', 'true');
  });
});

describe('controls', () => {
  it('give result, reason and a way to the findings', async () => {
    renderView('?view=controls');
    const unknown = await cellsOf(/Images are pinned by digest/);
    expect(unknown.getByText('Unknown')).toBeInTheDocument();
    expect(
      unknown.getByText('Nothing in this cluster checks this.'),
    ).toBeInTheDocument();
    expect(unknown.queryByText('Passes')).not.toBeInTheDocument();
    const failing = await cellsOf(/Containers are not privileged/);
    expect(failing.getByRole('link', { name: '2 findings' })).toHaveAttribute(
      'href',
      expect.stringContaining('control=no-privileged-containers'),
    );
  });

  it('show where sources disagree, and that the worse counts', async () => {
    renderView('?view=controls', {
      controls: [
        aControl({
          disagreements: [
            {
              failedBy: 'PolicyReport',
              passedBy: 'ConfigAuditReport',
              places: 2,
            },
          ],
        }),
      ],
    });
    const row = await cellsOf(/Containers are not privileged/);
    expect(row.getByText('Fails')).toBeInTheDocument();
    expect(row.getByText('Sources disagree')).toBeInTheDocument();
    expect(
      row.getByText(
        'Policy reports fail this, Configuration audits pass it, in 2 places. The worse counts.',
      ),
    ).toBeInTheDocument();
  });

  it('tell what is unverified from what is merely unknown', async () => {
    renderView('?view=controls', {
      controls: [
        aControl({
          result: 'unknown',
          reason: 'Nobody knows who can write PolicyReport of cluster demo.',
          unverified: true,
        }),
        aControl({
          id: 'other',
          title: 'Other',
          result: 'unknown',
          reason: 'Others than the platform say nothing: not verified.',
        }),
        aControl({ id: 'failing', title: 'Failing', unverified: true }),
      ],
    });
    const unverified = await cellsOf(/Containers are not privileged/);
    expect(unverified.getByText('Unverified')).toBeInTheDocument();
    expect(unverified.queryByText('Unknown')).not.toBeInTheDocument();
    expect((await cellsOf(/Other/)).getByText('Unknown')).toBeInTheDocument();
    expect((await cellsOf(/Failing/)).getByText('Fails')).toBeInTheDocument();
  });

  it('come with their recent changes', async () => {
    renderView('?view=controls');
    expect(
      await screen.findByText(/Containers are not privileged: passes → fails/),
    ).toBeInTheDocument();
  });
});

describe('workloads', () => {
  it('say where they run and what their namespace enforces', async () => {
    renderView('?view=workloads');
    const row = await cellsOf('Deployment payments-api');
    expect(row.getByText('demo')).toBeInTheDocument();
    expect(row.getByText('payments')).toBeInTheDocument();
    expect(row.getByText('2 of 3')).toBeInTheDocument();
    expect(row.getByText('baseline')).toBeInTheDocument();
    expect(
      row.getByText(/migrate:1.4.2 \(init container\)/),
    ).toBeInTheDocument();
  });
});

describe('sources', () => {
  it.each([
    ['fresh', 'Fresh', /What it says counts/],
    ['stale', 'Stale', /counts as unknown until it answers again/],
    ['forbidden', 'Not allowed', /can grant the collector access/],
    ['not-installed', 'Not installed', /nothing is expected/],
    ['failed', 'Failed', /Reading it went wrong/],
  ] as const)('say in words that they are %s', async (state, word, meaning) => {
    renderView('?view=sources', {
      sources: [aSource({ state, since: hoursAgo(3), error: 'timed out' })],
    });
    const row = await cellsOf('Policy reports');
    expect(row.getByText(word)).toBeInTheDocument();
    expect(row.getByText(meaning)).toBeInTheDocument();
    expect(row.getByText('3 hours ago')).toBeInTheDocument();
    expect(row.getByText('timed out')).toBeInTheDocument();
  });

  it('say when they are a recording', async () => {
    renderView('?view=sources', {
      sources: [aSource({ recordedAt: '2026-11-01T12:00:00Z' })],
    });
    expect(
      await screen.findByText('Recorded on November 1, 2026'),
    ).toBeInTheDocument();
  });

  it('that the score does not come from are folded away and say so', async () => {
    renderView('?view=sources', {
      sources: [
        aSource(),
        aSource({ kind: 'Workload' }),
        aSource({ kind: 'RoleBinding', state: 'forbidden' }),
      ],
    });
    await cellsOf('Policy reports');
    expect(
      screen.queryByText('Part of the evidence is missing or out of date'),
    ).not.toBeInTheDocument();
    const fold = screen.getByText(
      '1 more source, which the score does not come from',
    );
    expect(fold.closest('details')).not.toHaveAttribute('open');
    await userEvent.click(fold);
    const row = await cellsOf('Role bindings');
    expect(row.getByText('Not allowed')).toBeVisible();
    expect(row.getByText(/The score does not come from it/)).toBeVisible();
    expect(row.queryByText(/counts as unknown/)).not.toBeInTheDocument();
  });
});
