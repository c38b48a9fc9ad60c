import type { ManagedNamespace } from '@shift-down/plugin-shift-down-common/client';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  apiError,
  FakeShiftDownApi,
} from '../../__testUtils__/FakeShiftDownApi';
import {
  aDriftedNamespace,
  aManagedNamespace,
  someBaselines,
  someProofs,
} from '../../__testUtils__/fixtures';
import { renderSecurityPage } from '../../__testUtils__/renderSecurityPage';
import { rowNamed } from '../../__testUtils__/renderSources';

function renderDetail(
  namespace: ManagedNamespace,
  api = new FakeShiftDownApi({
    managedNamespaces: [namespace],
    baselines: someBaselines(),
  }),
) {
  renderSecurityPage(api, `/managed-namespaces/demo/${namespace.name}`);
  return api;
}

const press = async (name: string) =>
  userEvent.click(await screen.findByRole('button', { name }));

const dialog = async (name: string) =>
  within(await screen.findByRole('dialog', { name }));

describe('a managed namespace', () => {
  it('says what it is, whose it is, and that nothing is to do', async () => {
    renderDetail(aManagedNamespace());
    expect(
      await screen.findByRole('heading', { name: 'team-a-shop in demo' }),
    ).toBeInTheDocument();
    expect(
      screen.getByText('It is as it was applied, by the current baseline.'),
    ).toBeInTheDocument();
    expect(
      screen.getByText('Everything is as it was applied.'),
    ).toBeInTheDocument();
    expect(screen.getByText('Nothing was proved yet.')).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'demo-team-a-shop' }),
    ).toHaveAttribute('href', '/catalog/default/resource/demo-team-a-shop');
    expect(
      screen.getByRole('link', {
        name: 'What is evaluated in this namespace',
      }),
    ).toHaveAttribute('href', '/security/namespaces?in=demo&open=team-a-shop');
    expect(
      screen.queryByRole('group', { name: 'What you can do' }),
    ).not.toBeInTheDocument();
  });

  it('shows its objects with what they are there for and their manifests', async () => {
    const { objects, ...rest } = aManagedNamespace({ state: 'partial' });
    renderDetail({
      ...rest,
      objects: [
        objects[0],
        {
          ...objects[1],
          state: 'conflict',
          reason: 'manager kubectl owns spec.ingress',
        },
      ],
    });
    const list = within(
      await screen.findByRole('list', { name: 'Objects of the baseline' }),
    );
    expect(list.getByText('Applied')).toBeInTheDocument();
    expect(list.getByText('Conflict')).toBeInTheDocument();
    expect(
      list.getByText('manager kubectl owns spec.ingress'),
    ).toBeInTheDocument();
    expect(list.getByText('network-policy')).toBeInTheDocument();
    await userEvent.click(
      list.getByText('Manifest of NetworkPolicy default-deny', {
        selector: 'summary',
      }),
    );
    expect(
      list.getByRole('button', {
        name: 'Copy: Manifest of NetworkPolicy default-deny',
      }),
    ).toBeVisible();
  });

  it('shows what differs, field by field', async () => {
    renderDetail(aDriftedNamespace());
    const drift = within(
      await screen.findByRole('list', { name: 'Differences' }),
    );
    expect(drift.getByText('NetworkPolicy default-deny')).toBeInTheDocument();
    expect(drift.getByText('Missing')).toBeInTheDocument();
    expect(drift.getByText('Added beside it')).toBeInTheDocument();
    const cpu = await rowNamed('spec.hard["limits.cpu"]');
    expect(cpu.getByText('"2"')).toBeInTheDocument();
    expect(cpu.getByText('"64"')).toBeInTheDocument();
    const pods = await rowNamed('spec.hard.pods');
    expect(pods.getByText('Nothing')).toBeInTheDocument();
    expect(
      screen.getByText(/The platform team can repair it/),
    ).toBeInTheDocument();
  });

  it('says that nothing is known where nothing was compared', async () => {
    renderDetail(aManagedNamespace({ comparedAt: undefined }));
    expect(
      await screen.findByText(/That is no sign that all is well/),
    ).toBeInTheDocument();
    expect(
      screen.queryByText('Everything is as it was applied.'),
    ).not.toBeInTheDocument();
  });

  it('shows what was proved, what not and why, and who asked', async () => {
    renderDetail(aManagedNamespace({ proofs: someProofs() }));
    const privileged = await rowNamed(/A privileged Pod/);
    expect(privileged.getByText('Proved')).toBeInTheDocument();
    const registry = await rowNamed(/An image of a foreign registry/);
    expect(registry.getByText('Could not be proved')).toBeInTheDocument();
    expect(
      registry.getByText('A webhook that makes no dry runs answered first.'),
    ).toBeInTheDocument();
    const nodePort = await rowNamed(/A NodePort Service/);
    expect(nodePort.getByText('Failed')).toBeInTheDocument();
    expect(
      screen.getByText(/as system:serviceaccount:shift-down:prober/),
    ).toBeInTheDocument();
    expect(
      screen.getByText('Network policies: traffic is not tried.'),
    ).toBeInTheDocument();
  });

  it('shows what the team may do, and what it should not', async () => {
    renderDetail(aManagedNamespace({ proofs: someProofs() }));
    const deploy = await rowNamed('Create Deployments');
    expect(deploy.queryByText('Not as it should be')).not.toBeInTheDocument();
    const secrets = await rowNamed('Read Secrets');
    expect(secrets.getByText('Denied')).toBeInTheDocument();
    expect(secrets.getByText('Allowed')).toBeInTheDocument();
    expect(secrets.getByText('Not as it should be')).toBeInTheDocument();
    const quota = await rowNamed('Change the quota');
    expect(quota.getByText('Not known')).toBeInTheDocument();
    expect(screen.getByText('Asked for idp:team-a')).toBeInTheDocument();
  });

  it('leads to the exception under which the level is lowered', async () => {
    renderDetail(
      aManagedNamespace({
        wishedLevel: 'baseline',
        appliedLevel: 'baseline',
        exceptionId: '00000000-0000-4000-8000-00000000eeee',
      }),
    );
    expect(
      await screen.findByRole('link', { name: 'See the exception' }),
    ).toHaveAttribute(
      'href',
      '/security/exceptions/00000000-0000-4000-8000-00000000eeee',
    );
  });

  it('leads to the form where a lower level is only wished for', async () => {
    renderDetail(aManagedNamespace({ wishedLevel: 'baseline' }));
    expect(
      await screen.findByRole('link', { name: 'Ask for the exception' }),
    ).toHaveAttribute(
      'href',
      '/security/exceptions/new?entityRef=resource%3Adefault%2Fdemo-team-a-shop&control=namespace-level&cluster=demo&namespace=team-a-shop',
    );
  });

  it('leads to the pull request while it is proposed', async () => {
    const url = 'https://git.example.com/clusters/demo/pulls/4';
    renderDetail(
      aManagedNamespace({
        state: 'proposed',
        delivery: 'pull-request',
        pullRequestUrl: url,
      }),
    );
    expect(await screen.findByRole('link', { name: url })).toHaveAttribute(
      'href',
      url,
    );
    expect(
      screen.getByText('A pull request has to be merged'),
    ).toBeInTheDocument();
  });

  it.each([
    ['applying', 'It is being made'],
    ['partial', 'Some objects could not be written'],
    ['gone', 'The namespace is not there any more'],
  ] as const)('says what to do when it is %s', async (state, words) => {
    renderDetail(aManagedNamespace({ state }));
    expect(await screen.findByText(words)).toBeInTheDocument();
  });

  it('does not tell what is not there from what may not be seen', async () => {
    renderSecurityPage(
      new FakeShiftDownApi({}),
      '/managed-namespaces/demo/others',
    );
    expect(await screen.findByText('Nothing here for you')).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'All managed namespaces' }),
    ).toHaveAttribute('href', '/security/managed-namespaces');
  });
});

describe('what can be done with it', () => {
  it('repairs after saying what is put back and what is left alone', async () => {
    const api = renderDetail(aDriftedNamespace({ actions: ['repair'] }));
    await press('Repair');
    const plan = await dialog('Apply again what was applied?');
    expect(
      plan.getByText('NetworkPolicy default-deny: Made again'),
    ).toBeInTheDocument();
    expect(
      plan.getByText(
        'ResourceQuota quota: Put back (spec.hard["limits.cpu"], spec.hard.pods)',
      ),
    ).toBeInTheDocument();
    expect(plan.getByText('NetworkPolicy allow-all')).toBeInTheDocument();
    expect(api.namespaceActions).toEqual([]);
    await userEvent.click(plan.getByRole('button', { name: 'Repair' }));
    expect(
      await screen.findByText('It was applied again.'),
    ).toBeInTheDocument();
    expect(api.namespaceActions).toEqual([
      [{ cluster: 'demo', namespace: 'team-a-drifted' }, 'repair'],
    ]);
  });

  it('does nothing when it is not confirmed', async () => {
    const api = renderDetail(aDriftedNamespace({ actions: ['repair'] }));
    await press('Repair');
    await dialog('Apply again what was applied?');
    await userEvent.keyboard('{Escape}');
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
    expect(api.namespaceActions).toEqual([]);
  });

  it('upgrades after showing what changes', async () => {
    const api = renderDetail(
      aManagedNamespace({
        baselineVersion: '1.0.0',
        isBehind: true,
        delivery: 'pull-request',
        actions: ['repair', 'upgrade'],
      }),
    );
    await press('Upgrade to 2.0.0');
    const plan = await dialog('Apply baseline 2.0.0?');
    expect(
      await plan.findByText('No traffic but what is allowed'),
    ).toBeInTheDocument();
    expect(plan.getByText('Usual limits')).toBeInTheDocument();
    expect(plan.getByText(/a pull request is opened/)).toBeInTheDocument();
    await userEvent.click(
      plan.getByRole('button', { name: 'Upgrade to 2.0.0' }),
    );
    await waitFor(() =>
      expect(api.namespaceActions.map(([, action]) => action)).toEqual([
        'upgrade',
      ]),
    );
  });

  it('says so where it is not known what an upgrade changes', async () => {
    renderDetail(
      aManagedNamespace({
        baselineVersion: '0.9.0',
        isBehind: true,
        actions: ['upgrade'],
      }),
    );
    await press('Upgrade to 2.0.0');
    expect(
      await screen.findByText('What changes could not be found out'),
    ).toBeInTheDocument();
  });

  it.each([
    ['Prove it', 'verify', 'Dry runs were made; see what they proved.'],
    [
      'Tell the catalog',
      'register',
      'The catalog was told; it may take some seconds.',
    ],
  ] as const)(
    '%s: at once, for nothing is written',
    async (name, action, done) => {
      const api = renderDetail(
        aManagedNamespace({ actions: ['verify', 'register'] }),
      );
      await press(name);
      expect(await screen.findByText(done)).toBeInTheDocument();
      expect(api.namespaceActions.map(([, it]) => it)).toEqual([action]);
    },
  );

  it('ends the record of what is gone, and leads to the list', async () => {
    renderDetail(aManagedNamespace({ state: 'gone', actions: ['forget'] }));
    await press('End the record');
    const plan = await dialog('End the record of this namespace?');
    await userEvent.click(plan.getByRole('button', { name: 'End the record' }));
    expect(await screen.findByText('1 namespace')).toBeInTheDocument();
  });

  it('says why something did not work', async () => {
    const namespace = aManagedNamespace({ actions: ['verify'] });
    const api = new FakeShiftDownApi({ managedNamespaces: [namespace] });
    jest
      .spyOn(api, 'changeManagedNamespace')
      .mockRejectedValue(apiError(409, 'Something else is under way.'));
    renderDetail(namespace, api);
    await press('Prove it');
    expect(
      await screen.findByText('Something else is under way.'),
    ).toBeInTheDocument();
  });
});
