/** What a request would come to, told to the log of the task. */
import { InputError } from '@backstage/errors';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  NamespacePreview,
  NamespaceRequest,
  ShiftDownClient,
} from '@shift-down/plugin-shift-down-common/client';
import { asked } from '../../createClient';

/** Makes nothing. */
export async function previewRequest(
  client: ShiftDownClient,
  request: NamespaceRequest,
  logger: LoggerService,
): Promise<NamespacePreview> {
  const preview = await asked(client.previewNamespace(request));
  preview.warnings.forEach(it => logger.warn(it));
  if (preview.guardrailsUnknown !== undefined) {
    logger.warn(
      `It is not known what guardrails say: ${preview.guardrailsUnknown}`,
    );
  }
  return preview;
}

/** @throws InputError that tells all of them, if there are some. */
export function refuseProblems(problems: readonly string[]) {
  if (problems.length > 0) {
    throw new InputError(
      `It can't be made like this, and nothing was: ${problems.join('; ')}`,
    );
  }
}

/** Each with the field that it is about. */
export function problemsOf({ problems }: NamespacePreview): string[] {
  return problems.map(({ field, message }) => `${field}: ${message}`);
}
