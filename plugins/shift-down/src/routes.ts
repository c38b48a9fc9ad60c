import {
  createExternalRouteRef,
  createRouteRef,
  createSubRouteRef,
} from '@backstage/frontend-plugin-api';

/** The security page; it opens on its first tab, the entities. */
export const rootRouteRef = createRouteRef();

/** Path of the tab of all entities below the security page. */
export const ENTITIES_PATH = 'entities';

/** The tab of all entities. */
export const entitiesRouteRef = createRouteRef();

/** Path of the tab of all namespaces below the security page. */
export const NAMESPACES_PATH = 'namespaces';

/** The tab of all namespaces. */
export const namespacesRouteRef = createRouteRef();

/** Path of the tab of all managed namespaces below the security page. */
export const MANAGED_NAMESPACES_PATH = 'managed-namespaces';

/** The tab of all managed namespaces. */
export const managedNamespacesRouteRef = createRouteRef();

/** One managed namespace below it. */
export const managedNamespaceRouteRef = createSubRouteRef({
  parent: managedNamespacesRouteRef,
  path: '/:cluster/:namespace',
});

/** Last part of the path of the form that takes a namespace over. */
export const NAMESPACE_ADOPTION = 'adopt';

/** That form; which namespace it is about is in the query. */
export const namespaceAdoptionRouteRef = createSubRouteRef({
  parent: managedNamespacesRouteRef,
  path: '/adopt',
});

/** Path of the tab of baselines and their rollouts below the security page. */
export const BASELINES_PATH = 'baselines';

/** The tab of baselines and their rollouts. */
export const baselinesRouteRef = createRouteRef();

/** One rollout below it. */
export const rolloutRouteRef = createSubRouteRef({
  parent: baselinesRouteRef,
  path: '/rollouts/:id',
});

/** Path of the tab of all sources below the security page. */
export const SOURCES_PATH = 'sources';

/** The tab of all sources. */
export const sourcesRouteRef = createRouteRef();

/** The security tab of an entity page. */
export const entitySecurityRouteRef = createRouteRef();

/** Path of the security tab below an entity's page. */
export const ENTITY_SECURITY_PATH = '/security';

/** Path of the tab of all golden images below the security page. */
export const GOLDEN_IMAGES_PATH = 'golden-images';

/** The tab of all golden images. */
export const goldenImagesRouteRef = createRouteRef();

/** One golden image below it. */
export const goldenImageRouteRef = createSubRouteRef({
  parent: goldenImagesRouteRef,
  path: '/:name',
});

/** A golden image on its own entity's page. */
export const entityGoldenImageRouteRef = createRouteRef();

/** Path of a golden image's tab below its entity's page. */
export const ENTITY_GOLDEN_IMAGE_PATH = '/golden-image';

/** Path of the tab of all campaigns below the security page. */
export const CAMPAIGNS_PATH = 'campaigns';

/** The tab of all campaigns. */
export const campaignsRouteRef = createRouteRef();

/** One campaign below it. */
export const campaignRouteRef = createSubRouteRef({
  parent: campaignsRouteRef,
  path: '/:id',
});

/** Path of the tab of all exceptions below the security page. */
export const EXCEPTIONS_PATH = 'exceptions';

/** The tab of all exceptions. */
export const exceptionsRouteRef = createRouteRef();

/** One exception below it. */
export const exceptionRouteRef = createSubRouteRef({
  parent: exceptionsRouteRef,
  path: '/:id',
});

/** Last part of the path of the form; no exception has such an id. */
export const EXCEPTION_REQUEST = 'new';

/** The form that asks for one; what it is filled with is in the query. */
export const exceptionRequestRouteRef = createSubRouteRef({
  parent: exceptionsRouteRef,
  path: '/new',
});

/** A template's form; bound to the scaffolder by itself where that is installed. */
export const templateRouteRef = createExternalRouteRef({
  params: ['namespace', 'templateName'],
  defaultTarget: 'scaffolder.selectedTemplate',
});
