import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  apiError,
  FakeShiftDownApi,
  type FakeData,
} from '../../__testUtils__/FakeShiftDownApi';
import {
  aManagedNamespace,
  anAdoptionPlan,
  someNamespaceOptions,
} from '../../__testUtils__/fixtures';
import { renderSecurityPage } from '../../__testUtils__/renderSecurityPage';
import { rowNamed } from '../../__testUtils__/renderSources';

const PLACE = '?cluster=demo&namespace=payments&owner=group:default/team-a';

function renderAdoption(data: FakeData = {}, search = PLACE) {
  const api = new FakeShiftDownApi({
    namespaceOptions: someNamespaceOptions(),
    adoptionPlan: anAdoptionPlan(),
    managedNamespaces: [aManagedNamespace({ name: 'payments' })],
    ...data,
  });
  renderSecurityPage(api, `/managed-namespaces/adopt${search}`);
  return api;
}

async function choose(label: RegExp, option: RegExp) {
  await userEvent.click(await screen.findByRole('button', { name: label }));
  await userEvent.click(await screen.findByRole('option', { name: option }));
}

async function compare() {
  await choose(/Environment/, /Production/);
  await choose(/Size/, /Small/);
}

describe('comparing a namespace with the baseline', () => {
  it('asks first whose it would be and what it would get', async () => {
    const api = renderAdoption();
    expect(
      await screen.findByText('Choose first: Environment, Size'),
    ).toBeInTheDocument();
    expect(
      await screen.findByRole('button', { name: /Owner/ }),
    ).toHaveTextContent('Team A');
    expect(api.adoptionPreviews).toEqual([]);
    await compare();
    await screen.findByText(/2 of 4 met/);
    expect(api.adoptionPreviews.at(-1)).toEqual({
      cluster: 'demo',
      name: 'payments',
      ownerRef: 'group:default/team-a',
      environment: 'production',
      size: 'small',
      roles: [],
    });
  });

  it('offers the owner of it to who runs all namespaces', async () => {
    renderAdoption(
      { namespaceOptions: someNamespaceOptions({ mayManage: true }) },
      '?cluster=demo&namespace=payments&owner=group:default/others',
    );
    expect(
      await screen.findByRole('button', { name: /Owner/ }),
    ).toHaveTextContent('group:default/others');
  });

  it('says what is met, what is missing, and what is something else', async () => {
    renderAdoption();
    await compare();
    expect(
      await screen.findByText(
        '2 of 4 met by baseline 2.0.0; not met: No traffic but what is allowed, Quota',
      ),
    ).toBeInTheDocument();
    const objects = within(
      screen.getByRole('list', { name: 'Objects of the baseline' }),
    );
    expect(objects.getAllByText('Met')).toHaveLength(2);
    expect(objects.getByText('Missing')).toBeInTheDocument();
    expect(objects.getByText('Something else is there')).toBeInTheDocument();
    const pods = await rowNamed('spec.hard.pods');
    expect(pods.getByText('"200"')).toBeInTheDocument();
  });

  it('shows manifests to copy, and what undoes them', async () => {
    renderAdoption();
    await compare();
    expect(
      await screen.findByRole('region', {
        name: 'Manifests of what is missing',
      }),
    ).toHaveTextContent('kind: NetworkPolicy');
    expect(
      screen.getByRole('button', {
        name: 'Copy: Manifests of what is missing',
      }),
    ).toBeInTheDocument();
    expect(screen.getByText('NetworkPolicy allow-all')).toBeInTheDocument();
  });

  it('says what would be cut, and that absence proves nothing', async () => {
    renderAdoption();
    await compare();
    const cut = within(
      await screen.findByRole('list', { name: 'What default-deny would cut' }),
    );
    expect(cut.getByText('Into the namespace')).toBeInTheDocument();
    expect(cut.getByRole('link', { name: 'shop' })).toBeInTheDocument();
    expect(
      screen.getByText(/And 1 dependency with an entity that you may not see/),
    ).toBeInTheDocument();
    expect(
      screen.getByText('Traffic is not observed; absence proves nothing.'),
    ).toBeInTheDocument();
  });

  it('gives the caveat also where nothing would be cut', async () => {
    renderAdoption({ adoptionPlan: anAdoptionPlan({ cut: [], hidden: 0 }) });
    await compare();
    expect(
      await screen.findByText('No declared dependency would be cut.'),
    ).toBeInTheDocument();
    expect(
      screen.getByText('Traffic is not observed; absence proves nothing.'),
    ).toBeInTheDocument();
  });

  it('tells who may not adopt whom to ask', async () => {
    renderAdoption();
    await compare();
    expect(
      await screen.findByText(/ask the platform team, with this page/),
    ).toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: 'Adopt it' }),
    ).not.toBeInTheDocument();
  });

  it('says whom it knows nothing for', async () => {
    const api = new FakeShiftDownApi({
      namespaceOptions: someNamespaceOptions(),
    });
    renderSecurityPage(api, `/managed-namespaces/adopt${PLACE}`);
    await compare();
    expect(await screen.findByText('Nothing here for you')).toBeInTheDocument();
  });

  it('leads to namespaces where none was named', async () => {
    renderAdoption({}, '');
    expect(
      await screen.findByRole('link', { name: 'See namespaces' }),
    ).toHaveAttribute('href', '/security/namespaces');
  });
});

describe('adopting', () => {
  const mayAdopt = { adoptionPlan: anAdoptionPlan({ mayAdopt: true }) };

  it('happens once it was said what is applied, left and cut', async () => {
    const api = renderAdoption(mayAdopt);
    await compare();
    await userEvent.click(
      await screen.findByRole('button', { name: 'Adopt it' }),
    );
    const plan = within(
      await screen.findByRole('dialog', { name: 'Adopt payments?' }),
    );
    expect(
      plan.getByText('No traffic but what is allowed'),
    ).toBeInTheDocument();
    expect(plan.getByText('Quota')).toBeInTheDocument();
    expect(
      plan.getByText('2 declared dependencies would be cut.'),
    ).toBeInTheDocument();
    expect(api.adoptions).toEqual([]);
    await userEvent.click(plan.getByRole('button', { name: 'Adopt it' }));
    expect(
      await screen.findByRole('heading', { name: 'payments in demo' }),
    ).toBeInTheDocument();
    expect(api.adoptions).toHaveLength(1);
  });

  it('is not possible while there are problems', async () => {
    renderAdoption({
      adoptionPlan: anAdoptionPlan({
        mayAdopt: true,
        problems: [
          {
            code: 'group',
            field: 'ownerRef',
            message: 'It has no name there.',
          },
        ],
      }),
    });
    await compare();
    expect(
      await screen.findByText('Owner: It has no name there.'),
    ).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Adopt it' })).toBeDisabled();
  });

  it('says why it did not work', async () => {
    const api = new FakeShiftDownApi({
      namespaceOptions: someNamespaceOptions(),
      ...mayAdopt,
    });
    jest
      .spyOn(api, 'adoptNamespace')
      .mockRejectedValue(apiError(409, 'Somebody adopted it already.'));
    renderSecurityPage(api, `/managed-namespaces/adopt${PLACE}`);
    await compare();
    await userEvent.click(
      await screen.findByRole('button', { name: 'Adopt it' }),
    );
    const plan = within(await screen.findByRole('dialog'));
    await userEvent.click(plan.getByRole('button', { name: 'Adopt it' }));
    await waitFor(() =>
      expect(
        screen.getByText('Somebody adopted it already.'),
      ).toBeInTheDocument(),
    );
  });
});
