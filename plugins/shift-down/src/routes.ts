import { createRouteRef } from '@backstage/frontend-plugin-api';

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

/** Path of the tab of all sources below the security page. */
export const SOURCES_PATH = 'sources';

/** The tab of all sources. */
export const sourcesRouteRef = createRouteRef();

/** The security tab of an entity page. */
export const entitySecurityRouteRef = createRouteRef();

/** Path of the security tab below an entity's page. */
export const ENTITY_SECURITY_PATH = '/security';
