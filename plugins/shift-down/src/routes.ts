import { createRouteRef } from '@backstage/frontend-plugin-api';

/** The fleet page. */
export const rootRouteRef = createRouteRef();

/** The security tab of an entity page. */
export const entitySecurityRouteRef = createRouteRef();

/** Path of the security tab below an entity's page. */
export const ENTITY_SECURITY_PATH = '/security';
