import type { PermissionsRegistryService } from '@backstage/backend-plugin-api';
import { shiftDownPermissions } from '@shift-down/plugin-shift-down-common';
import { shiftDownEntityResourceRef } from '@shift-down/plugin-shift-down-node';
import type { Knex } from 'knex';
import { loadAuthorizableEntities } from '../database/operations/serve/loadAuthorizableEntities';
import { shiftDownPermissionRules } from './rules';

/** Tells the permission system what can be asked of Shift Down. @internal */
export function registerPermissions(
  permissionsRegistry: PermissionsRegistryService,
  options: { database: Knex },
): void {
  permissionsRegistry.addResourceType({
    resourceRef: shiftDownEntityResourceRef,
    permissions: shiftDownPermissions,
    rules: Object.values(shiftDownPermissionRules),
    getResources: async refs => {
      const entities = await loadAuthorizableEntities(options.database, refs);
      return refs.map(ref => entities.get(ref));
    },
  });
}
