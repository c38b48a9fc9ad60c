import { SOURCE_KINDS } from '@shift-down/plugin-shift-down-common';
import type { SourceStatus } from '@shift-down/plugin-shift-down-common/client';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  aCluster,
  anExemption,
  aSource,
  aSourceList,
  hoursAgo,
} from '../../__testUtils__/fixtures';
import { renderSources, rowNamed } from '../../__testUtils__/renderSources';

type Cluster = Parameters<typeof aCluster>[0];

function renderCluster(
  cluster: Cluster,
  list: Parameters<typeof aSourceList>[0] = {},
) {
  renderSources({
    sources: aSourceList({ clusters: [aCluster(cluster)], ...list }),
  });
}

function renderSource(source: Partial<SourceStatus>, cluster: Cluster = {}) {
  renderCluster({ ...cluster, sources: [aSource(source)] });
}

describe('sources of a cluster', () => {
  it.each([
    ['fresh', 'Fresh'],
    ['stale', 'Stale'],
    ['forbidden', 'Not allowed'],
    ['failed', 'Failed'],
  ] as const)('say in words that they are %s', async (state, word) => {
    renderSource({
      state,
      since: hoursAgo(3),
      objects: 1234,
      error: state === 'fresh' ? undefined : 'etcdserver: request timed out',
    });
    const row = await rowNamed('Policy reports');
    expect(row.getByText(word)).toBeInTheDocument();
    expect(row.getByText('3 hours ago')).toBeInTheDocument();
    expect(row.getByText('1 hour ago')).toBeInTheDocument();
    expect(row.getByText('1,234')).toBeInTheDocument();
    expect(Boolean(row.queryByText('etcdserver: request timed out'))).toBe(
      state !== 'fresh',
    );
  });

  it('come in groups, each with people’s words', async () => {
    renderCluster({ sources: SOURCE_KINDS.map(kind => aSource({ kind })) });
    for (const group of [
      'Workloads and namespaces',
      'Reports',
      'Guardrails',
      'Access',
    ]) {
      expect(
        await screen.findByRole('grid', { name: `${group} of Demo cluster` }),
      ).toBeInTheDocument();
    }
    for (const header of screen.getAllByRole('rowheader')) {
      expect(SOURCE_KINDS).not.toContain(header.textContent);
    }
  });

  it('that are not installed are folded away', async () => {
    renderCluster({
      sources: [
        aSource(),
        aSource({ kind: 'Report', state: 'not-installed' }),
        aSource({ kind: 'ClusterReport', state: 'not-installed' }),
      ],
    });
    const fold = await screen.findByText(
      '2 kinds are not installed in this cluster',
    );
    expect(fold.closest('details')).not.toHaveAttribute('open');
    expect(
      screen.queryByRole('rowheader', { name: 'OpenReports reports' }),
    ).toBeNull();
    await userEvent.click(fold);
    expect(screen.getByText('OpenReports reports')).toBeVisible();
  });

  it('tell warnings, cut lists and what was dropped', async () => {
    renderSource({
      warnings: ['payments/report-1: larger than 16 MB, passed over'],
      cut: [{ policy: 'required-labels', listed: 20, total: 500 }],
      dropped: 3,
    });
    const row = await rowNamed('Policy reports');
    expect(
      row.getByText('payments/report-1: larger than 16 MB, passed over'),
    ).toBeInTheDocument();
    expect(
      row.getByText(/required-labels: 20 of 500 violations listed/),
    ).toBeInTheDocument();
    expect(row.getByText(/^3 results were dropped/)).toBeInTheDocument();
  });

  it('that may not be read come with what to grant', async () => {
    renderCluster({
      sources: [
        aSource({ state: 'forbidden' }),
        aSource({ kind: 'Newcomer', state: 'forbidden' }),
      ],
    });
    const rules = await screen.findByRole('region', {
      name: 'Rules for the collector’s role',
    });
    expect(rules).toHaveTextContent('wgpolicyk8s.io');
    expect(rules).toHaveTextContent('policyreports');
    expect(
      screen.getByText('No rule is known for: Newcomer.'),
    ).toBeInTheDocument();
  });
});

describe('how far reports are believed', () => {
  it.each([
    ['trusted', 'Believed'],
    ['untrusted', 'Passes not believed'],
    ['rbac', 'Believed where only the platform can write'],
    ['unknown', 'Nobody can tell who may write them'],
  ] as const)('is told in words: %s', async (reportTrust, word) => {
    renderCluster({ reportTrust, reportTrustReason: 'Because of this.' });
    const section = (
      await screen.findByRole('heading', {
        name: 'How far its reports are believed',
      })
    ).closest('section')!;
    expect(within(section).getByText(word)).toBeInTheDocument();
    expect(within(section).getByText('Because of this.')).toBeInTheDocument();
  });
});

describe('who can write reports', () => {
  const trusted = {
    writer: 'group:platform-admins',
    via: 'ClusterRoleBinding platform',
    namespace: '',
    trusted: true,
  };
  const other = {
    writer: 'serviceaccount:ci:deployer',
    via: 'RoleBinding payments/deployers',
    namespace: 'payments',
    trusted: false,
  };

  it('lists those who are not trusted first, with binding', async () => {
    renderSource({ writers: [trusted, other], writersTotal: 41 });
    const row = await rowNamed('Policy reports');
    expect(row.getByText('1 other')).toBeInTheDocument();
    const [first, second, more] = row.getAllByRole('listitem', {
      hidden: true,
    });
    expect(first).toHaveTextContent(
      'Service account deployer of namespace ci in namespace payments',
    );
    expect(first).toHaveTextContent('by RoleBinding payments/deployers');
    expect(first).toHaveTextContent('Not trusted');
    expect(second).toHaveTextContent(
      'Group platform-admins in every namespace',
    );
    expect(more).toHaveTextContent('and 39 more');
  });

  it('counts no further than it was told', async () => {
    renderSource({ writers: [other], writersTotal: 2 });
    expect(
      (await rowNamed('Policy reports')).getByText('At least 1 other'),
    ).toBeInTheDocument();
  });

  it.each([
    ['Nobody but the platform', { writers: [], writersTotal: 0 }, 'rbac'],
    ['Nobody but the platform', { writers: [trusted] }, 'rbac'],
    [
      'Not known: its access rules can’t be read',
      { writers: [], writersTotal: 0 },
      'unknown',
    ],
    ['Not looked at', {}, 'trusted'],
    ['Not looked at', { writers: [], writersTotal: 0 }, 'untrusted'],
    ['Not told', {}, 'rbac'],
  ] as const)('says “%s”', async (words, source, reportTrust) => {
    renderSource(
      {
        ...source,
        writers: 'writers' in source ? [...source.writers] : undefined,
      },
      { reportTrust },
    );
    const row = await rowNamed('Policy reports');
    expect(row.getByText(words)).toBeInTheDocument();
    expect(row.queryAllByText('Nobody but the platform')).toHaveLength(
      words === 'Nobody but the platform' ? 1 : 0,
    );
  });
});

describe('exempt outside the process', () => {
  const exceptions = (state: SourceStatus['state']) => ({
    sources: [aSource({ kind: 'PolicyException', state })],
  });

  it('lists policies, rules, scope, reason and end', async () => {
    renderCluster(exceptions('fresh'), {
      exemptions: [
        anExemption(),
        anExemption({ name: 'for-now', reason: '', expiresAt: hoursAgo(-49) }),
        anExemption({ name: 'elsewhere', cluster: 'other' }),
      ],
      exemptionsTotal: 3,
    });
    const row = await rowNamed(/let-the-agent-in/);
    expect(row.getByText('disallow-host-path: host-path')).toBeInTheDocument();
    expect(
      row.getByText('disallow-privileged-containers: every rule'),
    ).toBeInTheDocument();
    expect(row.getByText(/Pods whose name begins with/)).toBeInTheDocument();
    expect(row.getByText(/The vendor’s agent/)).toBeInTheDocument();
    expect(row.getByText('Never, by itself')).toBeInTheDocument();
    const second = await rowNamed(/for-now/);
    expect(second.getByText('None given')).toBeInTheDocument();
    expect(second.getByText('in 2 days')).toBeInTheDocument();
    expect(screen.queryByText('elsewhere')).toBeNull();
  });

  it('says “none” only where exceptions were read', async () => {
    renderCluster(exceptions('fresh'));
    expect(await screen.findByText('None is known.')).toBeInTheDocument();
  });

  it.each([
    ['forbidden', /There may be others: the portal may not read/],
    ['failed', /There may be others: reading exceptions failed/],
    ['stale', /have not been read for a while/],
    ['not-installed', /No engine with exceptions of its own/],
  ] as const)('doesn’t where they are %s', async (state, words) => {
    renderCluster(exceptions(state));
    expect(await screen.findByText(words)).toBeInTheDocument();
    expect(screen.queryByText('None is known.')).toBeNull();
  });

  it('says where the list was cut', async () => {
    renderCluster(exceptions('fresh'), { exemptionsTotal: 1234 });
    expect(
      await screen.findByText(/first 0 of 1,234 over all clusters/),
    ).toBeInTheDocument();
    expect(screen.queryByText('None is known.')).toBeNull();
  });
});

describe('namespaces without an owner', () => {
  const unbound = (number: number) =>
    Array.from({ length: number }, (_, index) => ({
      cluster: 'demo',
      namespace: `sandbox-${index + 1}`,
      workloads: index,
      label: 'shift-down.io/owner: <group>',
      config: `- { namespace: 'sandbox-${index + 1}' }`,
    }));

  it('come with what to paste', async () => {
    const user = userEvent.setup();
    const copy = jest.spyOn(navigator.clipboard, 'writeText');
    renderCluster({}, { unboundNamespaces: unbound(1) });
    await user.click(await screen.findByText(/^sandbox-1/));
    expect(
      screen.getByRole('region', { name: 'Label for Namespace sandbox-1' }),
    ).toHaveTextContent('shift-down.io/owner: <group>');
    await user.click(
      screen.getByRole('button', {
        name: 'Copy: Label for Namespace sandbox-1',
      }),
    );
    expect(copy).toHaveBeenCalledWith('shift-down.io/owner: <group>');
  });

  it('show the rest on demand', async () => {
    renderCluster({}, { unboundNamespaces: unbound(13) });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Show 3 more' }),
    );
    expect(screen.getByText(/^sandbox-13/)).toBeInTheDocument();
  });

  it('are called none only where namespaces were read', async () => {
    renderSource({ kind: 'Namespace', state: 'failed' });
    await rowNamed('Namespaces');
    expect(screen.queryByText('Every namespace has an owner.')).toBeNull();
  });
});

describe('events and what nobody owns', () => {
  it('tells the last events, the rest on demand', async () => {
    renderCluster({
      events: Array.from({ length: 10 }, (_, index) => ({
        at: hoursAgo(index + 1),
        kind: 'PolicyReport',
        level: 'warning' as const,
        message: `event ${index + 1}`,
      })),
    });
    expect(
      await screen.findByText(/Policy reports: event 1\b/),
    ).toHaveTextContent('Warning');
    expect(screen.queryByText(/event 10/)).toBeNull();
    await userEvent.click(
      screen.getByRole('button', { name: 'Show 2 more events' }),
    );
    expect(screen.getByText(/event 10/)).toBeInTheDocument();
  });

  it('says how much belongs to nobody', async () => {
    renderCluster({}, { unowned: { workloads: 12, findings: 1 } });
    expect(
      await screen.findByText(
        /12 workloads belong to no entity. 1 finding reaches nobody./,
      ),
    ).toBeInTheDocument();
  });
});
