import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FakeShiftDownApi } from '../../__testUtils__/FakeShiftDownApi';
import {
  aControl,
  aFinding,
  anExceptionDetail,
  aPosture,
  exceptionId,
  findingId,
} from '../../__testUtils__/fixtures';
import { renderSecurityPage } from '../../__testUtils__/renderSecurityPage';
import {
  currentSearch,
  renderEntityExtension,
} from '../../__testUtils__/renderTab';
import { formatDay } from '../common';

const UNTIL = '2099-03-03T23:59:59.000Z';
const DAY = formatDay(UNTIL);

const exempt = aFinding({
  exempt: true,
  exceptions: [
    { id: exceptionId(1), state: 'approved', phase: 'active', until: UNTIL },
  ],
});

function renderTab(search: string) {
  const api = new FakeShiftDownApi({
    postures: [
      aPosture({
        exceptions: { active: 1, open: 1, exemptFindings: 2 },
        controls: [aControl({ exempt: 2 })],
      }),
    ],
    findings: [
      exempt,
      aFinding({
        id: findingId(2),
        title: 'Runs as root',
        exceptions: [
          {
            id: exceptionId(2),
            state: 'requested',
            phase: 'open',
            until: UNTIL,
          },
        ],
      }),
      aFinding({ id: findingId(3), title: 'Mounts a host path' }),
    ],
    exceptions: [anExceptionDetail({ phase: 'active', state: 'approved' })],
  });
  renderEntityExtension({ api, search });
  return api;
}

describe('exceptions on an entity', () => {
  it('mark excepted findings, which keep their result', async () => {
    renderTab('');
    const row = within(
      (
        await screen.findByRole('rowheader', { name: /runs privileged/ })
      ).closest('tr')!,
    );
    expect(row.getByText(`Exempt until ${DAY}`)).toBeInTheDocument();
    expect(row.getByText('Fails')).toBeInTheDocument();
    expect(screen.getByText('Exception requested')).toBeInTheDocument();
    expect(
      screen.getByText(/2 failing findings are exempt for now/),
    ).toBeInTheDocument();
  });

  it('filter findings by it, in the URL', async () => {
    const api = renderTab('');
    await userEvent.click(
      await screen.findByRole('button', { name: /Exempt/ }),
    );
    await userEvent.click(
      await screen.findByRole('option', { name: 'Without exempt ones' }),
    );
    expect(currentSearch().get('exempt')).toBe('false');
    expect(api.findingQueries.at(-1)?.exempt).toBe(false);
  });

  it('are told of in the panel of a finding', async () => {
    renderTab(`?finding=${exempt.id}`);
    const panel = within(await screen.findByRole('dialog'));
    expect(await panel.findByText(/It still fails/)).toBeInTheDocument();
    expect(panel.getByText('In force')).toBeInTheDocument();
    expect(
      panel.queryByRole('link', { name: 'Ask for an exception' }),
    ).not.toBeInTheDocument();
  });

  it('have a view with a count of their own', async () => {
    const api = renderTab('?view=exceptions');
    expect(
      await screen.findByRole('tab', { name: 'Exceptions (2)' }),
    ).toHaveAttribute('aria-selected', 'true');
    expect(
      await screen.findByText('1 in force, 1 not decided, 2 findings exempt.'),
    ).toBeInTheDocument();
    expect(
      await screen.findByRole('grid', { name: 'Exceptions of this entity' }),
    ).toBeInTheDocument();
    expect(api.exceptionQueries[0]).toMatchObject({
      view: 'all',
      entityRef: 'component:default/payments-api',
    });
    expect(
      screen.getByRole('button', { name: 'Ignore rules for Trivy' }),
    ).toBeInTheDocument();
  });

  it('are counted on controls', async () => {
    renderTab('?view=controls');
    expect(await screen.findByText('2 exempt')).toBeInTheDocument();
  });
});

describe('asking', () => {
  it('starts on the tab of the entity, and on a finding', async () => {
    renderSecurityPage(
      new FakeShiftDownApi({
        postures: [aPosture()],
        findings: [aFinding({ id: findingId(3) })],
      }),
      `/exceptions/new?finding=${findingId(3)}`,
    );
    expect(
      await screen.findByRole('heading', { name: 'Ask for an exception' }),
    ).toBeInTheDocument();
  });
});
