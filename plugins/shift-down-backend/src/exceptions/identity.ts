/**
 * Who somebody is, however they signed in: one person may have several User entities, and
 * all of them together are one person.
 */
import type {
  AuthService,
  BackstageCredentials,
  BackstageUserPrincipal,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import {
  RELATION_MEMBER_OF,
  stringifyEntityRef,
  type Entity,
} from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { Person } from '@shift-down/plugin-shift-down-policy';
import { createHash } from 'node:crypto';
import type { ExceptionsConfig } from './config';

/** A person, and what is known of them. @internal */
export interface Identity extends Person {
  /** What they own things as in this session: what gives rights is looked up here. */
  claims: string[];
  /** The same by all User entities that they have: what takes rights away is looked up here. */
  ownership: string[];
  /** Every User entity that they have. */
  userRefs: string[];
  /** All that they were or may have been known by. */
  subjects: string[];
  /** Whether the catalog has the User entity; without it nobody knows who they are. */
  isKnown: boolean;
}

/** @internal */
export interface IdentityOptions {
  catalog: CatalogService;
  auth: AuthService;
  userInfo: UserInfoService;
  identity: ExceptionsConfig['identity'];
}

/** What makes a User entity somebody's. */
interface Mark {
  /** Path of the field in the entity. */
  field: string;
  value: string;
}

const EMAIL = 'spec.profile.email';
/** Longest chain of entities, each of which shares a mark with the one before. */
const ROUNDS = 5;
const SUBJECT_LENGTH = 255;

/**
 * Who is signed in. User entities are read with the portal's own credentials, because what
 * the user may see of them is not the question.
 *
 * @internal
 */
export async function personOf(
  options: IdentityOptions,
  credentials: BackstageCredentials<BackstageUserPrincipal>,
): Promise<Identity> {
  const { auth, catalog, userInfo } = options;
  const [{ userEntityRef, ownershipEntityRefs }, own] = await Promise.all([
    userInfo.getUserInfo(credentials),
    auth.getOwnServiceCredentials(),
  ]);
  const userRef = userEntityRef.toLocaleLowerCase('en-US');
  const entity = await catalog.getEntityByRef(userRef, { credentials: own });
  if (!entity) {
    return {
      userRef,
      subject: userRef,
      claims: ownershipEntityRefs,
      ownership: ownershipEntityRefs,
      userRefs: [userRef],
      subjects: [userRef],
      isKnown: false,
    };
  }
  const entities = await findAllOf(entity, options, async marks => {
    const { items } = await catalog.getEntities(
      {
        filter: marks.map(({ field, value }) => ({
          kind: 'User',
          [field]: value,
        })),
      },
      { credentials: own },
    );
    return items;
  });
  const subjects = subjectsOf(entities, options);
  return {
    userRef,
    subject: subjects[0],
    claims: ownershipEntityRefs,
    ownership: [
      ...new Set([...ownershipEntityRefs, ...entities.flatMap(ownershipOf)]),
    ].sort(),
    userRefs: entities.map(it => stringifyEntityRef(it)).sort(),
    subjects,
    isKnown: true,
  };
}

/**
 * Whether somebody in the record is this person. The catalog may know more of a person
 * than when the record was written.
 *
 * @internal
 */
export function isSamePerson(identity: Identity, other: Person): boolean {
  return (
    identity.subjects.includes(other.subject) ||
    identity.userRefs.includes(other.userRef)
  );
}

async function findAllOf(
  entity: Entity,
  options: Pick<IdentityOptions, 'identity'>,
  search: (marks: Mark[]) => Promise<Entity[]>,
): Promise<Entity[]> {
  const found = new Map([[stringifyEntityRef(entity), entity]]);
  const asked = new Set<string>();
  for (let round = 0; round < ROUNDS; round++) {
    const marks = [...found.values()]
      .flatMap(it => marksOf(it, options))
      .filter(mark => !asked.has(JSON.stringify(mark)));
    if (marks.length === 0) {
      break;
    }
    marks.forEach(mark => asked.add(JSON.stringify(mark)));
    for (const candidate of await search(marks)) {
      const ref = stringifyEntityRef(candidate);
      if (
        !found.has(ref) &&
        [...found.values()].some(it => isSameUser(it, candidate, options))
      ) {
        found.set(ref, candidate);
      }
    }
  }
  return [...found.values()];
}

/** A shared mailbox makes nobody the same who is told apart by an annotation. */
function isSameUser(
  one: Entity,
  other: Entity,
  { identity }: Pick<IdentityOptions, 'identity'>,
): boolean {
  const pairs = identity.annotations
    .map(it => [annotationOf(one, it), annotationOf(other, it)])
    .filter(([a, b]) => a !== undefined && b !== undefined);
  return pairs.length > 0
    ? pairs.some(([a, b]) => a === b)
    : emailOf(one) !== undefined && emailOf(one) === emailOf(other);
}

function marksOf(
  entity: Entity,
  { identity }: Pick<IdentityOptions, 'identity'>,
): Mark[] {
  const marks = identity.annotations.map(annotation => ({
    field: `metadata.annotations.${annotation}`,
    value: annotationOf(entity, annotation),
  }));
  return [...marks, { field: EMAIL, value: emailOf(entity) }].filter(
    (mark): mark is Mark => mark.value !== undefined,
  );
}

/** Most telling first, in an order that doesn't depend on the entity that was used. */
function subjectsOf(
  entities: readonly Entity[],
  options: Pick<IdentityOptions, 'identity'>,
): string[] {
  const fields = [
    ...options.identity.annotations.map(it => `metadata.annotations.${it}`),
    EMAIL,
  ];
  const marks = entities.flatMap(it => marksOf(it, options));
  const byMark = fields.flatMap(field =>
    marks
      .filter(mark => mark.field === field)
      .map(mark =>
        toSubject(`${field.split('.').slice(2).join('.')}=${mark.value}`),
      )
      .sort(),
  );
  const refs = entities.map(it => toSubject(stringifyEntityRef(it))).sort();
  return [...new Set([...byMark, ...refs])];
}

function toSubject(text: string): string {
  return text.length <= SUBJECT_LENGTH
    ? text
    : createHash('sha256').update(text).digest('hex');
}

function annotationOf(entity: Entity, name: string): string | undefined {
  return entity.metadata.annotations?.[name]?.trim() || undefined;
}

function emailOf({ spec }: Entity): string | undefined {
  const profile = spec?.profile;
  const email =
    typeof profile === 'object' && profile !== null && 'email' in profile
      ? profile.email
      : undefined;
  return typeof email === 'string'
    ? email.trim().toLocaleLowerCase('en-US') || undefined
    : undefined;
}

function ownershipOf(entity: Entity): string[] {
  return [
    stringifyEntityRef(entity),
    ...(entity.relations ?? [])
      .filter(it => it.type === RELATION_MEMBER_OF)
      .map(it => it.targetRef),
  ];
}
