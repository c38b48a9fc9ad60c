import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  apiError,
  FakeShiftDownApi,
} from '../../__testUtils__/FakeShiftDownApi';
import {
  anEnforcement,
  anException,
  anExceptionDetail,
  DECIDER_ACTIONS,
  exceptionId,
  hoursAgo,
} from '../../__testUtils__/fixtures';
import { renderSecurityPage } from '../../__testUtils__/renderSecurityPage';

type Overrides = Parameters<typeof anExceptionDetail>[0];

const ID = exceptionId(1);

function renderDetail(overrides: Overrides = {}) {
  const api = new FakeShiftDownApi({
    exceptions: [anExceptionDetail(overrides)],
  });
  renderSecurityPage(api, `/exceptions/${ID}`);
  return api;
}

const button = (name: string) => screen.findByRole('button', { name });

async function openDialog(name: string) {
  await userEvent.click(await button(name));
  return within(await screen.findByRole('dialog', { name }));
}

describe('an exception', () => {
  it('shows what, for what, why, and who has agreed', async () => {
    renderDetail({
      approvals: [{ by: { userRef: 'user:default/sam' }, at: hoursAgo(1) }],
    });
    expect(
      await screen.findByRole('heading', {
        name: 'Containers are not privileged',
      }),
    ).toBeInTheDocument();
    expect(
      screen.getAllByText(
        'cluster demo, namespace payments, Deployment payments-api',
      ).length,
    ).toBeGreaterThan(0);
    expect(screen.getByText('A migration is under way')).toBeInTheDocument();
    expect(screen.getByText('1 of 2 approvals')).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'https://tickets.example.com/SEC-7' }),
    ).toHaveAttribute('rel', 'noopener noreferrer');
  });

  it('shows what the engine lets through beyond what was asked for', async () => {
    renderDetail();
    expect(
      await screen.findByText(
        'Kyverno exempts all containers of the Pod, not one of them.',
      ),
    ).toBeInTheDocument();
    expect(
      screen.getByText('2 findings, 1 workload, 1 entity.'),
    ).toBeInTheDocument();
  });

  it('shows markup as text, and follows no address but those of the web', async () => {
    const markup = '<img src=x onerror=alert(1)> [click](data:text/html,2)';
    renderDetail({
      justification: markup,
      compensatingControls: '# Heading',
      ticket: 'data:text/html,3',
      thread: [
        {
          at: hoursAgo(2),
          actor: { userRef: 'user:default/amy' },
          action: 'comment',
          to: 'requested',
          text: '<b>bold</b>',
          hash: 'b'.repeat(64),
        },
      ],
    });
    expect(await screen.findByText(markup)).toBeInTheDocument();
    expect(screen.getByText('# Heading')).toBeInTheDocument();
    expect(screen.getByText('<b>bold</b>')).toBeInTheDocument();
    expect(screen.getByText('data:text/html,3').closest('a')).toBeNull();
    expect(document.querySelector('main img, main b')).toBeNull();
  });

  it('says of each engine how it stands, and what is left to do', async () => {
    renderDetail({
      state: 'approved',
      phase: 'ended',
      until: hoursAgo(5),
      actions: [{ action: 'enforce', allowed: true }],
      enforcements: [
        anEnforcement({
          state: 'overstaying',
          stillRunning: [
            {
              cluster: 'demo',
              namespace: 'payments',
              kind: 'Deployment',
              name: 'agent',
            },
          ],
        }),
        anEnforcement({
          id: exceptionId(901),
          target: 'gatekeeper',
          state: 'portal-only',
          delivery: 'none',
          portalOnly: 'Gatekeeper cannot except one workload.',
          document: { title: 'Patch for the constraint', text: 'spec: {}' },
        }),
        anEnforcement({
          id: exceptionId(902),
          cluster: 'other',
          state: 'removed',
          proof: {
            by: 'dry-run',
            at: hoursAgo(1),
            message: 'denied by disallow-privileged',
          },
        }),
      ],
    });
    expect(
      await screen.findByText(/It ended 5 hours ago, and the engine is not/),
    ).toBeInTheDocument();
    expect(
      screen.getByText('Deployment agent (demo / payments)'),
    ).toBeInTheDocument();
    expect(
      screen.getByText(
        'Only the portal knows: Gatekeeper cannot except one workload.',
      ),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('region', { name: 'Patch for the constraint' }),
    ).toHaveTextContent('spec: {}');
    expect(
      screen.getByText('A dry run was refused 1 hour ago'),
    ).toBeInTheDocument();
    expect(
      screen.getByText('denied by disallow-privileged'),
    ).toBeInTheDocument();
  });

  it('has a stuck engine tried again', async () => {
    const api = renderDetail({
      actions: [{ action: 'enforce', allowed: true }],
      enforcements: [
        anEnforcement({ state: 'failed', reason: 'The API server is away.' }),
      ],
    });
    await userEvent.click(await button('Try again: Kyverno in demo'));
    expect(api.exceptionChanges).toEqual([
      ['enforce', { version: 3, enforcement: exceptionId(900) }],
    ]);
  });

  it('says when it has to be looked at again, and shows its past', async () => {
    renderDetail({
      review: {
        reason: 'Two more workloads match now.',
        since: hoursAgo(3),
      },
      history: [
        anException({ id: exceptionId(50), title: 'The same, last year' }),
      ],
    });
    expect(
      await screen.findByText(/Two more workloads match now\./),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'The same, last year' }),
    ).toBeInTheDocument();
  });

  it('answers alike for unknown and forbidden ones', async () => {
    const api = new FakeShiftDownApi({});
    renderSecurityPage(api, `/exceptions/${ID}`);
    expect(await screen.findByText('Nothing here for you')).toBeInTheDocument();
  });
});

describe('what can be done', () => {
  it('shows what is refused as disabled, with the reason', async () => {
    renderDetail({
      actions: [
        {
          action: 'approve',
          allowed: false,
          reason: 'You asked for it yourself.',
        },
        { action: 'withdraw', allowed: true },
      ],
    });
    const approve = await button('Approve');
    expect(approve).toBeDisabled();
    expect(approve).toHaveAccessibleDescription('You asked for it yourself.');
    expect(await button('Withdraw')).toBeEnabled();
  });

  it('approves what was looked at', async () => {
    const api = renderDetail();
    const dialog = await openDialog('Approve');
    expect(dialog.getByText(/all containers of the Pod/)).toBeInTheDocument();
    await userEvent.click(dialog.getByRole('button', { name: 'Approve' }));
    await waitFor(() =>
      expect(api.exceptionChanges).toEqual([
        ['approve', { version: 3, contentHash: 'c'.repeat(64) }],
      ]),
    );
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
  });

  it('rejects with a reason only', async () => {
    const api = renderDetail();
    const dialog = await openDialog('Reject');
    await userEvent.click(dialog.getByRole('button', { name: 'Reject' }));
    expect(dialog.getByRole('alert')).toHaveTextContent(
      'Write a few words first.',
    );
    expect(api.exceptionChanges).toEqual([]);
    await userEvent.type(
      dialog.getByRole('textbox', { name: /Reason/ }),
      'Drop the capability instead.',
    );
    await userEvent.click(dialog.getByRole('button', { name: 'Reject' }));
    await waitFor(() =>
      expect(api.exceptionChanges).toEqual([
        ['reject', { version: 3, text: 'Drop the capability instead.' }],
      ]),
    );
  });

  it('offers an earlier end', async () => {
    const api = renderDetail();
    const exception = anExceptionDetail();
    const dialog = await openDialog('Offer less');
    const until = dialog.getByLabelText('Until');
    const earlier = hoursAgo(-5 * 24).slice(0, 10);
    await userEvent.clear(until);
    await userEvent.type(until, earlier);
    await userEvent.type(
      dialog.getByRole('textbox', { name: /Reason/ }),
      'Five days will do.',
    );
    await userEvent.click(dialog.getByRole('button', { name: 'Offer less' }));
    await waitFor(() => expect(api.exceptionChanges).toHaveLength(1));
    const [action, change] = api.exceptionChanges[0];
    expect(action).toBe('propose');
    expect(change).toMatchObject({
      text: 'Five days will do.',
      scope: exception.scope,
    });
    expect(Date.parse(change.until!)).toBeLessThan(Date.parse(exception.until));
  });

  it('says when somebody was faster, and shows it anew', async () => {
    const api = new FakeShiftDownApi({ exceptions: [anExceptionDetail()] });
    const load = jest.spyOn(api, 'getException');
    jest
      .spyOn(api, 'changeException')
      .mockRejectedValue(apiError(409, 'It is at version 4 by now.'));
    renderSecurityPage(api, `/exceptions/${ID}`);
    const dialog = await openDialog('Approve');
    await userEvent.click(dialog.getByRole('button', { name: 'Approve' }));
    expect(
      await dialog.findByText('Somebody changed it meanwhile'),
    ).toBeInTheDocument();
    expect(dialog.getByText(/It is at version 4 by now\./)).toBeInTheDocument();
    const loads = load.mock.calls.length;
    await userEvent.click(
      dialog.getByRole('button', { name: 'Show it as it is now' }),
    );
    await waitFor(() => expect(load.mock.calls.length).toBe(loads + 1));
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });

  it('comments below the thread', async () => {
    const api = renderDetail();
    await userEvent.type(
      await screen.findByRole('textbox', { name: 'Write a comment' }),
      'Seen it.',
    );
    await userEvent.click(await button('Comment'));
    await waitFor(() =>
      expect(api.exceptionChanges).toEqual([
        ['comment', { version: 3, text: 'Seen it.' }],
      ]),
    );
  });

  it('leads to the filled form to change or renew it', async () => {
    renderDetail({
      state: 'approved',
      phase: 'active',
      actions: [{ action: 'edit', allowed: true }],
    });
    expect(
      await screen.findByRole('link', { name: 'Change the request' }),
    ).toHaveAttribute('href', `/security/exceptions/new?edit=${ID}`);
    expect(screen.getByRole('link', { name: 'Renew' })).toHaveAttribute(
      'href',
      `/security/exceptions/new?renews=${ID}`,
    );
  });

  it('offers nothing to whoever may do nothing', async () => {
    renderDetail({ actions: [] });
    await screen.findByText('What it reaches');
    expect(
      screen.queryByRole('group', { name: 'What you can do' }),
    ).not.toBeInTheDocument();
    expect(
      screen.queryByRole('textbox', { name: 'Write a comment' }),
    ).not.toBeInTheDocument();
  });
});

describe('signals', () => {
  it('have the page look again, whatever they say', async () => {
    const api = new FakeShiftDownApi({
      exceptions: [anExceptionDetail({ actions: DECIDER_ACTIONS })],
    });
    const load = jest.spyOn(api, 'getException');
    const listeners: (() => void)[] = [];
    const channels: string[] = [];
    renderSecurityPage(api, `/exceptions/${ID}`, {
      subscribe: (channel, onMessage: (message: never) => void) => {
        channels.push(channel);
        listeners.push(() => onMessage({} as never));
        return { unsubscribe: () => {} };
      },
    });
    await screen.findByText('What it reaches');
    const loads = load.mock.calls.length;
    await act(async () => listeners.forEach(listener => listener()));
    await waitFor(() => expect(load.mock.calls.length).toBe(loads + 1));
    await act(async () => listeners.forEach(listener => listener()));
    await waitFor(() => expect(load.mock.calls.length).toBe(loads + 2));
    expect(new Set(channels)).toEqual(new Set(['shift-down']));
  });
});
