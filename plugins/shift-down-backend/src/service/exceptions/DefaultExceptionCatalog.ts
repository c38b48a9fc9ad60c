import { InputError } from '@backstage/errors';
import type { ExceptionCommand } from '@shift-down/plugin-shift-down-policy';
import { loadException } from '../../database/operations/exceptions/loadException';
import type { ExceptionService } from '../../exceptions/ExceptionService';
import { exceptionNotFound } from '../request/notFound';
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
import { importIgnoreFile } from './importIgnoreFile';
import type { ExceptionReadContext } from './read/context';
import { getException } from './read/getException';
import { getReports } from './read/getReports';
import { getSettings } from './read/getSettings';
import { listExceptions } from './read/listExceptions';
import { previewException } from './read/previewException';
import { toContent, toExtent } from './toContent';

/** What exceptions need besides the request. @internal */
export interface ExceptionsContext extends ExceptionReadContext {
  exceptions: ExceptionService;
}

/** @internal */
export class DefaultExceptionCatalog
  implements ExceptionCatalog<ExceptionReader>
{
  readonly #context: ExceptionsContext;

  constructor(context: ExceptionsContext) {
    this.#context = context;
  }

  async listExceptions(
    query: ListExceptionsQuery,
    reader: ExceptionReader,
  ): Promise<ExceptionPage> {
    return await listExceptions(this.#context, query, reader);
  }

  async getException(
    id: string,
    reader: ExceptionReader,
  ): Promise<ExceptionDetail> {
    return await getException(this.#context, id, reader);
  }

  async previewException(
    draft: ExceptionDraft,
    reader: ExceptionReader,
  ): Promise<ExceptionPreview> {
    return await previewException(this.#context, draft, reader);
  }

  async getSettings(reader: ExceptionReader): Promise<ExceptionSettings> {
    return await getSettings(this.#context, reader);
  }

  async getReports(reader: ExceptionReader): Promise<ExceptionReports> {
    return await getReports(this.#context, reader);
  }

  async requestException(
    request: ExceptionRequest,
    reader: ExceptionReader,
  ): Promise<ExceptionDetail> {
    const { clock, database, exceptions } = this.#context;
    const { content, ...rest } = await toContent(
      database,
      request,
      clock.now(),
    );
    await this.#checkRenewed(rest.renews, content.scope.entityRef);
    const { id } = await exceptions.request(content, reader, rest);
    return await this.getException(id, reader);
  }

  async breakGlass(
    request: ExceptionRequest,
    reader: ExceptionReader,
  ): Promise<ExceptionDetail> {
    const { clock, database, exceptions } = this.#context;
    const { content, ...rest } = await toContent(
      database,
      request,
      clock.now(),
    );
    await this.#checkRenewed(rest.renews, content.scope.entityRef);
    const { id } = await exceptions.breakGlass(content, reader, rest);
    return await this.getException(id, reader);
  }

  async editException(
    id: string,
    { version, ...request }: ExceptionEdit,
    reader: ExceptionReader,
  ): Promise<ExceptionDetail> {
    const { clock, database, exceptions } = this.#context;
    const { content } = await this.#load(id);
    const asked = await toContent(
      database,
      // It began when it was first asked for, unless somebody says otherwise.
      { from: content.from, ...request },
      clock.now(),
    );
    await exceptions.edit(id, version, asked.content, reader);
    return await this.getException(id, reader);
  }

  async changeException(
    id: string,
    action: ExceptionChangeAction,
    change: ExceptionChange,
    reader: ExceptionReader,
  ): Promise<ExceptionDetail> {
    const { exceptions } = this.#context;
    const { enforcement, version } = change;
    if (action === 'enforce') {
      if (enforcement === undefined) {
        throw new InputError('Say which enforcement is to be tried again');
      }
      await exceptions.retry(id, version, enforcement, reader);
    } else {
      const command = await this.#toCommand(id, action, change);
      await exceptions.change(id, version, command, reader);
    }
    return await this.getException(id, reader);
  }

  async importIgnoreFile(
    file: IgnoreFile,
    reader: ExceptionReader,
  ): Promise<ExceptionImport> {
    return await importIgnoreFile(this.#context, file, reader);
  }

  async #toCommand(
    id: string,
    action: Exclude<ExceptionChangeAction, 'enforce'>,
    change: ExceptionChange,
  ): Promise<ExceptionCommand> {
    const { contentHash, text = '' } = change;
    switch (action) {
      case 'approve':
      case 'confirm':
        if (contentHash === undefined) {
          throw new InputError(
            'Send the contentHash of what was looked at: a decision is about that, and nothing else',
          );
        }
        return { action, text, contentHash };
      case 'propose': {
        const { content } = await this.#load(id);
        return {
          action,
          text,
          ...(await toExtent(this.#context.database, change, content)),
        };
      }
      default:
        return { action, text };
    }
  }

  async #load(id: string) {
    const record = await loadException(this.#context.database, id);
    if (!record) {
      throw exceptionNotFound(id);
    }
    return record;
  }

  /** What is prolonged must be the entity's own: its id tells nothing of others. */
  async #checkRenewed(
    renews: string | undefined,
    entityRef: string,
  ): Promise<void> {
    if (renews === undefined) {
      return;
    }
    const renewed = await loadException(this.#context.database, renews);
    if (renewed?.content.scope.entityRef !== entityRef) {
      throw new InputError(
        `${entityRef} has no exception ${renews} to prolong. Leave out renews`,
      );
    }
  }
}
