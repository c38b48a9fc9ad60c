import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  apiError,
  FakeShiftDownApi,
} from '../../__testUtils__/FakeShiftDownApi';
import {
  aCluster,
  aSource,
  aSourceList,
  hoursAgo,
} from '../../__testUtils__/fixtures';
import { renderSources, rowNamed } from '../../__testUtils__/renderSources';
import { currentSearch } from '../../__testUtils__/renderTab';

const staging = aCluster({
  name: 'staging',
  title: 'Staging',
  error: 'getaddrinfo ENOTFOUND staging.example.org',
  sources: [aSource({ state: 'stale', since: hoursAgo(5) })],
});
const two = aSourceList({ clusters: [aCluster(), staging] });

const openedCluster = async (name: string) =>
  within(await screen.findByRole('region', { name }));

describe('states of the page', () => {
  it('says that it loads', () => {
    const api = new FakeShiftDownApi({});
    jest.spyOn(api, 'listSources').mockReturnValue(new Promise(() => {}));
    renderSources({ api });
    expect(screen.getByText('Loading sources…')).toBeInTheDocument();
  });

  it('says what failed, and tries again', async () => {
    const api = new FakeShiftDownApi({ sources: two });
    jest
      .spyOn(api, 'listSources')
      .mockRejectedValueOnce(apiError(500, 'The database does not answer.'));
    renderSources({ api });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The database does not answer.',
    );
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await rowNamed(/Staging/)).toBeDefined();
  });

  it('says one thing for unknown and forbidden', async () => {
    const api = new FakeShiftDownApi({});
    jest.spyOn(api, 'listSources').mockRejectedValue(apiError(403, 'no'));
    renderSources({ api });
    expect(
      await screen.findByRole('heading', { name: 'Nothing here for you' }),
    ).toBeInTheDocument();
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });

  it.each([
    [true, 'No cluster is connected'],
    [false, 'None of your services runs in a cluster that the portal reads'],
  ])('is empty for who may read all (%s): %s', async (complete, title) => {
    renderSources({ sources: { complete, clusters: [] } });
    expect(
      await screen.findByRole('heading', { name: title }),
    ).toBeInTheDocument();
  });

  it('keeps the last answer where a refresh fails, and says so', async () => {
    const api = new FakeShiftDownApi({ sources: two });
    renderSources({ api });
    await rowNamed(/Staging/);
    jest
      .spyOn(api, 'listSources')
      .mockRejectedValue(apiError(503, 'Back in a minute.'));
    jest.spyOn(document, 'visibilityState', 'get').mockReturnValue('visible');
    expect(
      await screen.findByText('Back in a minute.', undefined, {
        timeout: 20_000,
      }),
    ).toBeInTheDocument();
    expect(await rowNamed(/Staging/)).toBeDefined();
  });
});

describe('clusters', () => {
  it('come worst first, with state in words and error in full', async () => {
    renderSources({ sources: two });
    const row = await rowNamed(/Staging/);
    expect(row.getByText('Failed')).toBeInTheDocument();
    expect(
      row.getByText('getaddrinfo ENOTFOUND staging.example.org'),
    ).toBeInTheDocument();
    expect(row.getByText('Stale: Policy reports')).toBeInTheDocument();
    expect((await rowNamed(/Demo cluster/)).getByText('Nothing')).toBeVisible();
    expect(screen.getByText('2 clusters. 1 needs attention.')).toBeVisible();
    expect(
      within(screen.getByRole('grid', { name: 'Clusters, worst first' }))
        .getAllByRole('rowheader')
        .map(header => header.textContent),
    ).toEqual([
      expect.stringContaining('Staging'),
      expect.stringContaining('Demo cluster'),
    ]);
  });

  it('open by a link that can be shared', async () => {
    renderSources({ sources: two });
    expect(await openedCluster('Staging')).toBeDefined();
    const link = await screen.findByRole('link', { name: 'Demo cluster' });
    expect(link).toHaveAttribute('href', '/?cluster=demo');
    await userEvent.click(link);
    expect(await openedCluster('Demo cluster')).toBeDefined();
    expect(currentSearch().get('cluster')).toBe('demo');
    expect(screen.getByRole('link', { name: 'Demo cluster' })).toHaveAttribute(
      'aria-current',
      'true',
    );
  });

  it('that the reader is not told of are not told apart from unknown ones', async () => {
    renderSources({ sources: two, search: '?cluster=secret' });
    expect(
      await screen.findByRole('heading', { name: 'Nothing here for you' }),
    ).toBeInTheDocument();
    await userEvent.click(
      screen.getByRole('link', { name: 'See all that you may see' }),
    );
    expect(await openedCluster('Staging')).toBeDefined();
  });

  it('say what they are a recording or a double of, and when nothing was read', async () => {
    renderSources({
      sources: aSourceList({
        clusters: [
          aCluster({
            recordedAt: '2026-11-01T12:00:00Z',
            testable: false,
          }),
          aCluster({
            name: 'again',
            title: 'Again',
            duplicateOf: 'demo',
            sources: [],
          }),
          aCluster({ name: 'new', title: 'New', sources: [] }),
        ],
      }),
      search: '?cluster=demo',
    });
    const recorded = await openedCluster('Demo cluster');
    expect(recorded.getByText(/recording, made on November 1/)).toBeVisible();
    expect(recorded.getByText(/A recording can’t be tested/)).toBeVisible();
    expect(recorded.queryByRole('button', { name: /Test/ })).toBeNull();
    expect(
      (await rowNamed(/Again/)).getByText('Read once, as Demo cluster'),
    ).toBeVisible();
    expect((await rowNamed(/New/)).getByText('Not read yet')).toBeVisible();
  });
});

describe('filters', () => {
  it('are read from the URL, for the clusters and for their sources', async () => {
    renderSources({
      sources: aSourceList({
        clusters: [
          aCluster({
            sources: [
              aSource(),
              aSource({ kind: 'Workload', state: 'forbidden' }),
            ],
          }),
          aCluster({ name: 'fine', title: 'Fine' }),
        ],
      }),
      search: '?state=forbidden&state=nonsense',
    });
    expect(await rowNamed('Workloads')).toBeDefined();
    expect(
      screen.queryByRole('rowheader', { name: 'Policy reports' }),
    ).toBeNull();
    expect(screen.queryByRole('rowheader', { name: /Fine/ })).toBeNull();
    await userEvent.click(
      screen.getByRole('button', { name: 'Clear filters' }),
    );
    expect(await rowNamed(/Fine/)).toBeDefined();
    expect(currentSearch().toString()).toBe('');
  });

  it('are put in the URL by keyboard alone', async () => {
    renderSources({ sources: two });
    await rowNamed(/Staging/);
    await userEvent.tab();
    expect(
      screen.getByRole('searchbox', { name: 'Search clusters' }),
    ).toHaveFocus();
    await userEvent.keyboard('demo');
    await waitFor(() => expect(currentSearch().get('text')).toBe('demo'));
    expect(screen.queryByRole('rowheader', { name: /Staging/ })).toBeNull();
    await userEvent.tab();
    await userEvent.keyboard('{Enter}');
    await userEvent.click(await screen.findByRole('option', { name: 'Stale' }));
    await waitFor(() =>
      expect(currentSearch().getAll('state')).toEqual(['stale']),
    );
    expect(
      screen.getByText('No cluster matches these filters.'),
    ).toBeInTheDocument();
  });
});

describe('who may not read all sources', () => {
  const own = {
    complete: false,
    clusters: [
      aCluster({
        reportTrust: undefined,
        testable: undefined,
        events: undefined,
        sources: [
          aSource({ state: 'forbidden', error: 'The platform team can help.' }),
          aSource({ kind: 'Report', state: 'not-installed' }),
        ],
      }),
    ],
  };

  it('is told so, and sees the freshness of their own clusters only', async () => {
    renderSources({ sources: own });
    expect(
      await screen.findByText(
        'You see the clusters that run your own services',
      ),
    ).toBeInTheDocument();
    const row = await rowNamed('Policy reports');
    expect(row.getByText('Not allowed')).toBeInTheDocument();
    expect(row.getByText('The platform team can help.')).toBeInTheDocument();
    for (const absent of ['Objects', 'Who can write them', 'Its reports']) {
      expect(screen.queryByRole('columnheader', { name: absent })).toBeNull();
    }
    for (const absent of [
      'What to grant',
      'Exempt outside the process',
      'Namespaces without an owner',
      'Last events',
    ]) {
      expect(screen.queryByRole('heading', { name: absent })).toBeNull();
    }
    expect(screen.queryByRole('button', { name: /Test/ })).toBeNull();
  });
});
