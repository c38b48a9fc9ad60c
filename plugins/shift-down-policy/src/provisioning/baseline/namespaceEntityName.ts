/** What a managed namespace is called in the catalog. */
import { digestOf } from '../../fingerprint';

/** https://backstage.io/docs/features/software-catalog/descriptor-format#name-required */
const LONGEST = 63;
const HASH_LENGTH = 8;

/**
 * `<cluster>-<namespace>`. Where that is no name of an entity, or could be another
 * namespace's too (`eu` and `west-shop`, `eu-west` and `shop`), a hash of the two stands
 * behind it. The same input gives the same name.
 *
 * @param clusters - Names of the clusters that there are.
 * @public
 */
export function namespaceEntityName(
  cluster: string,
  name: string,
  clusters: readonly string[] = [],
): string {
  const joined = `${cluster}-${name}`;
  const fitting = joined
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .replace(/^-+/, '');
  const isShared = clusters.some(
    other => other !== cluster && fitting.startsWith(`${other.toLowerCase()}-`),
  );
  if (fitting === joined && fitting.length <= LONGEST && !isShared) {
    return fitting;
  }
  const hash = digestOf([cluster, name]).slice(0, HASH_LENGTH);
  const beginning = fitting
    .slice(0, LONGEST - HASH_LENGTH - 1)
    .replace(/-+$/, '');
  return `${beginning}-${hash}`;
}
