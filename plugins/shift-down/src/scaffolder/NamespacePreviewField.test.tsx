import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { apiError, FakeShiftDownApi } from '../__testUtils__/FakeShiftDownApi';
import { aNamespacePreview, aPlannedObject } from '../__testUtils__/fixtures';
import { FILLED, renderForm, select } from '../__testUtils__/renderForm';
import { rowNamed } from '../__testUtils__/renderSources';

describe('preview', () => {
  it('waits until it knows what is wanted', async () => {
    const { api } = renderForm({ step: 1, initialState: { cluster: 'demo' } });
    expect(
      await screen.findByText('Fill in first: Name, Owner, Environment, Size'),
    ).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Review' }));
    expect(
      await screen.findByText(/'Preview' Fill in first: Name/),
    ).toBeInTheDocument();
    expect(api.namespaceRequests).toEqual([]);
  });

  it('shows every manifest with what it is there for', async () => {
    const { api } = renderForm({ step: 1, initialState: FILLED });
    const objects = within(
      await screen.findByRole('list', { name: 'What would be made' }),
    );
    expect(
      objects.getByText('No traffic but what is allowed'),
    ).toBeInTheDocument();
    expect(
      objects.getByText('NetworkPolicy default-deny (networking.k8s.io/v1)'),
    ).toBeInTheDocument();
    expect(objects.getByText('network-policy')).toBeInTheDocument();
    expect(
      objects.getByText('Pod Security Standards v1.36 restricted'),
    ).toBeInTheDocument();
    expect(
      objects.getByText('2 guardrails let it through'),
    ).toBeInTheDocument();
    const manifest = objects.getByRole('region', {
      name: 'Manifest of NetworkPolicy default-deny',
      hidden: true,
    });
    expect(manifest).toHaveTextContent('kind: NetworkPolicy');
    expect(manifest).not.toBeVisible();
    await userEvent.click(
      objects.getByText('Manifest of NetworkPolicy default-deny', {
        selector: 'summary',
      }),
    );
    expect(manifest).toBeVisible();
    expect(api.namespaceRequests[0]).toMatchObject(FILLED);
  });

  it('marks what exceeds the quota, and what guardrails refuse', async () => {
    renderForm({
      step: 1,
      initialState: FILLED,
      data: {
        namespacePreview: aNamespacePreview({
          quota: [
            {
              resource: 'limits.cpu',
              used: '7',
              asked: '2',
              allowed: '8',
              isExceeded: true,
            },
          ],
          objects: [
            aPlannedObject({
              verdicts: [
                {
                  policy: 'no-egress',
                  rule: '0',
                  result: 'fail',
                  message: 'Egress to the internet is closed',
                  enforced: true,
                },
                { policy: 'labels', result: 'fail', enforced: false },
                {
                  policy: 'who',
                  result: 'unknown',
                  message: 'It asks for the user',
                  enforced: true,
                },
              ],
            }),
          ],
        }),
      },
    });
    const row = await rowNamed('limits.cpu');
    expect(row.getByText('Too much')).toBeInTheDocument();
    expect(
      screen.getByText('Refused by no-egress, rule 0'),
    ).toBeInTheDocument();
    expect(
      screen.getByText('Egress to the internet is closed'),
    ).toBeInTheDocument();
    expect(screen.getByText('labels is not met')).toBeInTheDocument();
    expect(screen.getByText('who could not be judged')).toBeInTheDocument();
  });

  it('says that a lower level takes an exception, and what else is to be known', async () => {
    renderForm({
      step: 1,
      initialState: { ...FILLED, podSecurity: 'baseline' },
      data: {
        namespacePreview: aNamespacePreview({
          needsException: true,
          delivery: 'pull-request',
          warnings: ['The group has no members.'],
          guardrailsUnknown: 'The policies of the cluster are stale.',
        }),
      },
    });
    expect(
      await screen.findByText('Pod Security baseline takes an exception'),
    ).toBeInTheDocument();
    expect(screen.getByText('The group has no members.')).toBeInTheDocument();
    expect(
      screen.getByText('The policies of the cluster are stale.'),
    ).toBeInTheDocument();
    expect(screen.getByText(/proposed as a pull request/)).toBeInTheDocument();
  });

  it('lets nobody go on while there are problems', async () => {
    const { onCreate } = renderForm({
      step: 1,
      initialState: FILLED,
      data: {
        namespacePreview: aNamespacePreview({
          objects: [],
          problems: [
            {
              code: 'taken',
              field: 'name',
              message: 'There is one of that name already.',
            },
          ],
        }),
      },
    });
    expect(await screen.findByText('It cannot be made so')).toBeInTheDocument();
    expect(
      screen.getByText('Name: There is one of that name already.'),
    ).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Review' }));
    expect(
      await screen.findByText(
        "'Preview' Name: There is one of that name already.",
      ),
    ).toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: 'Create' }),
    ).not.toBeInTheDocument();
    expect(onCreate).not.toHaveBeenCalled();
  });

  it('lets nobody go on while it is not known', async () => {
    const api = new FakeShiftDownApi({});
    jest
      .spyOn(api, 'previewNamespace')
      .mockRejectedValue(apiError(503, 'The cluster is away.'));
    renderForm({ step: 1, initialState: FILLED, api });
    expect(await screen.findByText('The cluster is away.')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Review' }));
    expect(
      await screen.findByText("'Preview' The cluster is away."),
    ).toBeInTheDocument();
  });

  it('leads to a summary and to what is made of the whole form', async () => {
    const { onCreate } = renderForm({ initialState: FILLED });
    await select(/Cluster/);
    await userEvent.click(screen.getByRole('button', { name: 'Next' }));
    await screen.findByRole('list', { name: 'What would be made' });
    await userEvent.click(screen.getByRole('button', { name: 'Review' }));
    expect(
      await screen.findByText('2 objects by baseline 2.0.0'),
    ).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Create' }));
    expect(onCreate).toHaveBeenCalledWith(expect.objectContaining(FILLED));
  });
});
