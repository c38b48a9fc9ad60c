/** Where an object lies on the API server. */
import { InputError } from '@backstage/errors';

/** @internal */
export interface ObjectPath {
  collection: string;
  object: string;
  group: string;
  resource: string;
  /** Unset where it lies in none. */
  namespace?: string;
}

/** What leads elsewhere in a path, whatever it is escaped as. */
const NO_SEGMENT = /^\.{0,2}$|[/%]/;

/** @throws InputError for a name that no object can have. @internal */
export function pathOf(of: {
  group: string;
  version: string;
  resource: string;
  namespace: string;
  name: string;
}): ObjectPath {
  if ([of.name, of.namespace || '-'].some(it => NO_SEGMENT.test(it))) {
    throw new InputError(`"${of.name}" is no name of an object.`);
  }
  const root =
    of.group === '' ? `/api/${of.version}` : `/apis/${of.group}/${of.version}`;
  const within =
    of.namespace === ''
      ? ''
      : `/namespaces/${encodeURIComponent(of.namespace)}`;
  const collection = `${root}${within}/${of.resource}`;
  return {
    collection,
    object: `${collection}/${encodeURIComponent(of.name)}`,
    group: of.group,
    resource: of.resource,
    namespace: of.namespace || undefined,
  };
}
