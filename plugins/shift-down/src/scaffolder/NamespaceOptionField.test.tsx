import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { apiError, FakeShiftDownApi } from '../__testUtils__/FakeShiftDownApi';
import { someNamespaceOptions } from '../__testUtils__/fixtures';
import { FILLED, renderForm, select } from '../__testUtils__/renderForm';

async function choose(name: RegExp, wanted: RegExp) {
  await userEvent.click(await select(name));
  await userEvent.click(await screen.findByRole('option', { name: wanted }));
}

describe('what there is to choose', () => {
  it('is offered with what it means, and chosen by keyboard', async () => {
    renderForm({ step: 0 });
    (await select(/Size/)).focus();
    await userEvent.keyboard('{ArrowDown}');
    const small = await screen.findByRole('option', { name: /Small/ });
    expect(small).toHaveTextContent('limits.cpu 2, limits.memory 4Gi');
    await userEvent.keyboard('{Enter}');
    expect(await select(/Size/)).toHaveTextContent('Small');
  });

  it('is taken at once where there is only one that is to be had', async () => {
    renderForm({ step: 0 });
    expect(await select(/Cluster/)).toHaveTextContent('Demo cluster');
    await waitFor(async () =>
      expect(await select(/Owner/)).toHaveTextContent('Team A'),
    );
  });

  it('says why a cluster or a group is not to be had, and does not offer it', async () => {
    renderForm({ step: 0 });
    expect(
      await screen.findByText(
        'Edge cluster: Nobody answers there since this morning.',
      ),
    ).toBeInTheDocument();
    expect(
      screen.getByText(
        'team-z: The identity provider does not know this group.',
      ),
    ).toBeInTheDocument();
    await userEvent.click(await select(/Cluster/));
    expect(
      await screen.findByRole('option', { name: /Edge cluster/ }),
    ).toHaveAttribute('aria-disabled', 'true');
  });

  it('leaves out environments that are not open in the cluster', async () => {
    const options = someNamespaceOptions();
    const [demo] = options.clusters;
    renderForm({
      step: 0,
      data: {
        namespaceOptions: {
          ...options,
          clusters: [{ ...demo, environments: ['development'] }],
        },
      },
      initialState: { cluster: 'demo' },
    });
    await userEvent.click(await select(/Environment/));
    await screen.findByRole('option', { name: 'Development' });
    expect(
      screen.queryByRole('option', { name: 'Production' }),
    ).not.toBeInTheDocument();
  });

  it('says why there is nothing', async () => {
    renderForm({
      step: 0,
      data: { namespaceOptions: someNamespaceOptions({ groups: [] }) },
    });
    expect(
      await screen.findByText(/You are in no group that can own a namespace/),
    ).toBeInTheDocument();
  });

  it('gives the reason of the platform team where there is one', async () => {
    renderForm({
      step: 0,
      data: {
        namespaceOptions: someNamespaceOptions({
          clusters: [],
          reason: 'Permissions are off, so nobody makes namespaces here.',
        }),
      },
    });
    expect(await screen.findByText(/Permissions are off/)).toBeInTheDocument();
  });

  it('can be tried again where it did not load', async () => {
    const api = new FakeShiftDownApi({});
    jest
      .spyOn(api, 'getNamespaceOptions')
      .mockRejectedValue(apiError(503, 'The portal is starting.'));
    renderForm({ step: 0, api });
    expect(
      await screen.findAllByText('The portal is starting.'),
    ).not.toHaveLength(0);
  });

  it('stops at a choice that has come to nothing', async () => {
    renderForm({
      step: 0,
      initialState: { ...FILLED, cluster: 'edge' },
    });
    await select(/Owner/);
    await userEvent.click(screen.getByRole('button', { name: 'Review' }));
    expect(
      await screen.findAllByText(
        /^('Cluster' )?Nobody answers there since this morning\.$/,
      ),
    ).not.toHaveLength(0);
    expect(
      screen.queryByRole('button', { name: 'Create' }),
    ).not.toBeInTheDocument();
  });

  it('takes several roles', async () => {
    const { onCreate } = renderForm({ step: 0, initialState: FILLED });
    await choose(/Roles/, /Developer/);
    await userEvent.click(
      await screen.findByRole('option', { name: /Viewer/ }),
    );
    await userEvent.keyboard('{Escape}');
    await userEvent.click(screen.getByRole('button', { name: 'Review' }));
    await userEvent.click(
      await screen.findByRole('button', { name: 'Create' }),
    );
    expect(onCreate).toHaveBeenCalledWith(
      expect.objectContaining({ roles: ['developer', 'viewer'] }),
    );
  });
});
