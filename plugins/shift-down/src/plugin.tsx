import { ShiftDownClient } from '@shift-down/plugin-shift-down-common/client';
import {
  ApiBlueprint,
  createFrontendPlugin,
  discoveryApiRef,
  fetchApiRef,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import {
  EntityCardBlueprint,
  EntityContentBlueprint,
} from '@backstage/plugin-catalog-react/alpha';
import { RiShieldCheckLine } from '@remixicon/react';
import { shiftDownApiRef } from './api';
import {
  ENTITY_SECURITY_PATH,
  entitySecurityRouteRef,
  rootRouteRef,
} from './routes';

/** Kinds that can have a posture: they run something, or are made of what does. */
const assessedKinds = {
  kind: { $in: ['component', 'resource', 'api', 'system', 'domain'] },
};

export const shiftDownApi = ApiBlueprint.make({
  params: defineParams =>
    defineParams({
      api: shiftDownApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: ({ discoveryApi, fetchApi }) =>
        new ShiftDownClient({ discoveryApi, fetchApi }),
    }),
});

export const fleetPage = PageBlueprint.make({
  params: {
    path: '/security',
    routeRef: rootRouteRef,
    title: 'Security',
    icon: <RiShieldCheckLine />,
    loader: () =>
      import('./components/Fleet').then(({ FleetPage }) => <FleetPage />),
  },
});

export const entitySecurityContent = EntityContentBlueprint.make({
  params: {
    path: ENTITY_SECURITY_PATH,
    title: 'Security',
    group: 'operation',
    icon: <RiShieldCheckLine />,
    routeRef: entitySecurityRouteRef,
    filter: assessedKinds,
    loader: () =>
      import('./components/EntitySecurity').then(({ EntitySecurity }) => (
        <EntitySecurity />
      )),
  },
});

export const entitySecurityCard = EntityCardBlueprint.make({
  params: {
    type: 'info',
    filter: assessedKinds,
    loader: () =>
      import('./components/EntityCard').then(({ EntitySecurityCard }) => (
        <EntitySecurityCard />
      )),
  },
});

/**
 * Security posture in the portal: a tab and a card on entity pages, and a page
 * of all entities.
 * @public
 */
export const shiftDownPlugin = createFrontendPlugin({
  pluginId: 'shift-down',
  title: 'Security',
  icon: <RiShieldCheckLine />,
  info: { packageJson: () => import('../package.json') },
  routes: { root: rootRouteRef, entitySecurity: entitySecurityRouteRef },
  extensions: [
    shiftDownApi,
    fleetPage,
    entitySecurityContent,
    entitySecurityCard,
  ],
});
