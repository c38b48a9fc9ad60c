import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  apiError,
  FakeShiftDownApi,
  type FakeData,
} from '../../__testUtils__/FakeShiftDownApi';
import {
  aRollout,
  someBaselines,
  someNamespaceOptions,
} from '../../__testUtils__/fixtures';
import { renderSecurityPage } from '../../__testUtils__/renderSecurityPage';
import { rowNamed } from '../../__testUtils__/renderSources';
import { actionsIn } from './states';

const ID = aRollout().id;

function renderPage(path = '', data: FakeData = {}) {
  const api = new FakeShiftDownApi({
    baselines: someBaselines(),
    rollouts: [aRollout()],
    namespaceOptions: someNamespaceOptions(),
    ...data,
  });
  renderSecurityPage(api, `/baselines${path}`);
  return api;
}

const press = async (name: string) =>
  userEvent.click(await screen.findByRole('button', { name }));

describe('versions of the baseline', () => {
  it('say what is new in them and who is on them', async () => {
    renderPage();
    const newest = within(
      await screen.findByRole('article', { name: '2.0.0' }),
    );
    expect(newest.getByText('Current')).toBeInTheDocument();
    expect(newest.getByText('Closes traffic out as well.')).toBeInTheDocument();
    expect(newest.getByText('Usual limits')).toBeVisible();
    expect(
      newest.getByRole('link', { name: '3 namespaces are on it' }),
    ).toHaveAttribute('href', '/security/managed-namespaces?baseline=2.0.0');
    await userEvent.click(newest.getByText('1 field'));
    const field = await rowNamed('spec.policyTypes');
    expect(field.getByText('["Ingress"]')).toBeInTheDocument();
    const oldest = within(screen.getByRole('article', { name: '1.0.0' }));
    expect(
      oldest.getByText('The oldest version that is known.'),
    ).toBeInTheDocument();
  });

  it('lead to those who are behind', async () => {
    renderPage();
    expect(
      await screen.findByRole('link', { name: '1 namespace is behind' }),
    ).toHaveAttribute('href', '/security/managed-namespaces?behind=true');
  });

  it('say what could not be read', async () => {
    renderPage('', {
      baselines: someBaselines({
        items: [],
        problems: ['2.1.0: objects/quota.yaml is no YAML'],
      }),
    });
    expect(
      await screen.findByText('2.1.0: objects/quota.yaml is no YAML'),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('heading', { name: 'No baseline can be read' }),
    ).toBeInTheDocument();
  });

  it('can be tried again without the rollouts', async () => {
    renderPage('', { baselines: undefined });
    expect(await screen.findByText('Nothing here for you')).toBeInTheDocument();
    expect(await rowNamed('To 2.0.0')).toBeDefined();
  });
});

describe('rollouts', () => {
  it('show how far they are', async () => {
    renderPage();
    const row = await rowNamed('To 2.0.0');
    expect(row.getByText('Running')).toBeInTheDocument();
    expect(
      row.getByRole('img', {
        name: 'Namespaces: 1 failed, 1 to do, 1 done',
      }),
    ).toBeInTheDocument();
    expect(row.getByRole('link', { name: 'To 2.0.0' })).toHaveAttribute(
      'href',
      `/security/baselines/rollouts/${ID}`,
    );
    expect(
      screen.queryByRole('button', { name: 'Plan a rollout' }),
    ).not.toBeInTheDocument();
  });

  it('are planned by who may, which writes nothing', async () => {
    const api = renderPage('', {
      mayManageNamespaces: true,
      rollouts: [aRollout({ state: 'planned', mayManage: true })],
    });
    await press('Plan a rollout');
    await userEvent.click(
      await screen.findByRole('button', { name: /Environments/ }),
    );
    await userEvent.click(
      await screen.findByRole('option', { name: 'Production' }),
    );
    await userEvent.keyboard('{Escape}');
    await press('Plan it');
    expect(
      await screen.findByText(/Nothing has been written/),
    ).toBeInTheDocument();
    expect(api.rolloutPlans).toEqual([
      {
        to: '2.0.0',
        environments: ['production'],
        atOnce: 5,
        stopAfterFailures: 1,
      },
    ]);
    expect(api.rolloutActions).toEqual([]);
  });

  it('keep the form where planning failed, and say why', async () => {
    const api = new FakeShiftDownApi({
      baselines: someBaselines(),
      namespaceOptions: someNamespaceOptions(),
      mayManageNamespaces: true,
    });
    jest
      .spyOn(api, 'planRollout')
      .mockRejectedValue(apiError(400, 'Nobody is behind.'));
    renderSecurityPage(api, '/baselines?plan=new');
    await press('Plan it');
    expect(await screen.findByText('Nobody is behind.')).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Plan it' })).toBeEnabled();
  });
});

describe('a rollout', () => {
  it('shows what changes where, and what went wrong', async () => {
    renderPage(`/rollouts/${ID}`);
    const failed = await rowNamed(/team-b-shop/);
    expect(failed.getByText('Failed')).toBeInTheDocument();
    expect(
      failed.getByText(/somebody else owns spec\.ingress/),
    ).toBeInTheDocument();
    const planned = await rowNamed(/team-c-shop/);
    await userEvent.click(planned.getByText('2 objects change'));
    expect(planned.getByText('Usual limits')).toBeVisible();
    expect(planned.getByRole('link', { name: 'team-c-shop' })).toHaveAttribute(
      'href',
      '/security/managed-namespaces/demo/team-c-shop',
    );
  });

  it('leaves what is in the states that the URL names', async () => {
    renderPage(`/rollouts/${ID}?state=failed`);
    expect(await rowNamed(/team-b-shop/)).toBeDefined();
    expect(
      screen.queryByRole('rowheader', { name: /team-a-shop/ }),
    ).not.toBeInTheDocument();
  });

  it('lets nobody act who may not', async () => {
    renderPage(`/rollouts/${ID}`);
    await rowNamed(/team-a-shop/);
    expect(
      screen.queryByRole('group', { name: 'What you can do' }),
    ).not.toBeInTheDocument();
  });

  it('is started once it was said how many it writes to', async () => {
    const api = renderPage(`/rollouts/${ID}`, {
      rollouts: [
        aRollout({ state: 'planned', counts: { planned: 3 }, mayManage: true }),
      ],
    });
    await press('Start');
    const asked = within(
      await screen.findByRole('dialog', { name: 'Write to these namespaces?' }),
    );
    expect(
      asked.getByText(/3 namespaces get the new baseline/),
    ).toBeInTheDocument();
    expect(api.rolloutActions).toEqual([]);
    await userEvent.click(asked.getByRole('button', { name: 'Start' }));
    expect(await screen.findByText('Running')).toBeInTheDocument();
    expect(api.rolloutActions).toEqual(['start']);
  });

  it('is paused at once, and stopped only when that is confirmed', async () => {
    const api = renderPage(`/rollouts/${ID}`, {
      rollouts: [aRollout({ mayManage: true })],
    });
    await press('Pause');
    expect(await screen.findByText('Paused')).toBeInTheDocument();
    await press('Stop');
    await press('Keep it going');
    expect(api.rolloutActions).toEqual(['pause']);
    await press('Stop');
    const asked = within(await screen.findByRole('dialog'));
    await userEvent.click(asked.getByRole('button', { name: 'Stop' }));
    expect(await screen.findByText('Stopped')).toBeInTheDocument();
  });

  it('says why something did not work', async () => {
    const api = new FakeShiftDownApi({
      rollouts: [aRollout({ mayManage: true })],
    });
    jest
      .spyOn(api, 'changeRollout')
      .mockRejectedValue(apiError(409, 'It has ended already.'));
    renderSecurityPage(api, `/baselines/rollouts/${ID}`);
    await press('Try failed ones again');
    await waitFor(() =>
      expect(screen.getByText('It has ended already.')).toBeInTheDocument(),
    );
  });
});

describe('what can be done with a rollout', () => {
  it.each([
    ['planned', {}, ['start', 'stop']],
    ['running', { planned: 1 }, ['pause', 'stop']],
    ['running', { failed: 1 }, ['pause', 'retry', 'stop']],
    ['paused', { failed: 2 }, ['resume', 'retry', 'stop']],
    ['done', { done: 2 }, []],
    ['done', { failed: 2 }, ['retry']],
    ['stopped', { failed: 2 }, []],
  ] as const)('%s with %j: %j', (state, counts, actions) => {
    expect(actionsIn({ state, counts })).toEqual(actions);
  });
});
