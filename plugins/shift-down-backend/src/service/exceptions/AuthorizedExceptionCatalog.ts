import type {
  AuthService,
  BackstageCredentials,
  BackstageUserPrincipal,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  shiftDownExceptionsBreakGlassPermission,
  shiftDownExceptionsDecidePermission,
  shiftDownExceptionsRequestPermission,
  shiftDownPostureReadPermission,
} from '@shift-down/plugin-shift-down-common';
import type { ExceptionRules } from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import { loadEntityOwners } from '../../database/operations/exceptions/loadSubjectOwners';
import { loadReadableRefs } from '../../database/operations/serve/readScope';
import type { ExceptionsConfig } from '../../exceptions/config';
import { personOf, type Identity } from '../../exceptions/identity';
import {
  allowedTo,
  entitiesAllowed,
  NOTHING,
  type PermissionOptions,
} from '../authorize';
import { parseClientEntityRef } from '../request/entityRef';
import { entityNotFound, exceptionNotFound } from '../request/notFound';
import type {
  ExceptionCatalog,
  ExceptionChange,
  ExceptionChangeAction,
  ExceptionDetail,
  ExceptionDraft,
  ExceptionEdit,
  ExceptionImport,
  ExceptionPage,
  ExceptionPreview,
  ExceptionReader,
  ExceptionReports,
  ExceptionRequest,
  ExceptionSettings,
  IgnoreFile,
  ListExceptionsQuery,
} from './ExceptionCatalog';

/** What this needs of its surroundings. @internal */
export interface AuthorizedExceptionCatalogOptions extends PermissionOptions {
  auth: AuthService;
  catalog: CatalogService;
  database: Knex;
  userInfo: UserInfoService;
  rules: Pick<ExceptionRules, 'deciders' | 'decidingIsOff'>;
  identity: ExceptionsConfig['identity'];
}

/** Somebody who is signed in; services neither ask nor decide. @internal */
export interface UserReader {
  credentials: BackstageCredentials<BackstageUserPrincipal>;
}

/** What needs to be known of who does it. */
const DECIDING: readonly ExceptionChangeAction[] = [
  'ask',
  'propose',
  'approve',
  'reject',
  'revoke',
  'confirm',
  'enforce',
];

/**
 * Adds permissions to an {@link ExceptionCatalog}: who somebody is, what they may read, and
 * for which entities they may ask. The floor beneath lies in the rules of exceptions.
 * @internal
 */
export class AuthorizedExceptionCatalog
  implements ExceptionCatalog<UserReader>
{
  readonly #inner: ExceptionCatalog<ExceptionReader>;
  readonly #options: AuthorizedExceptionCatalogOptions;

  constructor(
    inner: ExceptionCatalog<ExceptionReader>,
    options: AuthorizedExceptionCatalogOptions,
  ) {
    this.#inner = inner;
    this.#options = options;
  }

  async listExceptions(
    query: ListExceptionsQuery,
    reader: UserReader,
  ): Promise<ExceptionPage> {
    const { entityRef } = query;
    const parsed =
      entityRef === undefined
        ? query
        : { ...query, entityRef: parseClientEntityRef(entityRef) };
    return await this.#inner.listExceptions(
      parsed,
      await this.#authorize(reader),
    );
  }

  async getException(id: string, reader: UserReader): Promise<ExceptionDetail> {
    return await this.#inner.getException(id, await this.#named(id, reader));
  }

  async previewException(
    draft: ExceptionDraft,
    reader: UserReader,
  ): Promise<ExceptionPreview> {
    const authorized = await this.#forEntity(draft.scope.entityRef, reader);
    return await this.#inner.previewException(draft, authorized);
  }

  async getSettings(reader: UserReader): Promise<ExceptionSettings> {
    return await this.#inner.getSettings(await this.#authorize(reader));
  }

  async getReports(reader: UserReader): Promise<ExceptionReports> {
    return await this.#inner.getReports(await this.#authorize(reader));
  }

  async requestException(
    request: ExceptionRequest,
    reader: UserReader,
  ): Promise<ExceptionDetail> {
    const { entityRef } = request.scope;
    return await this.#inner.requestException(
      request,
      await this.#asOwner(entityRef, reader),
    );
  }

  /** For whatever they may read: who is on call owns little of what burns. */
  async breakGlass(
    request: ExceptionRequest,
    reader: UserReader,
  ): Promise<ExceptionDetail> {
    const { entityRef } = request.scope;
    const authorized = await this.#forEntity(entityRef, reader);
    if (authorized.mayBreakGlass) {
      requireKnown(authorized);
    }
    return await this.#inner.breakGlass(request, authorized);
  }

  async editException(
    id: string,
    edit: ExceptionEdit,
    reader: UserReader,
  ): Promise<ExceptionDetail> {
    return await this.#inner.editException(
      id,
      edit,
      await this.#named(id, reader),
    );
  }

  async changeException(
    id: string,
    action: ExceptionChangeAction,
    change: ExceptionChange,
    reader: UserReader,
  ): Promise<ExceptionDetail> {
    const authorized = await this.#named(id, reader);
    if (DECIDING.includes(action)) {
      requireKnown(authorized);
    }
    return await this.#inner.changeException(id, action, change, authorized);
  }

  async importIgnoreFile(
    file: IgnoreFile,
    reader: UserReader,
  ): Promise<ExceptionImport> {
    return await this.#inner.importIgnoreFile(
      file,
      await this.#asOwner(file.entityRef, reader),
    );
  }

  /** @throws NotFoundError if the exception is unknown or may not be read. */
  async #named(id: string, reader: UserReader): Promise<ExceptionReader> {
    const { database } = this.#options;
    const [authorized, row] = await Promise.all([
      this.#authorize(reader),
      database('exceptions').where({ id }).first('entity_ref'),
    ]);
    if (!row) {
      throw exceptionNotFound(id);
    }
    const ref: string = row.entity_ref;
    if (!authorized.mayDecide) {
      const [readable] = await loadReadableRefs(
        database,
        [ref],
        authorized.entities,
      );
      if (readable === undefined) {
        throw exceptionNotFound(id);
      }
    }
    return await this.#requesting(ref, authorized);
  }

  /** @throws NotFoundError if the user may not read the entity, here or in the catalog. */
  async #forEntity(
    entityRef: string,
    reader: UserReader,
  ): Promise<ExceptionReader> {
    const { catalog, database } = this.#options;
    const ref = parseClientEntityRef(entityRef);
    const [authorized, entity] = await Promise.all([
      this.#authorize(reader),
      catalog.getEntityByRef(ref, reader),
    ]);
    const [readable] = await loadReadableRefs(
      database,
      [ref],
      authorized.entities,
    );
    if (!entity || readable === undefined) {
      throw entityNotFound(ref);
    }
    return await this.#requesting(ref, authorized);
  }

  /**
   * For who owns the entity by their own session. Whoever decides asks for nobody else.
   * @throws NotAllowedError if the user doesn't.
   */
  async #asOwner(
    entityRef: string,
    reader: UserReader,
  ): Promise<ExceptionReader> {
    const ref = parseClientEntityRef(entityRef);
    const authorized = await this.#forEntity(ref, reader);
    if (!authorized.actor.permissions.request) {
      throw new NotAllowedError(
        `You may not ask for exceptions for ${ref}; that needs the permission ${shiftDownExceptionsRequestPermission.name}`,
      );
    }
    const owners = await loadEntityOwners(this.#options.database, ref);
    if (!isOneOf(authorized.identity.claims, owners)) {
      throw new NotAllowedError(
        `Only an owner of ${ref} can ask for exceptions for it. Ask its owner to do so`,
      );
    }
    return authorized;
  }

  /** The same reader, as one who may ask for this entity or not. */
  async #requesting(
    ref: string,
    reader: ExceptionReader,
  ): Promise<ExceptionReader> {
    const { actor, requestable } = reader;
    const [request] = await loadReadableRefs(
      this.#options.database,
      [ref],
      requestable,
    );
    return {
      ...reader,
      actor: {
        ...actor,
        permissions: { ...actor.permissions, request: request !== undefined },
      },
    };
  }

  async #authorize(reader: UserReader): Promise<ExceptionReader> {
    const [
      [entities = NOTHING, requestable = NOTHING],
      [decide, breakGlass],
      identity,
    ] = await Promise.all([
      entitiesAllowed(
        this.#options,
        reader,
        shiftDownPostureReadPermission,
        shiftDownExceptionsRequestPermission,
      ),
      allowedTo(
        this.#options,
        reader,
        shiftDownExceptionsDecidePermission,
        shiftDownExceptionsBreakGlassPermission,
      ),
      personOf(this.#options, reader.credentials),
    ]);
    const { ownership, subject, userRef } = identity;
    return {
      entities,
      requestable,
      mayDecide: decide && identity.isKnown && this.#isDecider(identity),
      mayBreakGlass: breakGlass,
      identity,
      actor: {
        userRef,
        subject,
        ownership,
        permissions: {
          request: requestable !== NOTHING,
          decide: decide && identity.isKnown,
          breakGlass: breakGlass && identity.isKnown,
        },
      },
    };
  }

  #isDecider({ claims }: Identity): boolean {
    const { deciders, decidingIsOff } = this.#options.rules;
    return (
      decidingIsOff === undefined &&
      deciders.some(it => isOneOf(claims, [it.group, ...it.deputies]))
    );
  }
}

/** @throws NotAllowedError if the catalog has no User entity, and so nobody knows who it is. */
function requireKnown({ identity }: ExceptionReader): void {
  if (!identity.isKnown) {
    throw new NotAllowedError(
      `The catalog has no ${identity.userRef}, so nobody can tell whether you are a second person. Ask the platform team to add you to the catalog`,
    );
  }
}

/** Refs are compared without regard to case. */
function isOneOf(claims: readonly string[], refs: readonly string[]): boolean {
  const wanted = new Set(refs.map(it => it.toLocaleLowerCase('en-US')));
  return claims.some(it => wanted.has(it.toLocaleLowerCase('en-US')));
}
