import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FakeShiftDownApi } from '../../__testUtils__/FakeShiftDownApi';
import {
  aFinding,
  aFindingDetail,
  aPosture,
  aVulnerability,
  findingId,
  hoursAgo,
} from '../../__testUtils__/fixtures';
import {
  currentSearch,
  renderEntityExtension,
} from '../../__testUtils__/renderTab';

function renderPanel(
  detail = aFindingDetail(),
  search: string | undefined = `?finding=${detail.id}`,
) {
  renderEntityExtension({
    api: new FakeShiftDownApi({
      postures: [aPosture()],
      findings: [aFinding()],
      details: [detail],
    }),
    search,
  });
}

describe('finding panel', () => {
  it('shows what is wrong, the fix, why, and where, from a shared link', async () => {
    renderPanel();
    const panel = await screen.findByRole('dialog', {
      name: 'Container runs privileged',
    });
    expect(
      within(panel).getByText(
        'validation error: privileged mode is disallowed',
      ),
    ).toBeInTheDocument();
    expect(
      within(panel).getByText(/Set securityContext.privileged to false/),
    ).toBeInTheDocument();
    expect(
      within(panel).getByText(/every capability of the node/),
    ).toBeInTheDocument();
    expect(
      within(panel).getByRole('link', { name: /Pod Security Standards/ }),
    ).toHaveAttribute('href', expect.stringContaining('kubernetes.io'));
    expect(within(panel).getByText('demo / payments')).toBeInTheDocument();
    expect(within(panel).getByText('Fresh')).toBeInTheDocument();
    expect(within(panel).getByText(/Reported by kyverno/)).toBeInTheDocument();
    expect(within(panel).getByText('2 days ago')).toHaveAttribute('title');
  });

  it('shows the fields of the object as YAML', async () => {
    renderPanel();
    await userEvent.click(await screen.findByText('Fields of the object'));
    expect(
      screen.getByRole('region', { name: /Fields of the object/ }),
    ).toHaveTextContent(/privileged: true/);
  });

  it('opens by keyboard, closes on Escape and gives the focus back', async () => {
    renderPanel(undefined, '');
    const user = userEvent.setup();
    const link = await screen.findByRole('link', {
      name: 'Container runs privileged',
    });
    link.focus();
    await user.keyboard('{Enter}');
    const panel = await screen.findByRole('dialog');
    expect(currentSearch().get('finding')).toBe(findingId(1));
    expect(panel).toContainElement(document.activeElement as HTMLElement);
    await user.keyboard('{Escape}');
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
    expect(currentSearch().has('finding')).toBe(false);
    await waitFor(() => expect(link).toHaveFocus());
  });

  it('keeps the focus inside while open', async () => {
    renderPanel();
    const user = userEvent.setup();
    const panel = await screen.findByRole('dialog');
    await within(panel).findByText('How to fix it');
    for (let step = 0; step < 8; step += 1) {
      await user.tab();
      expect(panel).toContainElement(document.activeElement as HTMLElement);
    }
  });

  it('says where a vulnerability is fixed', async () => {
    renderPanel({
      ...aFindingDetail(),
      ...aVulnerability(),
      url: 'https://avd.example.com/CVE-2099-0001',
    });
    expect(
      await screen.findByText('Move openssl from 3.0.1 to 3.0.9 or later.'),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'Advisory CVE-2099-0001' }),
    ).toBeInTheDocument();
  });

  it('follows no address but a web address', async () => {
    renderPanel({
      ...aFindingDetail(),
      ...aVulnerability(),
      // eslint-disable-next-line no-script-url -- what must not be followed
      url: 'javascript:alert(1)',
    });
    expect(
      await screen.findByText('Advisory CVE-2099-0001'),
    ).toBeInTheDocument();
    expect(
      screen.queryByRole('link', { name: 'Advisory CVE-2099-0001' }),
    ).not.toBeInTheDocument();
  });

  it('says why a finding is unknown and what its source is worth', async () => {
    const [occurrence] = aFindingDetail().occurrenceList;
    renderPanel(
      aFindingDetail({
        result: 'unknown',
        reason: 'The report is older than it may be.',
        lastFailedAt: undefined,
        occurrenceList: [
          { ...occurrence, result: 'unknown', freshness: 'stale' },
        ],
      }),
    );
    const panel = await screen.findByRole('dialog');
    expect(
      await within(panel).findByText('The report is older than it may be.'),
    ).toBeInTheDocument();
    expect(within(panel).getByText('Stale')).toBeInTheDocument();
    expect(within(panel).getByText('Never seen failing')).toBeInTheDocument();
    expect(within(panel).queryByText('Passes')).not.toBeInTheDocument();
  });

  it('says the same whether a finding is unknown or may not be read', async () => {
    renderPanel(undefined, `?finding=${findingId(404)}`);
    const panel = await screen.findByRole('dialog');
    expect(
      await within(panel).findByText('Nothing here for you'),
    ).toBeInTheDocument();
  });
});

describe('a vulnerability in full', () => {
  const detail = aFindingDetail({
    ...aVulnerability(),
    layer: 'base',
    layerEvidence: 'package-class',
    dueAt: hoursAgo(30),
    overdue: true,
    knownExploited: true,
    upgradeTo: { image: 'debian-slim', version: '12.3' },
  });

  it('says by when, whose layer, how that is known and what to upgrade to', async () => {
    renderPanel(detail);
    const panel = within(await screen.findByRole('dialog'));
    expect(await panel.findByText('Overdue')).toBeInTheDocument();
    expect(panel.getByText('Known to be exploited')).toBeInTheDocument();
    expect(panel.getByText('Golden base')).toBeInTheDocument();
    expect(panel.getByText(/^A hint only/)).toBeInTheDocument();
    expect(
      panel.getByText(/Upgrade the golden image to debian-slim 12\.3/),
    ).toBeInTheDocument();
  });

  it('says who suppressed it and why that is believed', async () => {
    renderPanel({
      ...detail,
      result: 'not-applicable',
      suppression: {
        status: 'not_affected',
        justification: 'vulnerable_code_not_in_execute_path',
        author: 'Platform team',
        trusted: true,
        trustedBy: 'platform-vex',
        reason: 'It is kept at a reviewed path in Git.',
        source: 'git',
      },
    });
    const panel = within(await screen.findByRole('dialog'));
    expect(await panel.findByText('Platform team')).toBeInTheDocument();
    expect(panel.getByText('platform-vex')).toBeInTheDocument();
    expect(
      panel.getByText('The vulnerable code is never executed.'),
    ).toBeInTheDocument();
    expect(
      panel.getByText('It is kept at a reviewed path in Git.'),
    ).toBeInTheDocument();
  });

  it('shows what is only claimed as a claim, beside the real result', async () => {
    renderPanel({
      ...detail,
      vexClaims: [
        {
          status: 'not_affected',
          author: 'Somebody',
          trusted: false,
          reason: 'Its author is on no list.',
          source: 'attached',
        },
      ],
    });
    const panel = within(await screen.findByRole('dialog'));
    expect(await panel.findByText('Claim: Not affected')).toBeInTheDocument();
    expect(panel.getByText('Its author is on no list.')).toBeInTheDocument();
    expect(panel.getAllByText('Fails').length).toBeGreaterThan(0);
    expect(panel.queryByText(/^Suppressed/)).not.toBeInTheDocument();
  });
});
