import { renderInTestApp } from '@backstage/frontend-test-utils';
import { screen } from '@testing-library/react';
import { PortalPageLayout } from './PortalPageLayout';

const tabs = [
  { id: 'entities', label: 'Entities', href: 'entities' },
  { id: 'sources', label: 'Sources', href: 'sources' },
];

describe('PortalPageLayout', () => {
  it('leads to sub-pages by links, and says which one this is', async () => {
    renderInTestApp(
      <PortalPageLayout title="Security" tabs={tabs}>
        <p>content</p>
      </PortalPageLayout>,
      { initialRouteEntries: ['/sources?cluster=demo'] },
    );
    expect(
      await screen.findByRole('heading', { name: 'Sources' }),
    ).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'Sources' })).toHaveAttribute(
      'aria-current',
      'page',
    );
    expect(screen.getByRole('link', { name: 'Entities' })).toHaveAttribute(
      'href',
      '/entities',
    );
    expect(screen.queryByRole('tab')).not.toBeInTheDocument();
    expect(screen.getByText('content')).toBeInTheDocument();
  });

  it('frames nothing where a page asks for no header', async () => {
    renderInTestApp(
      <PortalPageLayout title="Security" noHeader>
        <p>content</p>
      </PortalPageLayout>,
    );
    expect(await screen.findByText('content')).toBeInTheDocument();
    expect(screen.queryByRole('heading')).not.toBeInTheDocument();
  });
});
