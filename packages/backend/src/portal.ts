/** Everything that every portal has, in production and in development. */
import { createBackend } from '@backstage/backend-defaults';
import { portalPermissionPolicyModule } from './permissions';

/** A backend with all features of the portal, not yet started. */
export function createPortal() {
  const portal = createBackend();

  portal.add(import('@backstage/plugin-app-backend'));

  portal.add(import('@backstage/plugin-auth-backend'));
  portal.add(import('@backstage/plugin-auth-backend-module-oidc-provider'));

  portal.add(import('@backstage/plugin-catalog-backend'));
  portal.add(import('@backstage/plugin-catalog-backend-module-logs'));
  portal.add(import('@shift-down/plugin-catalog-backend-module-shift-down'));

  // Signals travel between replicas as events.
  portal.add(import('@backstage/plugin-events-backend'));
  portal.add(import('@backstage/plugin-signals-backend'));
  portal.add(import('@backstage/plugin-notifications-backend'));

  portal.add(import('@backstage/plugin-permission-backend'));
  portal.add(portalPermissionPolicyModule);

  portal.add(import('@backstage/plugin-scaffolder-backend'));
  portal.add(
    import('@backstage/plugin-catalog-backend-module-scaffolder-entity-model'),
  );
  portal.add(import('@shift-down/plugin-scaffolder-backend-module-shift-down'));

  portal.add(import('@backstage/plugin-user-settings-backend'));

  portal.add(import('@shift-down/plugin-shift-down-backend'));
  portal.add(import('@shift-down/plugin-shift-down-backend-module-git'));
  portal.add(import('@shift-down/plugin-shift-down-backend-module-kubernetes'));
  portal.add(import('@shift-down/plugin-shift-down-backend-module-oci'));

  return portal;
}
