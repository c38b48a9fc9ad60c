import { renderInTestApp } from '@backstage/frontend-test-utils';
import { catalogApiRef, entityRouteRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import type { NamespaceDetail } from '@shift-down/plugin-shift-down-common/client';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { shiftDownApiRef } from '../../api';
import {
  apiError,
  FakeShiftDownApi,
} from '../../__testUtils__/FakeShiftDownApi';
import {
  aNamespace,
  aSourceList,
  hoursAgo,
} from '../../__testUtils__/fixtures';
import { rowNamed } from '../../__testUtils__/renderSources';
import { currentSearch, LocationProbe } from '../../__testUtils__/renderTab';
import { NamespacesPage } from './NamespacesPage';

const OPEN = '?in=demo&open=payments';

function renderPage(
  options: {
    namespaces?: NamespaceDetail[];
    search?: string;
    api?: FakeShiftDownApi;
  } = {},
) {
  const api =
    options.api ??
    new FakeShiftDownApi({
      namespaces: options.namespaces ?? [aNamespace()],
      sources: aSourceList(),
    });
  renderInTestApp(
    <>
      <NamespacesPage />
      <LocationProbe />
    </>,
    {
      apis: [
        [shiftDownApiRef, api],
        [catalogApiRef, catalogApiMock()],
      ],
      mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
      initialRouteEntries: [`/${options.search ?? ''}`],
    },
  );
  return api;
}

/** The namespace that the URL opens, with these differences. */
async function openedNamespace(overrides: Partial<NamespaceDetail> = {}) {
  renderPage({ namespaces: [aNamespace(overrides)], search: OPEN });
  const region = await screen.findByRole('region', {
    name: 'payments in demo',
  });
  await within(region).findByRole('heading', { name: 'Pod Security' });
  return within(region);
}

describe('states of the page', () => {
  it('says that it loads', () => {
    const api = new FakeShiftDownApi({});
    jest.spyOn(api, 'listNamespaces').mockReturnValue(new Promise(() => {}));
    renderPage({ api });
    expect(screen.getByText('Loading namespaces…')).toBeInTheDocument();
  });

  it('says what failed, and tries again', async () => {
    const api = new FakeShiftDownApi({ namespaces: [aNamespace()] });
    jest
      .spyOn(api, 'listNamespaces')
      .mockRejectedValueOnce(apiError(500, 'The database does not answer.'));
    renderPage({ api });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The database does not answer.',
    );
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await rowNamed(/payments/)).toBeDefined();
  });

  it('says one thing for unknown and forbidden', async () => {
    const api = new FakeShiftDownApi({});
    jest.spyOn(api, 'listNamespaces').mockRejectedValue(apiError(403, 'no'));
    renderPage({ api });
    expect(
      await screen.findByRole('heading', { name: 'Nothing here for you' }),
    ).toBeInTheDocument();
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });

  it('tells an empty list from one that a filter empties', async () => {
    renderPage({ namespaces: [] });
    expect(
      await screen.findByRole('heading', {
        name: 'No namespace that you may see',
      }),
    ).toBeInTheDocument();
  });

  it('says that a filter matches nothing', async () => {
    renderPage({ search: '?text=nonsense' });
    expect(
      await screen.findByText('No namespace matches these filters.'),
    ).toBeInTheDocument();
  });
});

describe('list', () => {
  it('tells readiness in words, what is enforced and what comes next', async () => {
    renderPage();
    const row = await rowNamed(/payments/);
    expect(row.getByText('2 of 3 workloads meet restricted')).toBeVisible();
    expect(row.getByText('All 3 workloads meet baseline')).toBeVisible();
    expect(row.getByText('Enforces baseline')).toBeVisible();
    expect(row.getByText('version v1.34')).toBeVisible();
    expect(
      row.getByText('1 workload does not meet restricted yet'),
    ).toBeVisible();
    expect(screen.getByText('1 namespace')).toBeInTheDocument();
    expect(row.getByRole('link', { name: 'payments' })).toHaveAttribute(
      'href',
      '/?in=demo&open=payments',
    );
  });

  it('never calls a namespace ready of which nothing is known', async () => {
    renderPage({
      namespaces: [
        aNamespace({
          version: undefined,
          enforces: undefined,
          freshness: 'failed',
          levels: [],
          workloads: 0,
        }),
      ],
    });
    const row = await rowNamed(/payments/);
    expect(row.getByText('Not evaluated yet')).toBeVisible();
    expect(row.getByText('Failed')).toBeVisible();
    expect(row.getAllByText('Not known')).toHaveLength(2);
    expect(row.queryByText(/All|Enforces/)).not.toBeInTheDocument();
  });

  it('says where others may be that the reader may not see', async () => {
    renderPage({ namespaces: [aNamespace({ complete: false })] });
    expect(
      (await rowNamed(/payments/)).getByText('Your workloads only'),
    ).toBeVisible();
  });

  it('asks for what the URL says', async () => {
    const api = renderPage({ search: '?text=pay&cluster=demo&cursor=0' });
    await waitFor(() =>
      expect(api.namespaceQueries.at(-1)).toEqual({
        text: 'pay',
        cluster: ['demo'],
        cursor: '0',
        limit: 25,
      }),
    );
  });

  it('puts a chosen cluster in the URL', async () => {
    renderPage();
    await rowNamed(/payments/);
    await userEvent.click(screen.getByRole('button', { name: /Cluster/ }));
    await userEvent.click(
      await screen.findByRole('option', { name: 'Demo cluster' }),
    );
    await waitFor(() =>
      expect(currentSearch().getAll('cluster')).toEqual(['demo']),
    );
  });

  it('leads through its pages', async () => {
    renderPage({
      namespaces: Array.from({ length: 30 }, (_, index) =>
        aNamespace({ namespace: `team-${index}` }),
      ),
    });
    await rowNamed(/team-0/);
    await userEvent.click(screen.getByRole('button', { name: /Next/ }));
    expect(await rowNamed(/team-29/)).toBeDefined();
  });
});

describe('a namespace', () => {
  it('tells why a workload does not meet a level, and which field to change', async () => {
    const region = await openedNamespace();
    expect(region.getAllByText('Deployment ledger')[0]).toBeVisible();
    expect(
      region.getByText(
        'Containers must be made to run as a user other than root',
      ),
    ).toBeVisible();
    expect(
      region.getByText(
        'container "book" must set securityContext.runAsNonRoot=true',
      ),
    ).toBeVisible();
    expect(
      region.getByText('spec.template.spec.containers[0].securityContext'),
    ).toBeVisible();
    expect(region.getByText('2 workloads meet restricted')).toBeVisible();
    expect(
      region.getByText(/1 workload does not meet restricted yet. Once it does/),
    ).toBeVisible();
    expect(
      region.queryByRole('region', { name: /Labels for Namespace/ }),
    ).not.toBeInTheDocument();
  });

  it('keeps what is unknown apart, with its reason', async () => {
    const region = await openedNamespace();
    await userEvent.click(
      region.getByText('What else these workloads do not pass'),
    );
    expect(
      region.getByText('It asks for the user, who is not known here'),
    ).toBeVisible();
    expect(region.getByText('Unknown')).toBeVisible();
  });

  it('gives the labels to set once all workloads meet a level', async () => {
    const region = await openedNamespace({
      levels: [
        { level: 'baseline', meets: 3, fails: 0, unknown: 0 },
        { level: 'restricted', meets: 3, fails: 0, unknown: 0 },
      ],
      suggestion: {
        level: 'restricted',
        labels: {
          'pod-security.kubernetes.io/enforce': 'restricted',
          'pod-security.kubernetes.io/enforce-version': 'v1.36',
        },
      },
    });
    expect(
      region.getByRole('region', { name: 'Labels for Namespace payments' }),
    ).toHaveTextContent(
      'metadata: labels: pod-security.kubernetes.io/enforce: restricted pod-security.kubernetes.io/enforce-version: v1.36',
    );
    expect(region.getByRole('button', { name: /^Copy/ })).toBeVisible();
  });

  it('says nothing of the whole to who sees a part', async () => {
    const region = await openedNamespace({
      complete: false,
      checks: undefined,
      access: undefined,
      identities: undefined,
    });
    expect(
      region.getByText('You see your own workloads in this namespace'),
    ).toBeVisible();
    expect(region.getByText(/ask the platform team/)).toBeVisible();
    expect(region.getByText(/is shown to its owner/)).toBeVisible();
    expect(
      region.queryByRole('heading', { name: /Who can do what/ }),
    ).not.toBeInTheDocument();
  });

  it('says that what it shows is stale', async () => {
    const region = await openedNamespace({
      freshness: 'stale',
      freshSince: hoursAgo(5),
    });
    expect(
      region.getByText('This is what was seen last, and it is stale'),
    ).toBeVisible();
    expect(region.getByText(/5 hours ago.*unknown/)).toBeVisible();
  });

  it('answers alike for one that is unknown and one that is forbidden', async () => {
    renderPage({ search: '?in=demo&open=other' });
    expect(
      await screen.findByRole('heading', { name: 'Nothing here for you' }),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'See all namespaces that you may see' }),
    ).toHaveAttribute('href', expect.not.stringContaining('open='));
    expect(await rowNamed(/payments/)).toBeDefined();
  });

  describe('network isolation', () => {
    const row = (region: ReturnType<typeof within>) =>
      within(
        region
          .getByRole('rowheader', { name: 'Deployment ledger' })
          .closest('tr')!,
      );

    it('names the policy that undoes it', async () => {
      const region = await openedNamespace();
      expect(region.getByText('Enforced by cilium.')).toBeVisible();
      expect(row(region).getByText('Only what is allowed')).toBeVisible();
      expect(row(region).getByText('by default-deny')).toBeVisible();
      expect(row(region).getByText('Open')).toBeVisible();
      expect(
        row(region).getByText(
          'NetworkPolicy allow-all allows traffic to every Pod',
        ),
      ).toBeVisible();
    });

    it('is declared only where nobody says what enforces it', async () => {
      const region = await openedNamespace({ isolationProvider: undefined });
      expect(region.getByText(/^Declared only/)).toBeVisible();
      expect(row(region).getByText('Declared')).toBeVisible();
      expect(
        row(region).queryByText('Only what is allowed'),
      ).not.toBeInTheDocument();
    });
  });

  describe('access', () => {
    it('tells who can do what and how, the platform folded away', async () => {
      const region = await openedNamespace();
      expect(region.getAllByText('Group team-payments')[0]).toBeVisible();
      expect(region.getByText('May read Secrets')).toBeVisible();
      expect(
        region.getByText('by RoleBinding payments-admins, ClusterRole admin'),
      ).toBeVisible();
      expect(
        region.getByText(
          'May change admission policies and webhooks in every namespace',
        ),
      ).toBeVisible();
      expect(
        region.getByText(
          'by ClusterRoleBinding operator, ClusterRole operator, as Service account operator of namespace payments, only guard',
        ),
      ).toBeVisible();
      expect(region.getByText('1 whom the platform trusts')).toBeVisible();
    });

    it.each([
      [[], undefined, 'Nobody but the platform.'],
      [[], 'Roles could not be read', 'Roles could not be read'],
    ])('says of %j, unknown %s: %s', async (access, accessUnknown, words) => {
      const region = await openedNamespace({
        access,
        accessUnknown,
        identities: [],
      });
      expect(region.getByText(words)).toBeVisible();
      // Nobody is said to be "nobody" where that is not known.
      expect(region.queryAllByText('Nobody but the platform.')).toHaveLength(
        accessUnknown ? 0 : 1,
      );
    });
  });

  it('tells which cloud identity a workload has, and who else can get it', async () => {
    const region = await openedNamespace();
    expect(
      region.getByText('arn:aws:iam::123456789012:role/payments-api'),
    ).toBeVisible();
    expect(region.getByText(/Used by Deployment payments-api/)).toBeVisible();
    expect(region.getByText('trusted by the platform')).toBeVisible();
  });

  it('tells what does not pass of the namespace itself', async () => {
    const region = await openedNamespace();
    expect(
      region.getByText('Namespaces must have a quota and default limits'),
    ).toBeVisible();
    expect(
      region.getByText('Namespace payments has no ResourceQuota'),
    ).toBeVisible();
  });
});
