import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  apiError,
  FakeShiftDownApi,
  type FakeData,
} from '../../__testUtils__/FakeShiftDownApi';
import {
  aFinding,
  anExceptionDetail,
  aPosture,
  aPreview,
  aVulnerability,
  exceptionId,
  findingId,
  hoursAgo,
  someSettings,
} from '../../__testUtils__/fixtures';
import { renderSecurityPage } from '../../__testUtils__/renderSecurityPage';

const ENTITY = 'component:default/payments-api';
const EXACTLY = {
  entityRef: ENTITY,
  cluster: 'demo',
  namespace: 'payments',
  workload: { kind: 'Deployment', name: 'payments-api' },
};

function renderForm(search: string, data: FakeData = {}) {
  const api = new FakeShiftDownApi({
    postures: [aPosture()],
    findings: [aFinding(), aVulnerability()],
    exceptions: [anExceptionDetail()],
    ...data,
  });
  renderSecurityPage(api, `/exceptions/new${search}`);
  return api;
}

const field = (name: RegExp) => screen.findByRole('textbox', { name });

const press = async (name: string) =>
  userEvent.click(await screen.findByRole('button', { name }));

describe('request for an exception', () => {
  it('starts from the finding, as narrow as can be, and is sent so', async () => {
    const api = renderForm(`?finding=${findingId(1)}`);
    expect(
      await screen.findByRole('radio', {
        name: 'Control no-privileged-containers',
      }),
    ).toBeChecked();
    expect(
      screen.getByRole('radio', {
        name: 'Kyverno: rule privileged-containers of policy disallow-privileged-containers',
      }),
    ).not.toBeChecked();
    await waitFor(() =>
      expect(api.drafts.at(-1)).toMatchObject({
        type: 'accepted-risk',
        expectation: { type: 'control', control: 'no-privileged-containers' },
        scope: EXACTLY,
      }),
    );
    await userEvent.type(await field(/Justification/), ' Until we moved. ');
    await userEvent.type(await field(/What makes up for it/), 'Taints.');
    await userEvent.type(await field(/Ticket/), 'SEC-7');
    await press('Ask for it');
    await waitFor(() => expect(api.requests).toHaveLength(1));
    const [{ until, ...request }] = api.requests;
    expect(request).toEqual({
      type: 'accepted-risk',
      expectation: { type: 'control', control: 'no-privileged-containers' },
      scope: EXACTLY,
      category: 'migration',
      justification: 'Until we moved.',
      compensatingControls: 'Taints.',
      ticket: 'SEC-7',
    });
    // The limit is 20 days, and the day that is proposed ends before that.
    const days = (Date.parse(until) - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(18);
    expect(days).toBeLessThanOrEqual(20);
    expect(
      await screen.findByRole('heading', {
        name: 'What it lets through',
      }),
    ).toBeInTheDocument();
  });

  it('shows the limits, what it reaches and what engines would be told', async () => {
    renderForm(`?finding=${findingId(1)}`);
    expect(
      await screen.findByText(/At most 20 days for critical/),
    ).toBeInTheDocument();
    expect(
      screen.getByText('Decided by 2 people, within 1 day.'),
    ).toBeInTheDocument();
    expect(
      await screen.findByText('Wider than what you own: no'),
    ).toBeInTheDocument();
    expect(
      screen.getByText('Kyverno in demo: the portal writes it to the cluster'),
    ).toBeInTheDocument();
    expect(screen.getByText(/So far it was for 12 days/)).toBeInTheDocument();
  });

  it('shows why it would be refused, and what stays in the portal', async () => {
    renderForm(`?finding=${findingId(1)}`, {
      preview: aPreview({
        problems: ['It reaches nothing.', 'It would last too long.'],
        enforcement: [
          {
            cluster: 'demo',
            target: 'gatekeeper',
            delivery: 'none',
            portalOnly: 'Gatekeeper cannot except one workload.',
          },
        ],
      }),
    });
    expect(await screen.findByText('It reaches nothing.')).toBeInTheDocument();
    expect(screen.getByText('It would last too long.')).toBeInTheDocument();
    expect(
      screen.getByText(
        'Gatekeeper in demo: portal only. Gatekeeper cannot except one workload.',
      ),
    ).toBeInTheDocument();
  });

  it('names what is missing instead of sending', async () => {
    const api = renderForm(`?finding=${findingId(1)}`);
    await screen.findByText(/At most 20 days/);
    await press('Ask for it');
    expect(
      await screen.findByText(
        'Still missing: justification, what makes up for it',
      ),
    ).toBeInTheDocument();
    expect(api.requests).toEqual([]);
  });

  it('keeps what was written where the portal refuses, and says why', async () => {
    const api = new FakeShiftDownApi({
      postures: [aPosture()],
      findings: [aFinding()],
    });
    jest
      .spyOn(api, 'requestException')
      .mockRejectedValue(apiError(400, 'There are too many for this entity.'));
    renderSecurityPage(api, `/exceptions/new?finding=${findingId(1)}`);
    await userEvent.type(await field(/Justification/), 'Because.');
    await userEvent.type(await field(/What makes up for it/), 'Taints.');
    await press('Ask for it');
    expect(
      await screen.findByText('There are too many for this entity.'),
    ).toBeInTheDocument();
    expect(await field(/Justification/)).toHaveValue('Because.');
  });

  it('lets only a vulnerability be a false positive, with evidence', async () => {
    const api = renderForm(`?finding=${findingId(100)}`);
    await userEvent.click(
      await screen.findByRole('radio', { name: 'It is a false positive' }),
    );
    await userEvent.type(await field(/Evidence/), 'The symbol is not linked.');
    await userEvent.type(await field(/Justification/), 'Looked at it.');
    await userEvent.type(await field(/What makes up for it/), 'None needed.');
    await press('Ask for it');
    await waitFor(() => expect(api.requests).toHaveLength(1));
    expect(api.requests[0]).toMatchObject({
      type: 'false-positive',
      category: 'false-positive',
      expectation: {
        type: 'vulnerability',
        advisory: 'CVE-2099-0001',
        packageUrl: 'pkg:deb/debian/openssl',
      },
      scope: {
        entityRef: ENTITY,
        repository: 'registry.example.com/payments/api',
      },
      falsePositive: {
        justification: 'component_not_present',
        evidence: 'The symbol is not linked.',
      },
    });
  });

  it('does not offer that for a policy', async () => {
    renderForm(`?finding=${findingId(1)}`);
    await field(/Justification/);
    expect(
      screen.queryByRole('radio', { name: 'It is a false positive' }),
    ).not.toBeInTheDocument();
  });

  it('goes on where the exception that it renews ends', async () => {
    const before = anExceptionDetail({
      state: 'approved',
      phase: 'active',
      until: hoursAgo(-48),
    });
    const api = renderForm(`?renews=${before.id}`, { exceptions: [before] });
    expect(
      await screen.findByRole('heading', {
        name: 'Ask to renew an exception',
      }),
    ).toBeInTheDocument();
    await screen.findByText(/At most 20 days/);
    await press('Ask for it');
    await waitFor(() => expect(api.requests).toHaveLength(1));
    expect(api.requests[0]).toMatchObject({
      renews: before.id,
      from: before.until,
      justification: before.justification,
      ticket: before.ticket,
    });
    expect(Date.parse(api.requests[0].until)).toBeGreaterThan(
      Date.parse(before.until),
    );
  });

  it('changes a request at the version that was seen', async () => {
    const api = renderForm(`?edit=${exceptionId(1)}`);
    const justification = await field(/Justification/);
    await userEvent.clear(justification);
    await userEvent.type(justification, 'Better words.');
    await press('Save the change');
    await waitFor(() => expect(api.requests).toHaveLength(1));
    expect(api.requests[0]).toMatchObject({
      version: 3,
      justification: 'Better words.',
    });
  });

  it('asks freely for an entity where no finding is named', async () => {
    const api = renderForm(
      `?entityRef=${ENTITY}&engine=kyverno&policy=disallow-host-path`,
    );
    expect(await field(/Policy/)).toHaveValue('disallow-host-path');
    await waitFor(() =>
      expect(api.drafts.at(-1)).toMatchObject({
        expectation: {
          type: 'policy',
          engine: 'kyverno',
          policy: 'disallow-host-path',
        },
        scope: { entityRef: ENTITY },
      }),
    );
  });

  it('says where to start where it does not know for what', async () => {
    renderForm('');
    expect(
      await screen.findByRole('heading', { name: 'For which entity?' }),
    ).toBeInTheDocument();
  });
});

describe('breaking the glass', () => {
  it('is offered to holders only', async () => {
    renderForm(`?finding=${findingId(1)}&breakGlass=true`);
    await field(/Justification/);
    expect(
      screen.queryByRole('switch', { name: /Break the glass/ }),
    ).not.toBeInTheDocument();
    expect(
      screen.getByRole('button', { name: 'Ask for it' }),
    ).toBeInTheDocument();
  });

  it('says what it means, and wants a word on it', async () => {
    const api = renderForm(`?finding=${findingId(1)}`, {
      exceptionSettings: someSettings({ mayBreakGlass: true }),
    });
    await userEvent.click(
      await screen.findByRole('switch', { name: /Break the glass/ }),
    );

    expect(
      await screen.findByText('This is for emergencies'),
    ).toBeInTheDocument();
    await userEvent.type(await field(/Justification/), 'Production is down.');
    await userEvent.type(await field(/What makes up for it/), 'We watch it.');
    expect(
      screen.getByRole('button', { name: 'Break the glass' }),
    ).toBeDisabled();
    await userEvent.click(
      screen.getByRole('checkbox', { name: 'I cannot wait for a decision' }),
    );
    await press('Break the glass');
    await waitFor(() => expect(api.brokenGlasses).toHaveLength(1));
    const hours =
      (Date.parse(api.brokenGlasses[0].until) - Date.now()) / 3_600_000;
    expect(hours).toBeGreaterThan(7.9);
    expect(hours).toBeLessThanOrEqual(8);
    expect(api.requests).toEqual([]);
  });
});
