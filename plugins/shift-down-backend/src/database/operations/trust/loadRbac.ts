import type {
  RbacBinding,
  RbacRole,
} from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import { giveWay } from '@shift-down/plugin-shift-down-node';
import { RBAC_KINDS } from '../../../trust/rbacKinds';
import {
  toBinding,
  toRole,
  unreadableBinding,
  unreadableRole,
} from '../../../trust/rbacSchema';
import type { ObjectRow, ResourceRow } from '../../tables';

const ROWS_PER_PAGE = 200;

/**
 * Roles and bindings of a cluster. Of those that can't be read now nothing counts that
 * they said before.
 * @internal
 */
export async function loadRbac(
  knex: Knex,
  clusterUid: string,
): Promise<{ roles: RbacRole[]; bindings: RbacBinding[] }> {
  const unreadable: ObjectRow[] = await knex('objects')
    .where('cluster_uid', clusterUid)
    .whereIn('source_kind', RBAC_KINDS)
    .whereNotNull('unreadable');
  const skipped = new Set(unreadable.map(row => row.id));
  const roles = unreadable
    .filter(row => !isBinding(row))
    .map(row => unreadableRole(row));
  const bindings = unreadable
    .filter(isBinding)
    .map(row => unreadableBinding(row));
  let after = '';
  for (;;) {
    const page: ResourceRow[] = await knex('resources')
      .where('cluster_uid', clusterUid)
      .whereIn('source_kind', RBAC_KINDS)
      .where('object_id', '>', after)
      .orderBy('object_id')
      .limit(ROWS_PER_PAGE);
    for (const row of page.filter(it => !skipped.has(it.object_id))) {
      if (isBinding(row)) {
        bindings.push(toBinding(row));
      } else {
        roles.push(toRole(row));
      }
      await giveWay();
    }
    if (page.length < ROWS_PER_PAGE) {
      return { roles, bindings };
    }
    after = page[page.length - 1].object_id;
  }
}

function isBinding({ source_kind: kind }: { source_kind: string }): boolean {
  return kind === 'RoleBinding' || kind === 'ClusterRoleBinding';
}
