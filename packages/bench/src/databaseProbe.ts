import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';

/** A module of the plugin that hands out the plugin's own database. */
export function createDatabaseProbe() {
  let resolve: (knex: Knex) => void;
  const database = new Promise<Knex>(done => {
    resolve = done;
  });
  const feature = createBackendModule({
    pluginId: 'shift-down',
    moduleId: 'bench-probe',
    register(env) {
      env.registerInit({
        deps: { service: coreServices.database },
        async init({ service }) {
          resolve(await service.getClient());
        },
      });
    },
  });
  return { feature, database };
}
