import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  apiError,
  FakeShiftDownApi,
  type FakeData,
} from '../../__testUtils__/FakeShiftDownApi';
import {
  anExceptionDetail,
  exceptionId,
  hoursAgo,
  someReports,
  someSettings,
} from '../../__testUtils__/fixtures';
import { renderSecurityPage } from '../../__testUtils__/renderSecurityPage';
import { rowNamed } from '../../__testUtils__/renderSources';

const MINE = anExceptionDetail({ id: exceptionId(1) });
const OVERDUE = anExceptionDetail({
  id: exceptionId(2),
  title: 'Host paths are not mounted',
  overdue: true,
  reviewDueAt: hoursAgo(30),
  breakGlass: true,
});
const ACTIVE = anExceptionDetail({
  id: exceptionId(3),
  title: 'CVE-2099-0001 in openssl',
  type: 'false-positive',
  state: 'approved',
  phase: 'active',
  reviewRequired: true,
  reviewDueAt: undefined,
  enforcement: ['applied', 'overstaying', 'applied'],
});

function renderLists(search = '', data: FakeData = {}, api?: FakeShiftDownApi) {
  const used =
    api ??
    new FakeShiftDownApi({
      exceptions: [MINE, OVERDUE, ACTIVE],
      mine: [MINE.id],
      toDecide: [OVERDUE.id],
      ...data,
    });
  renderSecurityPage(used, `/exceptions${search}`);
  return used;
}

describe('lists of exceptions', () => {
  it('open on the reader’s own, with a count on each tab', async () => {
    const api = renderLists();
    const row = await rowNamed(/Containers are not privileged/);
    expect(row.getByText('Waits for a decision')).toBeInTheDocument();
    expect(row.getByText('Critical')).toBeInTheDocument();
    expect(row.getByText(/to end in \d+ days/)).toBeInTheDocument();
    expect(row.getByText(/Due in 2\d hours/)).toBeInTheDocument();
    expect(
      row.getByRole('link', { name: 'Containers are not privileged' }),
    ).toHaveAttribute('href', `/security/exceptions/${MINE.id}`);
    expect(screen.getByRole('tab', { name: 'Mine (1)' })).toHaveAttribute(
      'aria-selected',
      'true',
    );
    expect(
      screen.getByRole('tab', { name: 'To decide (1)' }),
    ).toBeInTheDocument();
    expect(screen.queryByText(/Host paths/)).not.toBeInTheDocument();
    expect(api.exceptionQueries[0]).toMatchObject({
      view: 'mine',
      sort: '-requested',
    });
  });

  it('say in words what is overdue, and show deciders that first', async () => {
    const api = renderLists('?view=to-decide');
    const row = await rowNamed(/Host paths are not mounted/);
    expect(row.getByText('Overdue')).toBeInTheDocument();
    expect(row.getByText('was due 1 day ago')).toBeInTheDocument();
    expect(row.getByText('Break-glass')).toBeInTheDocument();
    expect(api.exceptionQueries.at(-1)).toMatchObject({
      view: 'to-decide',
      sort: 'review',
    });
  });

  it('show how each stands by the clock and in the engine', async () => {
    renderLists('?view=all');
    const row = await rowNamed(/CVE-2099-0001/);
    expect(row.getByText('In force')).toBeInTheDocument();
    expect(row.getByText('To be looked at again')).toBeInTheDocument();
    expect(row.getByText('False positive')).toBeInTheDocument();
    expect(row.getAllByText('Applied')).toHaveLength(1);
    expect(row.getByText('Still there after its end')).toBeInTheDocument();
    expect(row.getByText('Nothing to decide')).toBeInTheDocument();
  });

  it('ask for what the URL says, and drop what no vocabulary knows', async () => {
    const api = renderLists(
      '?view=all&state=approved&state=nonsense&phase=active&severity=critical&enforcement=failed&report=overdue&sort=until&text=openssl',
    );
    await waitFor(() =>
      expect(api.exceptionQueries[0]).toEqual({
        view: 'all',
        state: ['approved'],
        phase: ['active'],
        severity: ['critical'],
        enforcement: ['failed'],
        report: 'overdue',
        sort: 'until',
        text: 'openssl',
        limit: 25,
        cursor: undefined,
      }),
    );
    await userEvent.click(
      await screen.findByRole('button', { name: 'Clear filters' }),
    );
    await waitFor(() =>
      expect(api.exceptionQueries.at(-1)).toMatchObject({
        view: 'all',
        state: undefined,
        report: undefined,
        text: undefined,
      }),
    );
  });

  it.each([
    ['', undefined, 'No exception of yours'],
    ['?view=to-decide', undefined, 'Nothing waits for you'],
    [
      '?view=to-decide',
      someSettings({ mayDecide: false }),
      'You decide no exceptions',
    ],
    ['?view=all', undefined, 'No exception'],
  ])('say why they are empty: %s', async (search, exceptionSettings, title) => {
    renderLists(search, {
      exceptions: [],
      mine: [],
      toDecide: [],
      exceptionSettings,
    });
    expect(
      await screen.findByRole('heading', { name: title }),
    ).toBeInTheDocument();
  });

  it('tell an empty list from one that nothing matches', async () => {
    renderLists('?view=all&text=nothing-like-it');
    expect(
      await screen.findByText('No exception matches these filters.'),
    ).toBeInTheDocument();
  });

  it.each([
    [403, 'Nothing here for you'],
    [500, 'This could not be loaded'],
  ])('say what went wrong on %s', async (status, title) => {
    const api = new FakeShiftDownApi({});
    jest
      .spyOn(api, 'listExceptions')
      .mockRejectedValue(apiError(status, 'The database is away.'));
    renderLists('', {}, api);
    expect(
      await screen.findByRole('heading', { name: title }),
    ).toBeInTheDocument();
  });

  it('say when nobody can decide, and how to switch it on', async () => {
    renderLists('', {
      exceptionSettings: someSettings({
        decidingIsOff: 'Permissions are off. Set permission.enabled to true.',
      }),
    });
    expect(
      await screen.findByText('Nobody can decide exceptions here'),
    ).toBeInTheDocument();
    expect(
      screen.getByText('Permissions are off. Set permission.enabled to true.'),
    ).toBeInTheDocument();
  });
});

describe('reports', () => {
  it('count what deserves a look, and lead there', async () => {
    const api = renderLists('?view=all');
    await userEvent.click(
      await screen.findByRole('link', { name: 'Decision overdue: 3' }),
    );
    await waitFor(() =>
      expect(api.exceptionQueries.at(-1)?.report).toBe('overdue'),
    );
    expect(screen.getByText('About to end: 0')).toBeInTheDocument();
    expect(
      screen.getByText('The oldest request has waited for 5 days.'),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/Containers are not privileged: 4 exceptions/),
    ).toBeInTheDocument();
    expect(screen.getByText(/is whole \(12 entries\)/)).toBeInTheDocument();
  });

  it('warn where the record of decisions was changed', async () => {
    renderLists('?view=all', {
      exceptionReports: someReports({
        chain: { state: 'broken', brokenAt: 7, length: 12 },
      }),
    });
    expect(await screen.findByText(/is broken at entry 7/)).toBeInTheDocument();
  });

  it('save the register with the reader’s own credentials', async () => {
    const saved: Blob[] = [];
    URL.createObjectURL = blob => {
      saved.push(blob as Blob);
      return 'blob:register';
    };
    URL.revokeObjectURL = () => {};
    const click = jest
      .spyOn(HTMLAnchorElement.prototype, 'click')
      .mockImplementation(() => {});
    renderLists('?view=all');
    const group = await screen.findByRole('group', {
      name: 'Download the register',
    });
    await userEvent.click(
      within(group).getByRole('button', { name: 'Register as CSV' }),
    );
    await waitFor(() => expect(click).toHaveBeenCalled());
    expect(saved[0].type).toBe('text/csv');
    click.mockRestore();
  });
});
