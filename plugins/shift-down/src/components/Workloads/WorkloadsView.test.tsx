import { renderInTestApp } from '@backstage/frontend-test-utils';
import { screen } from '@testing-library/react';
import { aPosture } from '../../__testUtils__/fixtures';
import { namespacesRouteRef } from '../../routes';
import { WorkloadsView } from './WorkloadsView';

describe('WorkloadsView', () => {
  it('leads to the namespace that a workload runs in', async () => {
    renderInTestApp(<WorkloadsView posture={aPosture()} />, {
      mountedRoutes: { '/security/namespaces': namespacesRouteRef },
    });
    expect(
      await screen.findByRole('link', { name: 'payments' }),
    ).toHaveAttribute('href', '/security/namespaces?in=demo&open=payments');
  });

  it('names it where the page of namespaces was taken away', async () => {
    renderInTestApp(<WorkloadsView posture={aPosture()} />);
    expect(await screen.findByText('payments')).toBeInTheDocument();
    expect(screen.queryByRole('link')).not.toBeInTheDocument();
  });
});
