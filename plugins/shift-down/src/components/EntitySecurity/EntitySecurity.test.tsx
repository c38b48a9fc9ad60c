import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  apiError,
  FakeShiftDownApi,
} from '../../__testUtils__/FakeShiftDownApi';
import {
  aPosture,
  anOverview,
  aSource,
  hoursAgo,
  sampleEntity,
} from '../../__testUtils__/fixtures';
import { renderEntityExtension } from '../../__testUtils__/renderTab';

const NOTHING_KNOWN = {
  grade: 'unknown',
  score: undefined,
  coverage: 0,
  passing: 0,
  failing: 0,
  unknown: 0,
  worstFinding: undefined,
} as const;

function renderPosture(overrides: Parameters<typeof aPosture>[0] = {}) {
  const api = new FakeShiftDownApi({ postures: [aPosture(overrides)] });
  renderEntityExtension({ api });
  return api;
}

describe('security tab of an assessed entity', () => {
  it('says grade, score and coverage in words', async () => {
    renderPosture();
    expect(
      await screen.findByRole('img', { name: 'Grade C: Fair' }),
    ).toHaveTextContent('C');
    expect(screen.getByText('Score 71 of 100')).toBeInTheDocument();
    expect(screen.getByText('82% of the checks known')).toBeInTheDocument();
  });

  it('says whose job the rest is', async () => {
    renderPosture();
    expect(await screen.findByText('Yours to fix')).toBeInTheDocument();
    expect(
      screen.getByText(
        '3 failing checks are yours to fix. 2 more are unknown.',
      ),
    ).toBeInTheDocument();
    expect(screen.getByText('Carried by the platform')).toBeInTheDocument();
  });

  it('gives the trend as a sentence that names the picture', async () => {
    renderPosture();
    expect(
      await screen.findByRole('img', {
        name: /The score rose from 58 to 71 .* Between 58 and 74/,
      }),
    ).toBeInTheDocument();
  });

  it('names the sources that do not count, and not those that are merely absent', async () => {
    renderPosture({
      sources: [
        aSource(),
        aSource({
          kind: 'VulnerabilityReport',
          state: 'stale',
          since: hoursAgo(9),
        }),
        aSource({ kind: 'ConfigAuditReport', state: 'forbidden' }),
        aSource({ kind: 'Report', state: 'not-installed' }),
      ],
    });
    expect(
      await screen.findByText(
        'Vulnerability reports in demo: stale since 9 hours ago',
      ),
    ).toBeInTheDocument();
    expect(
      screen.getByText('Configuration audits in demo: not allowed'),
    ).toBeInTheDocument();
    expect(screen.queryByText(/OpenReports/)).not.toBeInTheDocument();
    expect(screen.getByText(/counts as unknown/)).toBeInTheDocument();
  });

  it('says that one claim is not confirmed, and that annotations are believed', async () => {
    renderPosture({ unconfirmedClaim: true, trust: 'annotations' });
    expect(
      await screen.findByText('One claim is not confirmed'),
    ).toBeInTheDocument();
    expect(
      screen.getByText('Claims are believed as written'),
    ).toBeInTheDocument();
  });

  it('lists the parts of a system, each linked to its own tab', async () => {
    const api = new FakeShiftDownApi({
      postures: [
        aPosture({
          entityRef: 'system:default/payments',
          parts: [
            anOverview(),
            anOverview({
              ...NOTHING_KNOWN,
              entityRef: 'component:default/ledger',
              title: 'Ledger',
              state: 'no-workloads',
            }),
          ],
        }),
      ],
    });
    renderEntityExtension({
      api,
      entity: {
        ...sampleEntity,
        kind: 'System',
        metadata: { name: 'payments' },
      },
    });
    const table = await screen.findByRole('grid', { name: /Parts/ });
    expect(
      within(table).getByRole('link', { name: 'Payments API' }),
    ).toHaveAttribute('href', expect.stringMatching(/\/security$/));
    expect(
      within(table).getByText('Nothing runs that matches'),
    ).toBeInTheDocument();
  });
});

describe('security tab where there is nothing to show', () => {
  it.each([
    ['pending', 'Not assessed yet'],
    ['not-claimed', 'No annotation yet: paste this'],
    ['unconfirmed', 'The claim is not confirmed'],
    ['no-workloads', 'Nothing runs that matches'],
  ] as const)('says so when %s, without a score', async (state, title) => {
    renderPosture({ ...NOTHING_KNOWN, state });
    expect(
      await screen.findByRole('heading', { level: 2, name: title }),
    ).toBeInTheDocument();
    expect(screen.queryByText(/Score/)).not.toBeInTheDocument();
    expect(screen.queryByRole('tab')).not.toBeInTheDocument();
    expect(screen.queryByText(/clean|passes/i)).not.toBeInTheDocument();
  });

  it('gives the annotation of this very entity to paste', async () => {
    renderPosture({ ...NOTHING_KNOWN, state: 'not-claimed', claims: [] });
    const user = userEvent.setup();
    const copy = jest.spyOn(navigator.clipboard, 'writeText');
    expect(
      await screen.findByRole('region', {
        name: 'Annotation for the catalog file',
      }),
    ).toHaveTextContent('backstage.io/kubernetes-id: payments-api');
    await user.click(
      screen.getByRole('button', {
        name: 'Copy: Annotation for the catalog file',
      }),
    );
    expect(copy).toHaveBeenCalledWith(
      'metadata:\n  name: payments-api\n  annotations:\n    backstage.io/kubernetes-id: payments-api\n',
    );
  });

  it('gives the label that confirms a claim', async () => {
    renderPosture({
      ...NOTHING_KNOWN,
      state: 'unconfirmed',
      ownerRef: 'group:tenants/team-b',
      claims: [
        { annotation: 'backstage.io/kubernetes-namespace', value: 'payments' },
      ],
    });
    const label = await screen.findByRole('region', {
      name: 'Label for the Namespace',
    });
    expect(label).toHaveTextContent('name: payments');
    expect(label).toHaveTextContent('shift-down.io/owner: team-b');
    expect(label).toHaveTextContent('shift-down.io/owner-namespace: tenants');
  });

  it('looks again by itself while pending', async () => {
    const api = new FakeShiftDownApi({});
    jest
      .spyOn(api, 'getPosture')
      .mockResolvedValueOnce(aPosture({ ...NOTHING_KNOWN, state: 'pending' }))
      .mockResolvedValue(aPosture());
    renderEntityExtension({ api });
    expect(await screen.findByText('Not assessed yet')).toBeInTheDocument();
    expect(await screen.findByText('Score 71 of 100')).toBeInTheDocument();
  });

  it.each([404, 403])('says the same for an answer of %s', async status => {
    const api = new FakeShiftDownApi({});
    jest
      .spyOn(api, 'getPosture')
      .mockRejectedValue(apiError(status, 'a telling reason'));
    renderEntityExtension({ api });
    expect(await screen.findByText('Nothing here for you')).toBeInTheDocument();
    expect(screen.queryByText(/a telling reason/)).not.toBeInTheDocument();
    expect(screen.queryByRole('button')).not.toBeInTheDocument();
  });

  it('says what failed and tries again when asked', async () => {
    const api = new FakeShiftDownApi({ postures: [aPosture()] });
    jest
      .spyOn(api, 'getPosture')
      .mockRejectedValueOnce(apiError(503, 'The database does not answer.'));
    renderEntityExtension({ api });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The database does not answer.',
    );
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('Score 71 of 100')).toBeInTheDocument();
    await waitFor(() =>
      expect(screen.queryByRole('alert')).not.toBeInTheDocument(),
    );
  });

  it('announces that it is loading', async () => {
    const api = new FakeShiftDownApi({});
    jest.spyOn(api, 'getPosture').mockReturnValue(new Promise(() => {}));
    renderEntityExtension({ api });
    expect(
      await screen.findByText('Loading the security posture…'),
    ).toBeInTheDocument();
  });
});
