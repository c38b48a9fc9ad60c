import { PageBlueprint } from '@backstage/frontend-plugin-api';
import { renderTestApp } from '@backstage/frontend-test-utils';
import { catalogApiRef, entityRouteRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { shiftDownApiRef } from '../api';
import { campaignsPage, goldenImagesPage, securityPage } from '../plugin';
import type { FakeShiftDownApi } from './FakeShiftDownApi';
import { LocationProbe } from './renderTab';

const entityPage = PageBlueprint.make({
  name: 'entity',
  params: {
    path: '/catalog/:namespace/:kind/:name',
    routeRef: entityRouteRef,
    loader: async () => <LocationProbe />,
  },
});

/** Renders golden images and campaigns as tabs of the security page, at a path below it. */
export function renderSecurityPage(api: FakeShiftDownApi, path: string) {
  renderTestApp({
    extensions: [securityPage, goldenImagesPage, campaignsPage, entityPage],
    apis: [
      [shiftDownApiRef, api],
      [catalogApiRef, catalogApiMock()],
    ],
    initialRouteEntries: [`/security${path}`],
  });
}
