import type {
  ExceptionChange,
  ExceptionChangeAction,
  ExceptionDetail,
  ExceptionDraft,
  ExceptionImport,
  ExceptionOverview,
  ExceptionPage,
  ExceptionPreview,
  ExceptionReports,
  ExceptionRequest,
  ExceptionSettings,
  ImportIgnoreFileRequest,
  ListExceptionsQuery,
} from '@shift-down/plugin-shift-down-common/client';
import type { Actor } from '@shift-down/plugin-shift-down-policy';
import type { Readable } from '../../database/operations/serve/readScope';
import type { Identity } from '../../exceptions/identity';

export type {
  ExceptionChange,
  ExceptionChangeAction,
  ExceptionDetail,
  ExceptionDraft,
  ExceptionImport,
  ExceptionOverview,
  ExceptionPage,
  ExceptionPreview,
  ExceptionReports,
  ExceptionRequest,
  ExceptionSettings,
  ListExceptionsQuery,
};

/** @internal */
export type IgnoreFile = ImportIgnoreFileRequest;
/** @internal */
export type ExceptionEdit = ExceptionRequest & { version: number };

/**
 * Exceptions, as the API tells of them and takes orders. What may not be read is as if it
 * were not there; unknown and forbidden throw the same NotFoundError.
 * @internal
 */
export interface ExceptionCatalog<Reader> {
  listExceptions(
    query: ListExceptionsQuery,
    reader: Reader,
  ): Promise<ExceptionPage>;
  getException(id: string, reader: Reader): Promise<ExceptionDetail>;
  previewException(
    draft: ExceptionDraft,
    reader: Reader,
  ): Promise<ExceptionPreview>;
  getSettings(reader: Reader): Promise<ExceptionSettings>;
  getReports(reader: Reader): Promise<ExceptionReports>;

  requestException(
    request: ExceptionRequest,
    reader: Reader,
  ): Promise<ExceptionDetail>;
  breakGlass(
    request: ExceptionRequest,
    reader: Reader,
  ): Promise<ExceptionDetail>;
  editException(
    id: string,
    edit: ExceptionEdit,
    reader: Reader,
  ): Promise<ExceptionDetail>;
  changeException(
    id: string,
    action: ExceptionChangeAction,
    change: ExceptionChange,
    reader: Reader,
  ): Promise<ExceptionDetail>;
  importIgnoreFile(file: IgnoreFile, reader: Reader): Promise<ExceptionImport>;
}

/** What may be read and done, worked out. @internal */
export interface ExceptionReader {
  /** Entities whose posture may be read. */
  entities: Readable;
  /** Entities for which exceptions may be asked for. */
  requestable: Readable;
  /**
   * Reads all exceptions and all that they reach: has the permission to decide, is named
   * in config, and the catalog knows who it is.
   */
  mayDecide: boolean;
  mayBreakGlass: boolean;
  identity: Identity;
  /** The same person, as exceptions are judged. */
  actor: Actor;
}
