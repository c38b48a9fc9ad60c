import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  apiError,
  FakeShiftDownApi,
  type FakeData,
} from '../../__testUtils__/FakeShiftDownApi';
import { aCampaign, aGoldenImage } from '../../__testUtils__/fixtures';
import { renderSecurityPage } from '../../__testUtils__/renderSecurityPage';
import { rowNamed } from '../../__testUtils__/renderSources';

const ID = aCampaign().id;

function renderPage(path = '', data: FakeData = {}) {
  const api = new FakeShiftDownApi({
    campaigns: [aCampaign()],
    goldenImages: [aGoldenImage()],
    ...data,
  });
  renderSecurityPage(api, `/campaigns${path}`);
  return api;
}

async function choose(label: RegExp, option: string) {
  await userEvent.click(await screen.findByRole('button', { name: label }));
  await userEvent.click(await screen.findByRole('option', { name: option }));
}

describe('list of campaigns', () => {
  it('shows how far each is', async () => {
    renderPage();
    const row = await rowNamed(/Move all to 12\.3/);
    expect(row.getByText('Running')).toBeInTheDocument();
    expect(
      row.getByRole('img', {
        name: 'Repositories: 1 failed, 1 pull request open, 1 merged',
      }),
    ).toBeInTheDocument();
    expect(row.getByRole('link', { name: 'Move all to 12.3' })).toHaveAttribute(
      'href',
      `/security/campaigns/${ID}`,
    );
  });

  it('offers planning only to those who may manage campaigns', async () => {
    renderPage('', { campaigns: [] });
    expect(
      await screen.findByRole('heading', { name: 'No campaign yet' }),
    ).toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: 'Plan a campaign' }),
    ).not.toBeInTheDocument();
  });

  it('plans, shows the plan, and opens nothing by that', async () => {
    const api = renderPage('', { campaigns: [], mayManageCampaigns: true });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Plan a campaign' }),
    );
    const submit = await screen.findByRole('button', { name: 'Plan it' });
    expect(submit).toBeDisabled();
    await choose(/Golden image/, 'Debian slim');
    await choose(/To release/, '12.3');
    await userEvent.click(submit);
    await waitFor(() =>
      expect(api.plans).toEqual([
        { image: 'debian-slim', to: '12.3', atOnce: 5, stopAfterFailures: 3 },
      ]),
    );
    expect(
      await screen.findByText(/Nothing has been opened/),
    ).toBeInTheDocument();
    expect(api.campaignActions).toEqual([]);
  });

  it('keeps the form where planning failed, and says why', async () => {
    const api = new FakeShiftDownApi({
      goldenImages: [aGoldenImage()],
      mayManageCampaigns: true,
    });
    jest
      .spyOn(api, 'planCampaign')
      .mockRejectedValue(apiError(400, 'Release 12.3 has no digest.'));
    renderSecurityPage(api, '/campaigns?plan=new&image=debian-slim');
    await choose(/To release/, '12.3');
    await userEvent.click(screen.getByRole('button', { name: 'Plan it' }));
    expect(
      await screen.findByText('Release 12.3 has no digest.'),
    ).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Plan it' })).toBeEnabled();
  });
});

describe('a campaign', () => {
  it('shows what changes where, with pull requests and reasons', async () => {
    renderPage(`/${ID}`);
    const open = await rowNamed(/payments\/api/);
    expect(open.getByText('Pull request open')).toBeInTheDocument();
    expect(open.getByRole('link', { name: 'Pull request' })).toHaveAttribute(
      'href',
      'https://git.example.com/payments/api/pulls/7',
    );
    expect(open.getByText('Dockerfile')).toBeInTheDocument();
    const failed = await rowNamed(/orders\/api/);
    expect(
      failed.getByText('The repository refused the branch: 403.'),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('grid', { name: 'Progress by owner' }),
    ).toBeInTheDocument();
  });

  it('leaves what is in the states that the URL names', async () => {
    renderPage(`/${ID}?state=failed`);
    expect(await rowNamed(/orders\/api/)).toBeDefined();
    expect(
      screen.queryByRole('rowheader', { name: /payments\/api/ }),
    ).not.toBeInTheDocument();
  });

  it('lets nobody act who may not', async () => {
    renderPage(`/${ID}`);
    await rowNamed(/payments\/api/);
    expect(
      screen.queryByRole('group', { name: 'What you can do' }),
    ).not.toBeInTheDocument();
  });

  it('is started by who may', async () => {
    const api = renderPage(`/${ID}`, {
      campaigns: [aCampaign({ state: 'planned', counts: { planned: 3 } })],
      mayManageCampaigns: true,
    });
    await userEvent.click(await screen.findByRole('button', { name: 'Start' }));
    expect(await screen.findByText('Running')).toBeInTheDocument();
    expect(api.campaignActions).toEqual(['start']);
  });

  it('asks before it is stopped for good', async () => {
    const api = renderPage(`/${ID}`, { mayManageCampaigns: true });
    await userEvent.click(await screen.findByRole('button', { name: 'Stop' }));
    await userEvent.click(
      await screen.findByRole('button', { name: 'Keep it going' }),
    );
    expect(api.campaignActions).toEqual([]);
    await userEvent.click(await screen.findByRole('button', { name: 'Stop' }));
    expect(
      await screen.findByText(/Pull requests that are open stay open/),
    ).toBeInTheDocument();
    const [confirm] = screen.getAllByRole('button', { name: 'Stop' }).slice(-1);
    await userEvent.click(confirm);
    await waitFor(() => expect(api.campaignActions).toEqual(['stop']));
    expect(await screen.findByText('Stopped')).toBeInTheDocument();
  });

  it('says why something did not work', async () => {
    const api = new FakeShiftDownApi({
      campaigns: [aCampaign()],
      mayManageCampaigns: true,
    });
    jest
      .spyOn(api, 'changeCampaign')
      .mockRejectedValue(apiError(409, 'It has stopped already.'));
    renderSecurityPage(api, `/campaigns/${ID}`);
    await userEvent.click(await screen.findByRole('button', { name: 'Pause' }));
    expect(
      await screen.findByText('It has stopped already.'),
    ).toBeInTheDocument();
  });
});
