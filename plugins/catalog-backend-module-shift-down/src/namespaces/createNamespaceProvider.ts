/** The provider of managed namespaces, with what it needs of the portal. */
import type {
  AuthService,
  DiscoveryService,
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { EventsService } from '@backstage/plugin-events-node';
import { ManagedNamespacesClient } from '@shift-down/plugin-shift-down-common/client';
import { describedByOthers } from './describedByOthers';
import { NamespaceEntityProvider } from './NamespaceEntityProvider';

interface Services {
  auth: AuthService;
  catalog: CatalogService;
  discovery: DiscoveryService;
  events: EventsService;
  logger: LoggerService;
  scheduler: SchedulerService;
}

/** Every replica runs it for itself, since each removes only what it has seen. */
export function createNamespaceProvider(
  services: Services,
): NamespaceEntityProvider {
  const { auth, discovery, events, logger, scheduler } = services;
  const client = new ManagedNamespacesClient({
    discoveryApi: discovery,
    fetchApi: {
      fetch: async (input, init) => {
        const { token } = await auth.getPluginRequestToken({
          onBehalfOf: await auth.getOwnServiceCredentials(),
          targetPluginId: 'shift-down',
        });
        const request = new Request(input, init);
        request.headers.set('authorization', `Bearer ${token}`);
        return await fetch(request);
      },
    },
  });
  return new NamespaceEntityProvider({
    events,
    logger,
    runner: scheduler.createScheduledTaskRunner({
      frequency: { minutes: 10 },
      timeout: { minutes: 9 },
      scope: 'local',
    }),
    list: () => client.listNamespacesForCatalog(),
    describedByOthers: namespaces => describedByOthers(namespaces, services),
  });
}
