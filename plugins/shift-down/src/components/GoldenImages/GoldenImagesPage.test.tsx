import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  apiError,
  FakeShiftDownApi,
  type FakeData,
} from '../../__testUtils__/FakeShiftDownApi';
import {
  aGoldenImage,
  aGoldenImageUser,
  aRelease,
  anAdvice,
} from '../../__testUtils__/fixtures';
import { renderSecurityPage } from '../../__testUtils__/renderSecurityPage';
import { rowNamed } from '../../__testUtils__/renderSources';

function renderPage(path = '', data: FakeData = {}) {
  const api = new FakeShiftDownApi({
    goldenImages: [aGoldenImage()],
    users: [
      aGoldenImageUser(),
      aGoldenImageUser({
        entityRef: 'component:default/orders-api',
        ownerRef: 'group:default/team-b',
        subject: {
          cluster: 'demo',
          namespace: 'orders',
          kind: 'Deployment',
          name: 'orders-api',
        },
        repository: 'registry.example.com/orders/api',
        release: { image: 'debian-slim', version: '11.9' },
        status: { state: 'out-of-support', since: '2026-01-31' },
      }),
    ],
    advice: anAdvice(),
    ...data,
  });
  renderSecurityPage(api, `/golden-images${path}`);
  return api;
}

describe('list of golden images', () => {
  it('shows newest releases, who stands on each and who owns it', async () => {
    renderPage('', { elsewhere: { notGolden: 3, unknown: 1 } });
    const row = await rowNamed(/Debian slim/);
    expect(row.getByRole('link', { name: 'Debian slim' })).toHaveAttribute(
      'href',
      '/security/golden-images/debian-slim',
    );
    expect(row.getByText('12.3')).toBeInTheDocument();
    expect(
      row.getByRole('img', {
        name: 'Workloads by how they stand: 4 current, 3 behind, 1 out of support',
      }),
    ).toBeInTheDocument();
    expect(row.getByRole('link', { name: /platform/ })).toBeInTheDocument();
    expect(
      screen.getByText(
        /3 are not built on a golden image; of 1 it is not known/,
      ),
    ).toBeInTheDocument();
  });

  it('marks what is retired and what is wrong with its file', async () => {
    renderPage('', {
      goldenImages: [
        aGoldenImage({
          retired: true,
          replacement: 'debian-13',
          problems: ['releases[0].digest is not a digest'],
          newest: [],
          adoption: { current: 0, behind: 0, outOfSupport: 0, retired: 0 },
        }),
      ],
    });
    const row = await rowNamed(/Debian slim/);
    expect(row.getByText('Retired, use debian-13')).toBeInTheDocument();
    expect(row.getByText('1 problem with its file')).toBeInTheDocument();
    expect(row.getByText('No release is known')).toBeInTheDocument();
    expect(row.getByText('No workload that you may see')).toBeInTheDocument();
  });

  it('says what to do where there is none', async () => {
    renderPage('', { goldenImages: [] });
    expect(
      await screen.findByRole('heading', { name: 'No golden image yet' }),
    ).toBeInTheDocument();
  });

  it('says what failed, and that there is nothing for who may not see it', async () => {
    const api = new FakeShiftDownApi({});
    const list = jest.spyOn(api, 'listGoldenImages');
    list.mockRejectedValueOnce(apiError(500, 'The database does not answer.'));
    renderSecurityPage(api, '/golden-images');
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The database does not answer.',
    );
    list.mockRejectedValueOnce(apiError(403, 'Not allowed'));
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(
      await screen.findByRole('heading', { name: 'Nothing here for you' }),
    ).toBeInTheDocument();
  });
});

describe('a golden image', () => {
  it('lists releases with support, vulnerabilities, signature and who is on them', async () => {
    renderPage('/debian-slim');
    const newest = await rowNamed(/12\.3/);
    expect(newest.getByText('Newest')).toBeInTheDocument();
    expect(newest.getByText('1 medium')).toBeInTheDocument();
    expect(newest.getByText('Signed by platform')).toBeInTheDocument();
    expect(newest.getByText('Build L3 by our trust list')).toBeInTheDocument();
    expect(newest.getByText('4 workloads')).toBeInTheDocument();
    const oldest = await rowNamed(/11\.9/);
    expect(oldest.getByText('Out of support')).toBeInTheDocument();
    expect(oldest.getByText('Found by its tag')).toBeInTheDocument();
    expect(oldest.getByText('Not scanned: unknown')).toBeInTheDocument();
    expect(oldest.getByText('Not signed')).toBeInTheDocument();
    expect(oldest.getByText('No expectation set')).toBeInTheDocument();
  });

  it('shows adoption as a picture, in words and as a table', async () => {
    renderPage('/debian-slim');
    expect(
      await screen.findByRole('img', {
        name: /of 8 workloads: 4 on 12\.3, 3 on 12\.1, 1 on 11\.9\. On .*, of 8: 6 on 12\.1, 2 on 11\.9/,
      }),
    ).toBeInTheDocument();
    await userEvent.click(screen.getByText('The same as a table'));
    const table = screen.getByRole('grid', {
      name: 'Workloads by release and day',
    });
    expect(within(table).getAllByRole('rowheader')).toHaveLength(3);
  });

  it('says where there is no history, no release and nobody behind', async () => {
    renderPage('/debian-slim', {
      goldenImages: [
        aGoldenImage({
          history: [],
          releaseList: [],
          owners: [],
          platformVulnerabilities: [],
        }),
      ],
      users: [],
    });
    expect(await screen.findByText(/^No history yet/)).toBeInTheDocument();
    expect(screen.getByText(/^No release is known/)).toBeInTheDocument();
    expect(
      screen.getByText('Nobody that you may see is behind.'),
    ).toBeInTheDocument();
    expect(
      await screen.findByText('No workload that you may see stands on it.'),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/its vulnerabilities are unknown/),
    ).toBeInTheDocument();
  });

  it('tells whom retiring a release hits', async () => {
    const api = renderPage('/debian-slim');
    await userEvent.click(
      await screen.findByRole('link', {
        name: 'See whom it hits to retire 11.9',
      }),
    );
    expect(
      await screen.findByText(
        'Retiring 11.9 hits 1 workload of those that you may see.',
      ),
    ).toBeInTheDocument();
    expect(api.goldenImageUserQueries.at(-1)).toMatchObject({
      version: ['11.9'],
    });
    const row = await rowNamed(/orders-api/);
    expect(
      row.getByText('Out of support since January 31, 2026'),
    ).toBeInTheDocument();
    expect(row.getByRole('link', { name: 'orders-api' })).toHaveAttribute(
      'href',
      '/catalog/default/component/orders-api/security?view=images',
    );
  });

  it('leads from an owner to the workloads that are behind', async () => {
    const api = renderPage('/debian-slim');
    await userEvent.click(
      await screen.findByRole('link', { name: 'Show workloads of team-b' }),
    );
    await waitFor(() =>
      expect(api.goldenImageUserQueries.at(-1)).toMatchObject({
        owner: ['group:default/team-b'],
        state: ['behind', 'out-of-support', 'retired'],
      }),
    );
  });

  it.each([
    ['?version=12.1&state=nonsense', { version: ['12.1'], state: undefined }],
    ['?state=behind&cursor=25', { state: ['behind'], cursor: '25' }],
  ])('reads filters from %s', async (search, expected) => {
    const api = renderPage(`/debian-slim${search}`);
    await waitFor(() =>
      expect(api.goldenImageUserQueries.at(-1)).toMatchObject(expected),
    );
  });

  it('lists what the platform has to fix, apart from what a release closed', async () => {
    renderPage('/debian-slim');
    const table = within(
      await screen.findByRole('grid', { name: /no supported release lacks/ }),
    );
    expect(
      table.getByRole('rowheader', { name: 'CVE-2099-0003' }),
    ).toBeInTheDocument();
    expect(table.getByText('Overdue')).toBeInTheDocument();
    expect(table.queryByText('CVE-2099-0001')).not.toBeInTheDocument();
    await userEvent.click(screen.getByText('1 closed'));
    expect(screen.getByText(/^Closed by 12\.3/)).toBeInTheDocument();
  });

  it('compares two releases that the URL names', async () => {
    const api = renderPage('/debian-slim?from=12.1');
    expect(
      await screen.findByText(/removes 2 vulnerabilities/),
    ).toBeInTheDocument();
    expect(api.adviceQueries).toEqual([{ from: '12.1', to: undefined }]);
  });

  it('says what is wrong with a release that could not be read', async () => {
    renderPage('/debian-slim', {
      goldenImages: [
        aGoldenImage({
          problems: ['The registry answered 404 for 12.3.'],
          releaseList: [
            aRelease({
              inspection: { state: 'unknown', reason: 'Not found' },
              signature: undefined,
              provenance: undefined,
            }),
          ],
        }),
      ],
    });
    const row = await rowNamed(/12\.3/);
    expect(row.getByText('Not read: Not found')).toBeInTheDocument();
    expect(row.getByText('Signature unknown')).toBeInTheDocument();
    expect(
      screen.getByText('The registry answered 404 for 12.3.'),
    ).toBeInTheDocument();
  });

  it('answers alike for what is unknown and what may not be seen', async () => {
    renderPage('/nonsense');
    expect(
      await screen.findByRole('heading', { name: 'Nothing here for you' }),
    ).toBeInTheDocument();
  });
});
