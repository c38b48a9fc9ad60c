import type { ListFindingsQuery } from '@shift-down/plugin-shift-down-common/client';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  apiError,
  FakeShiftDownApi,
} from '../../__testUtils__/FakeShiftDownApi';
import {
  aFinding,
  aPosture,
  aVulnerability,
  findingId,
  hoursAgo,
} from '../../__testUtils__/fixtures';
import {
  currentSearch,
  renderEntityExtension,
} from '../../__testUtils__/renderTab';

const findings = [
  aFinding({ id: findingId(1), title: 'Privileged container' }),
  aFinding({
    id: findingId(2),
    title: 'Runs as root',
    severity: 'high',
    policy: 'require-run-as-nonroot',
    controlId: 'drop-all-capabilities',
  }),
  aFinding({
    id: findingId(3),
    title: 'Host path is mounted',
    severity: 'medium',
    responsibility: 'platform',
    result: 'unknown',
    reason: 'Skipped under the exception “legacy-agent”.',
    policy: 'disallow-host-path',
  }),
];

function renderFindings(
  options: {
    search?: string;
    posture?: Parameters<typeof aPosture>[0];
    findings?: typeof findings;
  } = {},
) {
  const api = new FakeShiftDownApi({
    postures: [aPosture(options.posture)],
    findings: options.findings ?? findings,
  });
  renderEntityExtension({ api, search: options.search });
  return api;
}

const lastQuery = (api: FakeShiftDownApi) => api.findingQueries.at(-1);

describe('list of findings', () => {
  it('asks for the policy findings of the entity, worst first', async () => {
    const api = renderFindings();
    expect(
      await screen.findByRole('rowheader', { name: /Privileged container/ }),
    ).toBeInTheDocument();
    expect(lastQuery(api)).toMatchObject({
      entityRef: 'component:default/payments-api',
      type: 'policy',
      sort: '-severity',
    });
    expect(screen.getByText('3 findings')).toBeInTheDocument();
  });

  it('shows an unknown result as unknown, never as a pass', async () => {
    renderFindings();
    const row = (
      await screen.findByRole('rowheader', { name: /Host path/ })
    ).closest('tr');
    expect(within(row!).getByText('Unknown')).toBeInTheDocument();
    expect(within(row!).queryByText('Passes')).not.toBeInTheDocument();
  });

  it.each<[string, Partial<ListFindingsQuery>]>([
    ['severity=high&severity=medium', { severity: ['high', 'medium'] }],
    ['result=unknown', { result: ['unknown'] }],
    ['responsibility=platform', { responsibility: ['platform'] }],
    ['area=misconfigurations', { area: ['misconfigurations'] }],
    ['control=a&control=b', { control: ['a', 'b'] }],
    ['policy=p', { policy: ['p'] }],
    ['cluster=demo&namespace=payments', { cluster: ['demo'] }],
    ['namespace=payments', { namespace: ['payments'] }],
    ['text=root', { text: 'root' }],
    ['sort=firstSeen', { sort: 'firstSeen' }],
    ['cursor=abc', { cursor: 'abc' }],
    ['group=policy', { sort: 'policy' }],
    [
      'severity=nonsense&sort=nonsense',
      { severity: undefined, sort: '-severity' },
    ],
  ])('reads %s from the URL', async (search, expected) => {
    const api = renderFindings({ search: `?${search}` });
    await waitFor(() => expect(lastQuery(api)).toMatchObject(expected));
  });

  it('counts what each filter would leave, by the words of the vocabulary', async () => {
    renderFindings();
    const rail = await screen.findByRole('group', { name: 'Filters' });
    const severities = await within(rail).findByRole('group', {
      name: 'Severity',
    });
    expect(
      within(severities)
        .getAllByRole('checkbox')
        .map(box => box.closest('label')?.textContent),
    ).toEqual(['Critical (1)', 'High (1)', 'Medium (1)']);
    expect(
      within(rail).getByRole('checkbox', {
        name: 'Containers are not privileged (2)',
      }),
    ).toBeInTheDocument();
    expect(
      within(rail).getByRole('checkbox', { name: 'Application team (2)' }),
    ).toBeInTheDocument();
  });

  it('puts a chosen filter in the URL and asks the API from the first page', async () => {
    const api = renderFindings({ search: '?cursor=1' });
    await userEvent.click(
      await screen.findByRole('checkbox', { name: /^High/ }),
    );
    await waitFor(() => expect(lastQuery(api)?.severity).toEqual(['high']));
    expect(lastQuery(api)?.cursor).toBeUndefined();
    expect(currentSearch().getAll('severity')).toEqual(['high']);
    expect(currentSearch().has('cursor')).toBe(false);
    expect(
      await screen.findByRole('checkbox', { name: /^High/ }),
    ).toBeChecked();
  });

  it('keeps a chosen filter on show where it leaves nothing, and clears all', async () => {
    renderFindings({ search: '?severity=low&text=root' });
    expect(
      await screen.findByText('No finding matches these filters.'),
    ).toBeInTheDocument();
    expect(screen.getByRole('checkbox', { name: 'Low (0)' })).toBeChecked();
    await userEvent.click(
      screen.getByRole('button', { name: 'Clear filters' }),
    );
    expect(await screen.findByText('3 findings')).toBeInTheDocument();
    expect(currentSearch().toString()).toBe('');
  });

  it('searches once typing pauses', async () => {
    const api = renderFindings();
    await userEvent.type(
      await screen.findByRole('searchbox', { name: 'Search findings' }),
      'root',
    );
    await waitFor(() => expect(lastQuery(api)?.text).toBe('root'));
    expect(api.findingQueries.map(({ text }) => text)).not.toContain('ro');
    expect(currentSearch().get('text')).toBe('root');
    expect(await screen.findByText('1 finding')).toBeInTheDocument();
  });

  it('sorts in the database', async () => {
    const api = renderFindings();
    await userEvent.click(
      await screen.findByRole('columnheader', { name: /First seen/ }),
    );
    await waitFor(() => expect(lastQuery(api)?.sort).toBe('firstSeen'));
    expect(currentSearch().get('sort')).toBe('firstSeen');
  });

  it('groups by policy', async () => {
    const api = renderFindings();
    await userEvent.click(
      await screen.findByRole('switch', { name: 'Group by policy' }),
    );
    expect(
      await screen.findByRole('grid', { name: 'require-run-as-nonroot' }),
    ).toBeInTheDocument();
    expect(lastQuery(api)?.sort).toBe('policy');
    expect(currentSearch().get('group')).toBe('policy');
  });

  it('pages by cursor, forwards and back', async () => {
    const many = Array.from({ length: 60 }, (_, index) =>
      aFinding({ id: findingId(index), title: `Finding ${index}` }),
    );
    renderFindings({ findings: many });
    const next = await screen.findByRole('button', { name: 'Next' });
    await userEvent.click(next);
    expect(
      await screen.findByRole('rowheader', { name: /Finding 25/ }),
    ).toBeInTheDocument();
    expect(currentSearch().get('cursor')).toBe('25');
    await userEvent.click(screen.getByRole('button', { name: 'Previous' }));
    expect(
      await screen.findByRole('rowheader', { name: /Finding 0/ }),
    ).toBeInTheDocument();
    expect(currentSearch().has('cursor')).toBe(false);
  });

  it('leads from a shared later page to the first one', async () => {
    const many = Array.from({ length: 30 }, (_, index) =>
      aFinding({ id: findingId(index), title: `Finding ${index}` }),
    );
    renderFindings({ findings: many, search: '?cursor=25' });
    await userEvent.click(
      await screen.findByRole('button', { name: 'First page' }),
    );
    expect(
      await screen.findByRole('rowheader', { name: /Finding 0/ }),
    ).toBeInTheDocument();
  });

  it('says what failed', async () => {
    const api = new FakeShiftDownApi({ postures: [aPosture()] });
    jest
      .spyOn(api, 'listFindings')
      .mockRejectedValue(apiError(400, 'The cursor is of another list.'));
    renderEntityExtension({ api });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The cursor is of another list.',
    );
  });
});

describe('empty list of findings', () => {
  it.each([
    [
      'everything is known and passes',
      { coverage: 1, failing: 0, unknown: 0, passing: 4 },
      'Clean: every check is known and none fails.',
    ],
    [
      'something is unknown',
      { coverage: 0.826, failing: 0, unknown: 1, passing: 4 },
      'No failing findings among the 82% known. The rest is unknown, not clean.',
    ],
    [
      'something else fails',
      { coverage: 1, failing: 1, unknown: 0, passing: 4 },
      'No policy finding. Checks that fail are under Controls and Images.',
    ],
  ])('says the right thing where %s', async (_, posture, text) => {
    renderFindings({ posture, findings: [] });
    expect(await screen.findByText(text)).toBeInTheDocument();
    expect(screen.queryAllByText(/^Clean/)).toHaveLength(
      text.startsWith('Clean') ? 1 : 0,
    );
  });
});

describe('list of vulnerabilities', () => {
  const vulnerabilities = [
    aVulnerability({ layer: 'base', dueAt: hoursAgo(30), overdue: true }),
    aVulnerability({
      id: findingId(101),
      advisory: 'CVE-2099-0002',
      layer: 'application',
      dueAt: hoursAgo(-300),
    }),
    aVulnerability({
      id: findingId(102),
      advisory: 'CVE-2099-0003',
      result: 'not-applicable',
      suppression: {
        status: 'not_affected',
        author: 'Platform',
        trusted: true,
        source: 'git',
      },
    }),
  ];
  const rowOf = async (name: string) =>
    within(
      (
        await screen.findByRole('rowheader', { name: new RegExp(name) })
      ).closest('tr')!,
    );

  it('is one step from the policies, without their filters', async () => {
    const api = renderFindings({
      findings: [...findings, ...vulnerabilities],
      search: '?policy=disallow-host-path&severity=critical',
    });
    await userEvent.click(
      await screen.findByRole('radio', { name: 'Vulnerabilities' }),
    );
    expect(await rowOf('CVE-2099-0001')).toBeDefined();
    expect(currentSearch().toString()).toBe(
      'severity=critical&type=vulnerability',
    );
    expect(lastQuery(api)).toMatchObject({
      type: 'vulnerability',
      policy: undefined,
    });
    expect(
      screen.queryByRole('switch', { name: 'Group by policy' }),
    ).not.toBeInTheDocument();
  });

  it('shows layer, due date, what is overdue and what is suppressed', async () => {
    renderFindings({
      findings: vulnerabilities,
      search: '?type=vulnerability',
    });
    const overdue = await rowOf('CVE-2099-0001');
    expect(overdue.getByText('Golden base')).toBeInTheDocument();
    expect(overdue.getByText('Overdue')).toBeInTheDocument();
    const due = await rowOf('CVE-2099-0002');
    expect(due.getByText('On top of the base')).toBeInTheDocument();
    expect(due.getByText(/^Due in/)).toBeInTheDocument();
    const suppressed = await rowOf('CVE-2099-0003');
    expect(suppressed.getByText('Layer not known')).toBeInTheDocument();
    expect(suppressed.getByText('Suppressed')).toBeInTheDocument();
    expect(suppressed.getByText('Does not apply')).toBeInTheDocument();
    expect(suppressed.getByText('No due date')).toBeInTheDocument();
  });

  it.each<[string, Partial<ListFindingsQuery>]>([
    ['layer=base', { layer: 'base' }],
    ['layer=nonsense', { layer: undefined }],
    ['overdue=true', { overdue: true }],
    ['fixable=true', { fixable: true }],
    ['suppressed=true', { suppressed: true }],
    ['suppressed=false', { suppressed: false }],
    ['suppressed=nonsense', { suppressed: undefined }],
    ['sort=-due', { sort: '-due' }],
  ])('reads %s from the URL', async (search, expected) => {
    const api = renderFindings({ search: `?type=vulnerability&${search}` });
    await waitFor(() => expect(lastQuery(api)).toMatchObject(expected));
  });

  it('leaves what is overdue', async () => {
    const api = renderFindings({
      findings: vulnerabilities,
      search: '?type=vulnerability',
    });
    await userEvent.click(
      await screen.findByRole('switch', { name: 'Only overdue' }),
    );
    await waitFor(() =>
      expect(screen.queryByText('CVE-2099-0002')).not.toBeInTheDocument(),
    );
    expect(lastQuery(api)).toMatchObject({ overdue: true });
    await userEvent.click(
      screen.getByRole('button', { name: 'Clear filters' }),
    );
    expect(await rowOf('CVE-2099-0002')).toBeDefined();
    expect(currentSearch().toString()).toBe('type=vulnerability');
  });

  it('never calls an empty list clean', async () => {
    renderFindings({
      findings: [],
      posture: { coverage: 1, failing: 0, unknown: 0, passing: 4 },
      search: '?type=vulnerability',
    });
    expect(
      await screen.findByText(/No vulnerability is reported in what has been/),
    ).toBeInTheDocument();
    expect(screen.queryByText(/^Clean/)).not.toBeInTheDocument();
  });
});
