import { renderInTestApp } from '@backstage/frontend-test-utils';
import { catalogApiRef, entityRouteRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import type { ListPosturesQuery } from '@shift-down/plugin-shift-down-common/client';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { shiftDownApiRef } from '../../api';
import {
  apiError,
  FakeShiftDownApi,
} from '../../__testUtils__/FakeShiftDownApi';
import {
  anOverview,
  findingId,
  sampleEntity,
} from '../../__testUtils__/fixtures';
import { currentSearch, LocationProbe } from '../../__testUtils__/renderTab';
import { FleetPage } from './FleetPage';

const overviews = [
  anOverview(),
  anOverview({
    entityRef: 'component:default/ledger',
    title: undefined,
    ownerRef: 'group:default/team-b',
    grade: 'A',
    score: 100,
    coverage: 1,
    failing: 0,
    unknown: 0,
    worstFinding: undefined,
  }),
  anOverview({
    entityRef: 'resource:default/bucket',
    title: 'Bucket',
    ownerRef: undefined,
    state: 'unconfirmed',
    grade: 'unknown',
    score: undefined,
    coverage: 0,
    passing: 0,
    failing: 0,
    unknown: 0,
    worstFinding: undefined,
  }),
];

function renderFleet(search = '', api = new FakeShiftDownApi({ overviews })) {
  renderInTestApp(
    <>
      <FleetPage />
      <LocationProbe />
    </>,
    {
      apis: [
        [shiftDownApiRef, api],
        [catalogApiRef, catalogApiMock({ entities: [sampleEntity] })],
      ],
      mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
      initialRouteEntries: [`/${search}`],
    },
  );
  return api;
}

const lastQuery = (api: FakeShiftDownApi) => api.postureQueries.at(-1);

const rowOf = async (name: RegExp | string) =>
  within((await screen.findByRole('rowheader', { name })).closest('tr')!);

describe('fleet page', () => {
  it('lists entities worst first, each linked to its security tab', async () => {
    const api = renderFleet();
    const row = await rowOf('Payments API');
    expect(lastQuery(api)).toMatchObject({ sort: '-grade' });
    expect(row.getByRole('link', { name: 'Payments API' })).toHaveAttribute(
      'href',
      '/catalog/default/component/payments-api/security',
    );
    expect(row.getByRole('img', { name: 'Grade C: Fair' })).toBeInTheDocument();
    expect(row.getByText('Score 71 of 100')).toBeInTheDocument();
    expect(row.getByText('3 fail')).toBeInTheDocument();
    expect(row.getByText('2 unknown')).toBeInTheDocument();
    expect(row.getByRole('link', { name: /team-a/ })).toHaveAttribute(
      'href',
      '/catalog/default/group/team-a',
    );
    expect(
      row.getByRole('link', { name: 'Container runs privileged' }),
    ).toHaveAttribute(
      'href',
      `/catalog/default/component/payments-api/security?finding=${findingId(
        1,
      )}`,
    );
    expect(screen.getByText('3 entities')).toBeInTheDocument();
  });

  it('shows an entity of which nothing is known as such, without a score', async () => {
    renderFleet();
    const row = await rowOf('Bucket');
    expect(
      row.getByRole('img', { name: 'No grade: not known' }),
    ).toHaveTextContent('?');
    expect(row.getByText('Claim not confirmed')).toBeInTheDocument();
    expect(row.getByText('Not known')).toBeInTheDocument();
    expect(row.getByText('No owner')).toBeInTheDocument();
    expect(row.queryByText(/Score|pass/)).not.toBeInTheDocument();
  });

  it.each<[string, Partial<ListPosturesQuery>]>([
    ['?text=pay', { text: 'pay' }],
    ['?kind=resource&kind=nonsense', { kind: ['resource'] }],
    ['?grade=F&grade=unknown', { grade: ['F', 'unknown'] }],
    ['?owner=group:default/team-a', { owner: ['group:default/team-a'] }],
    ['?severity=critical', { severity: ['critical'] }],
    ['?sort=-worst', { sort: '-worst' }],
    ['?sort=nonsense', { sort: '-grade' }],
    ['?cursor=abc', { cursor: 'abc' }],
  ])('reads %s from the URL', async (search, expected) => {
    const api = renderFleet(search);
    await waitFor(() => expect(lastQuery(api)).toMatchObject(expected));
  });

  it('puts a chosen grade in the URL and asks for it', async () => {
    const api = renderFleet();
    await userEvent.click(await screen.findByRole('button', { name: /Grade/ }));
    await userEvent.click(
      await screen.findByRole('option', { name: 'A: Strong' }),
    );
    await waitFor(() => expect(lastQuery(api)?.grade).toEqual(['A']));
    expect(currentSearch().getAll('grade')).toEqual(['A']);
  });

  it('offers the owners of the catalog', async () => {
    const api = renderFleet();
    await userEvent.click(await screen.findByRole('button', { name: /Owner/ }));
    await userEvent.click(
      await screen.findByRole('option', { name: /team-a/ }),
    );
    await waitFor(() =>
      expect(lastQuery(api)?.owner).toEqual(['group:default/team-a']),
    );
  });

  it('sorts in the database', async () => {
    const api = renderFleet();
    await userEvent.click(
      await screen.findByRole('columnheader', { name: /Name/ }),
    );
    await waitFor(() => expect(lastQuery(api)?.sort).toBe('name'));
    expect(currentSearch().get('sort')).toBe('name');
  });

  it('says which of both empty lists it is', async () => {
    renderFleet('?text=nothing-like-it');
    expect(
      await screen.findByText('No entity matches these filters.'),
    ).toBeInTheDocument();
  });

  it('says so where there is nothing yet', async () => {
    renderFleet('', new FakeShiftDownApi({}));
    expect(
      await screen.findByText('No entity that you may see has a posture yet.'),
    ).toBeInTheDocument();
  });

  it('says what failed', async () => {
    const api = new FakeShiftDownApi({});
    jest
      .spyOn(api, 'listPostures')
      .mockRejectedValue(apiError(500, 'The database does not answer.'));
    renderFleet('', api);
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The database does not answer.',
    );
  });
});
