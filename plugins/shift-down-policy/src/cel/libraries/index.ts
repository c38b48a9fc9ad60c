/** All functions that an expression may call. */
import type { Overload } from '../overloads';
import { authorizer } from './authorizer';
import { cidr } from './cidr';
import { format } from './format';
import { ip } from './ip';
import { lists } from './lists';
import { optionals } from './optionals';
import { quantity } from './quantity';
import { regex } from './regex';
import { semver } from './semver';
import { sets } from './sets';
import { standard } from './standard';
import { strings } from './strings';
import { time } from './time';
import { url } from './url';

const libraries = new Map<string, Overload[]>();

for (const overload of [
  ...standard,
  ...time,
  ...optionals,
  ...strings,
  ...lists,
  ...sets,
  ...regex,
  ...url,
  ...ip,
  ...cidr,
  ...quantity,
  ...semver,
  ...format,
  ...authorizer,
]) {
  const others = libraries.get(overload.name) ?? [];
  libraries.set(overload.name, [...others, overload]);
}

/** The overloads of each function. */
export const LIBRARIES: ReadonlyMap<string, readonly Overload[]> = libraries;
