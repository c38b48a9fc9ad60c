import { PageBlueprint } from '@backstage/frontend-plugin-api';
import { renderTestApp } from '@backstage/frontend-test-utils';
import { catalogApiRef, entityRouteRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { signalApiRef, type SignalApi } from '@backstage/plugin-signals-react';
import { shiftDownApiRef } from '../api';
import {
  baselinesPage,
  campaignsPage,
  exceptionsPage,
  goldenImagesPage,
  managedNamespacesPage,
  namespacesPage,
  securityPage,
} from '../plugin';
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

/**
 * Renders namespaces, managed namespaces, baselines, golden images, campaigns and
 * exceptions as tabs of the security page, at a path below it. Without signals unless the test brings some.
 */
export function renderSecurityPage(
  api: FakeShiftDownApi,
  path: string,
  signals?: SignalApi,
) {
  renderTestApp({
    extensions: [
      securityPage,
      namespacesPage,
      managedNamespacesPage,
      baselinesPage,
      goldenImagesPage,
      campaignsPage,
      exceptionsPage,
      entityPage,
    ],
    apis: [
      [shiftDownApiRef, api],
      [catalogApiRef, catalogApiMock()],
      ...(signals ? [[signalApiRef, signals] as const] : []),
    ],
    initialRouteEntries: [`/security${path}`],
  });
}
