import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  apiError,
  FakeShiftDownApi,
  type FakeData,
} from '../../__testUtils__/FakeShiftDownApi';
import {
  aDriftedNamespace,
  aManagedNamespace,
  aNamespace,
  someNamespaceOptions,
} from '../../__testUtils__/fixtures';
import { renderSecurityPage } from '../../__testUtils__/renderSecurityPage';
import { rowNamed } from '../../__testUtils__/renderSources';

const BEHIND = aManagedNamespace({
  id: '00000000-0000-4000-8000-0000000000a3',
  name: 'team-a-behind',
  baselineVersion: '1.0.0',
  isBehind: true,
  wishedLevel: 'baseline',
});

function renderList(search = '', data: FakeData = {}) {
  const api = new FakeShiftDownApi({
    managedNamespaces: [aManagedNamespace(), aDriftedNamespace(), BEHIND],
    ...data,
  });
  renderSecurityPage(api, `/managed-namespaces${search}`);
  return api;
}

describe('list of managed namespaces', () => {
  it('shows whose each is, what it enforces, and how it stands', async () => {
    renderList();
    const row = await rowNamed(/^team-a-shop/);
    expect(row.getByRole('link', { name: 'team-a-shop' })).toHaveAttribute(
      'href',
      '/security/managed-namespaces/demo/team-a-shop',
    );
    expect(row.getByText('team-a')).toBeInTheDocument();
    expect(row.getByText('production')).toBeInTheDocument();
    expect(row.getByText('Enforces restricted')).toBeInTheDocument();
    expect(row.getByText('Current')).toBeInTheDocument();
    expect(row.getByText('Complete')).toBeInTheDocument();
    expect(row.getByText('As applied')).toBeInTheDocument();
    const drifted = await rowNamed(/^team-a-drifted/);
    expect(drifted.getByText('3 objects differ')).toBeInTheDocument();
    const behind = await rowNamed(/^team-a-behind/);
    expect(behind.getByText('Behind: 2.0.0 is current')).toBeInTheDocument();
    expect(
      behind.getByText('Baseline is wished for; that takes an exception'),
    ).toBeInTheDocument();
    expect(screen.getByText('3 namespaces')).toBeInTheDocument();
  });

  it('never takes what is not known for well', async () => {
    renderList('', {
      managedNamespaces: [
        aManagedNamespace({
          unknown: 2,
          currentVersion: '',
          appliedLevel: 'baseline',
          wishedLevel: 'baseline',
        }),
        { ...BEHIND, comparedAt: undefined },
        aManagedNamespace({ id: 'gone', name: 'team-a-gone', state: 'gone' }),
      ],
    });
    const row = await rowNamed(/^team-a-shop/);
    expect(row.getByText('Of 2 objects it is not known')).toBeInTheDocument();
    expect(row.queryByText('As applied')).not.toBeInTheDocument();
    expect(
      row.getByText('Which version is current is not known'),
    ).toBeInTheDocument();
    expect(row.getByText('Lowered under an exception')).toBeInTheDocument();
    expect(
      row.getByText('Set to baseline, not known to hold'),
    ).toBeInTheDocument();
    const behind = await rowNamed(/^team-a-behind/);
    expect(behind.getByText('Not compared yet')).toBeInTheDocument();
    const gone = await rowNamed(/^team-a-gone/);
    expect(gone.getByText('Gone')).toBeInTheDocument();
    expect(gone.queryByText('As applied')).not.toBeInTheDocument();
    expect(gone.queryByText('Enforces restricted')).not.toBeInTheDocument();
  });

  it('filters by what the URL says', async () => {
    const api = renderList(
      '?state=complete&state=nonsense&cluster=demo&drifted=true&text=drift',
    );
    await rowNamed(/^team-a-drifted/);
    expect(api.managedNamespaceQueries[0]).toEqual({
      text: 'drift',
      cluster: ['demo'],
      state: ['complete'],
      drifted: true,
      limit: 25,
    });
    await userEvent.click(
      screen.getByRole('button', { name: 'Clear filters' }),
    );
    expect(await rowNamed(/^team-a-shop/)).toBeDefined();
  });

  it('shows who is behind at the press of a switch', async () => {
    const api = renderList();
    await rowNamed(/^team-a-shop/);
    screen.getByRole('switch', { name: 'Behind the current baseline' }).focus();
    await userEvent.keyboard(' ');
    await waitFor(() =>
      expect(
        screen.queryByRole('rowheader', { name: /^team-a-shop/ }),
      ).not.toBeInTheDocument(),
    );
    expect(await rowNamed(/^team-a-behind/)).toBeDefined();
    expect(api.managedNamespaceQueries.at(-1)).toMatchObject({ behind: true });
  });

  it('can be left to one version, and led back', async () => {
    renderList('?baseline=1.0.0');
    await rowNamed(/^team-a-behind/);
    await userEvent.click(
      screen.getByRole('switch', { name: 'On baseline 1.0.0 only' }),
    );
    expect(await rowNamed(/^team-a-shop/)).toBeDefined();
  });

  it('says that no one matches, and differently that there is none', async () => {
    renderList('?text=nothing');
    expect(
      await screen.findByText('No managed namespace matches these filters.'),
    ).toBeInTheDocument();
  });

  it('says what a managed namespace is where there is none yet', async () => {
    renderList('', { managedNamespaces: [] });
    expect(
      await screen.findByRole('heading', { name: 'No managed namespace yet' }),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/You may not ask for one yourself/),
    ).toBeInTheDocument();
  });

  it('can be tried again where it did not load', async () => {
    const api = new FakeShiftDownApi({
      managedNamespaces: [aManagedNamespace()],
    });
    jest
      .spyOn(api, 'listManagedNamespaces')
      .mockRejectedValueOnce(apiError(503, 'The portal is starting.'));
    renderSecurityPage(api, '/managed-namespaces');
    expect(
      await screen.findByText('The portal is starting.'),
    ).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await rowNamed(/^team-a-shop/)).toBeDefined();
  });

  it('says nothing of whether something exists to who may not see any', async () => {
    const api = new FakeShiftDownApi({});
    jest
      .spyOn(api, 'listManagedNamespaces')
      .mockRejectedValue(apiError(403, 'No'));
    renderSecurityPage(api, '/managed-namespaces');
    expect(await screen.findByText('Nothing here for you')).toBeInTheDocument();
  });
});

describe('page of all namespaces', () => {
  const open = '/namespaces?in=demo&open=payments';

  it('leads to the managed one', async () => {
    const api = new FakeShiftDownApi({
      namespaces: [aNamespace()],
      managedNamespaces: [aManagedNamespace({ name: 'payments' })],
    });
    renderSecurityPage(api, open);
    expect(
      await screen.findByRole('link', { name: 'See the managed namespace' }),
    ).toHaveAttribute('href', '/security/managed-namespaces/demo/payments');
  });

  it('leads its owner to the comparison where nobody manages it', async () => {
    const api = new FakeShiftDownApi({
      namespaces: [aNamespace()],
      namespaceOptions: someNamespaceOptions(),
    });
    renderSecurityPage(api, open);
    expect(
      await screen.findByRole('link', { name: 'Compare it with the baseline' }),
    ).toHaveAttribute(
      'href',
      '/security/managed-namespaces/adopt?cluster=demo&namespace=payments&owner=group%3Adefault%2Fteam-a',
    );
  });

  it.each([
    ['is not its owner', { groups: [] }],
    ['sees no namespaces made there', { clusters: [] }],
  ])('leads nobody there who %s', async (_, overrides) => {
    const api = new FakeShiftDownApi({
      namespaces: [aNamespace()],
      namespaceOptions: someNamespaceOptions(overrides),
    });
    const asked = jest.spyOn(api, 'getNamespaceOptions');
    renderSecurityPage(api, open);
    await waitFor(() => expect(asked).toHaveBeenCalled());
    await screen.findByText('Cloud identities');
    expect(
      screen.queryByRole('link', { name: 'Compare it with the baseline' }),
    ).not.toBeInTheDocument();
  });
});
