import { renderInTestApp } from '@backstage/frontend-test-utils';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { screen } from '@testing-library/react';
import { anAdvice } from '../../__testUtils__/fixtures';
import { templateRouteRef } from '../../routes';
import { AdviceView } from './AdviceView';

const template = {
  apiVersion: 'scaffolder.backstage.io/v1beta3',
  kind: 'Template',
  metadata: { name: 'bump-golden-image', namespace: 'default' },
};

function renderAdvice(options: {
  entities?: (typeof template)[];
  bound: boolean;
}) {
  renderInTestApp(
    <AdviceView
      advice={anAdvice()}
      entityRef="component:default/payments-api"
    />,
    {
      apis: [
        [catalogApiRef, catalogApiMock({ entities: options.entities ?? [] })],
      ],
      mountedRoutes: options.bound
        ? { '/create/templates/:namespace/:templateName': templateRouteRef }
        : {},
    },
  );
}

const bump = () => screen.queryByRole('link', { name: 'Open a pull request' });

describe('way to the template', () => {
  it('is filled in with image, release and entity', async () => {
    renderAdvice({ entities: [template], bound: true });
    const link = await screen.findByRole('link', {
      name: 'Open a pull request',
    });
    const url = new URL(link.getAttribute('href')!, 'http://localhost');
    expect(url.pathname).toBe('/create/templates/default/bump-golden-image');
    expect(JSON.parse(url.searchParams.get('formData')!)).toEqual({
      image: 'debian-slim',
      to: '12.3',
      entityRef: 'component:default/payments-api',
    });
  });

  it.each([
    ['there is no such template', { entities: [], bound: true }],
    ['the portal has no templates', { entities: [template], bound: false }],
  ])('is not offered where %s', async (_, options) => {
    renderAdvice(options);
    expect(await screen.findByText(/removes 2/)).toBeInTheDocument();
    await Promise.resolve();
    expect(bump()).not.toBeInTheDocument();
  });
});
