/** Who somebody is, whichever user entity they came with. */
import type { Actor, Person } from '../types';

/** Stands where no person does, such as for what was found in a cluster. @public */
export const NOBODY: Person = { userRef: '', subject: '' };

/** Whether both are one person: the same sign-in, or the same user entity. @internal */
export function isSamePerson(a: Person, b: Person): boolean {
  return (
    (a.subject !== '' && a.subject === b.subject) ||
    (a.userRef !== '' && sameRef(a.userRef, b.userRef))
  );
}

/** Whether a person owns something, by any user entity that they have. @internal */
export function ownsAny(actor: Actor, refs: readonly string[]): boolean {
  return [actor.userRef, ...actor.ownership].some(own =>
    refs.some(ref => sameRef(own, ref)),
  );
}

/** @internal */
export function personOf({ userRef, subject }: Person): Person {
  return { userRef, subject };
}

/** References to entities are compared without regard to case. */
function sameRef(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
