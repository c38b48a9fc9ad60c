/**
 * For which groups somebody may act. Two have to agree: what the session says that they own
 * things as, and the catalog, in which they are a member of the group or of one below it. A
 * session remembers groups that somebody has left; the catalog doesn't.
 */
import type {
  AuthService,
  BackstageCredentials,
  BackstageUserPrincipal,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { RELATION_MEMBER_OF } from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { Knex } from 'knex';
import { loadAncestors } from '../../database/operations/correlation/loadAncestors';

/** @internal */
export interface VerifiedRequester {
  userRef: string;
  /** What the session says: gives what may be read. */
  claims: string[];
  /** Refs of groups that the catalog agrees with: gives what may be done. */
  groups: string[];
  /** Whether the catalog has the User; without it they have no groups. */
  isKnown: boolean;
}

/** @internal */
export async function requesterOf(
  options: {
    auth: AuthService;
    catalog: CatalogService;
    database: Knex;
    userInfo: UserInfoService;
  },
  credentials: BackstageCredentials<BackstageUserPrincipal>,
): Promise<VerifiedRequester> {
  const { auth, catalog, database, userInfo } = options;
  const [info, own] = await Promise.all([
    userInfo.getUserInfo(credentials),
    // What the user may see of themselves is not the question.
    auth.getOwnServiceCredentials(),
  ]);
  const userRef = info.userEntityRef.toLocaleLowerCase('en-US');
  const claims = info.ownershipEntityRefs.map(it =>
    it.toLocaleLowerCase('en-US'),
  );
  const entity = await catalog.getEntityByRef(userRef, { credentials: own });
  const member = (entity?.relations ?? [])
    .filter(it => it.type === RELATION_MEMBER_OF)
    .map(it => it.targetRef.toLocaleLowerCase('en-US'));
  const above = await loadAncestors(database, member);
  const groups = new Set([...above].flatMap(([ref, refs]) => [ref, ...refs]));
  return {
    userRef,
    claims,
    groups: claims.filter(it => it.startsWith('group:') && groups.has(it)),
    isKnown: entity !== undefined,
  };
}
