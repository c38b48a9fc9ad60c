import type { FilterPredicate } from '@backstage/filter-predicates';
import { ShiftDownClient } from '@shift-down/plugin-shift-down-common/client';
import {
  ApiBlueprint,
  createFrontendPlugin,
  discoveryApiRef,
  fetchApiRef,
  PageBlueprint,
  SubPageBlueprint,
} from '@backstage/frontend-plugin-api';
import {
  EntityCardBlueprint,
  EntityContentBlueprint,
} from '@backstage/plugin-catalog-react/alpha';
import { ANNOTATION_GOLDEN_IMAGE } from '@shift-down/plugin-shift-down-common';
import { RiShieldCheckLine, RiStackLine } from '@remixicon/react';
import { shiftDownApiRef } from './api';
import { namespaceOptionField, namespacePreviewField } from './scaffolder';
import {
  BASELINES_PATH,
  baselinesRouteRef,
  campaignRouteRef,
  CAMPAIGNS_PATH,
  campaignsRouteRef,
  ENTITIES_PATH,
  ENTITY_GOLDEN_IMAGE_PATH,
  ENTITY_SECURITY_PATH,
  entitiesRouteRef,
  entityGoldenImageRouteRef,
  entitySecurityRouteRef,
  exceptionRequestRouteRef,
  exceptionRouteRef,
  EXCEPTIONS_PATH,
  exceptionsRouteRef,
  GOLDEN_IMAGES_PATH,
  goldenImageRouteRef,
  goldenImagesRouteRef,
  MANAGED_NAMESPACES_PATH,
  managedNamespaceRouteRef,
  managedNamespacesRouteRef,
  namespaceAdoptionRouteRef,
  NAMESPACES_PATH,
  namespacesRouteRef,
  rolloutRouteRef,
  rootRouteRef,
  SOURCES_PATH,
  sourcesRouteRef,
  templateRouteRef,
} from './routes';

const goldenImageAnnotation = {
  [`metadata.annotations.${ANNOTATION_GOLDEN_IMAGE}`]: { $exists: true },
};

/** What can have a posture: it runs something, or is made of what does. */
const assessedKinds: FilterPredicate = {
  $all: [
    { kind: { $in: ['component', 'resource', 'api', 'system', 'domain'] } },
    // Others run it. It has a tab of its own.
    { $not: goldenImageAnnotation },
  ],
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

/** Its tabs are the sub-pages; whoever installs the plugin can add or take away some. */
export const securityPage = PageBlueprint.make({
  params: {
    path: '/security',
    routeRef: rootRouteRef,
    title: 'Security',
    icon: <RiShieldCheckLine />,
  },
});

export const fleetPage = SubPageBlueprint.make({
  name: 'entities',
  attachTo: securityPage.inputs.pages,
  params: {
    path: ENTITIES_PATH,
    routeRef: entitiesRouteRef,
    title: 'Entities',
    loader: () =>
      import('./components/Fleet').then(({ FleetPage }) => <FleetPage />),
  },
});

export const namespacesPage = SubPageBlueprint.make({
  name: 'namespaces',
  attachTo: securityPage.inputs.pages,
  params: {
    path: NAMESPACES_PATH,
    routeRef: namespacesRouteRef,
    title: 'Namespaces',
    loader: () =>
      import('./components/Namespaces').then(({ NamespacesPage }) => (
        <NamespacesPage />
      )),
  },
});

export const managedNamespacesPage = SubPageBlueprint.make({
  name: 'managed-namespaces',
  attachTo: securityPage.inputs.pages,
  params: {
    path: MANAGED_NAMESPACES_PATH,
    routeRef: managedNamespacesRouteRef,
    title: 'Managed namespaces',
    loader: () =>
      import('./components/ManagedNamespaces').then(
        ({ ManagedNamespacesPage }) => <ManagedNamespacesPage />,
      ),
  },
});

export const baselinesPage = SubPageBlueprint.make({
  name: 'baselines',
  attachTo: securityPage.inputs.pages,
  params: {
    path: BASELINES_PATH,
    routeRef: baselinesRouteRef,
    title: 'Baselines',
    loader: () =>
      import('./components/Baselines').then(({ BaselinesPage }) => (
        <BaselinesPage />
      )),
  },
});

export const goldenImagesPage = SubPageBlueprint.make({
  name: 'golden-images',
  attachTo: securityPage.inputs.pages,
  params: {
    path: GOLDEN_IMAGES_PATH,
    routeRef: goldenImagesRouteRef,
    title: 'Golden images',
    loader: () =>
      import('./components/GoldenImages').then(({ GoldenImagesPage }) => (
        <GoldenImagesPage />
      )),
  },
});

export const campaignsPage = SubPageBlueprint.make({
  name: 'campaigns',
  attachTo: securityPage.inputs.pages,
  params: {
    path: CAMPAIGNS_PATH,
    routeRef: campaignsRouteRef,
    title: 'Campaigns',
    loader: () =>
      import('./components/Campaigns').then(({ CampaignsPage }) => (
        <CampaignsPage />
      )),
  },
});

export const exceptionsPage = SubPageBlueprint.make({
  name: 'exceptions',
  attachTo: securityPage.inputs.pages,
  params: {
    path: EXCEPTIONS_PATH,
    routeRef: exceptionsRouteRef,
    title: 'Exceptions',
    loader: () =>
      import('./components/Exceptions').then(({ ExceptionsPage }) => (
        <ExceptionsPage />
      )),
  },
});

export const sourcesPage = SubPageBlueprint.make({
  name: 'sources',
  attachTo: securityPage.inputs.pages,
  params: {
    path: SOURCES_PATH,
    routeRef: sourcesRouteRef,
    title: 'Sources',
    loader: () =>
      import('./components/SourcesPage').then(({ SourcesPage }) => (
        <SourcesPage />
      )),
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

export const entityGoldenImageContent = EntityContentBlueprint.make({
  name: 'golden-image',
  params: {
    path: ENTITY_GOLDEN_IMAGE_PATH,
    title: 'Golden image',
    group: 'operation',
    icon: <RiStackLine />,
    routeRef: entityGoldenImageRouteRef,
    filter: { $all: [{ kind: 'resource' }, goldenImageAnnotation] },
    loader: () =>
      import('./components/GoldenImages').then(({ EntityGoldenImage }) => (
        <EntityGoldenImage />
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
 * of all entities, namespaces, baselines, golden images, campaigns, exceptions and
 * sources. Two fields for forms of templates that ask for namespaces.
 * @public
 */
export const shiftDownPlugin = createFrontendPlugin({
  pluginId: 'shift-down',
  title: 'Security',
  icon: <RiShieldCheckLine />,
  info: { packageJson: () => import('../package.json') },
  routes: {
    root: rootRouteRef,
    entities: entitiesRouteRef,
    namespaces: namespacesRouteRef,
    managedNamespaces: managedNamespacesRouteRef,
    managedNamespace: managedNamespaceRouteRef,
    namespaceAdoption: namespaceAdoptionRouteRef,
    baselines: baselinesRouteRef,
    rollout: rolloutRouteRef,
    goldenImages: goldenImagesRouteRef,
    goldenImage: goldenImageRouteRef,
    campaigns: campaignsRouteRef,
    campaign: campaignRouteRef,
    exceptions: exceptionsRouteRef,
    exception: exceptionRouteRef,
    exceptionRequest: exceptionRequestRouteRef,
    sources: sourcesRouteRef,
    entitySecurity: entitySecurityRouteRef,
    entityGoldenImage: entityGoldenImageRouteRef,
  },
  externalRoutes: { template: templateRouteRef },
  extensions: [
    shiftDownApi,
    securityPage,
    fleetPage,
    namespacesPage,
    managedNamespacesPage,
    baselinesPage,
    goldenImagesPage,
    campaignsPage,
    exceptionsPage,
    sourcesPage,
    entitySecurityContent,
    entityGoldenImageContent,
    entitySecurityCard,
    namespaceOptionField,
    namespacePreviewField,
  ],
});
