/**
 * What the form may not go on with: problems of the preview, and choices that are not to
 * be had. The backend judges again when something is made; this is so that people hear
 * of it first.
 */
import {
  translationApiRef,
  type ApiHolder,
} from '@backstage/frontend-plugin-api';
import type { ShiftDownApi } from '@shift-down/plugin-shift-down-common/client';
import { shiftDownApiRef } from '../api';
import { messageOf } from '../api/errors';
import {
  choicesOf,
  fieldName,
  isNamespaceOption,
  loadNamespaceOptions,
  type RequestField,
} from '../components/Provisioning';
import { shiftDownTranslationRef } from '../translations/ref';
import { readRequest } from './request';

interface Field {
  addError(message: string): void;
}

/** Says each problem of what would be made, beside the name of the field. */
export async function validatePreview(
  _value: string,
  field: Field,
  context: { apiHolder: ApiHolder; formData: unknown },
): Promise<void> {
  const { api, t } = apisOf(context.apiHolder);
  const nameOf = (name: string) => fieldName(name, t);
  const { request, missing } = readRequest(context.formData);
  if (!request) {
    field.addError(
      t('provisioning.preview.waiting', {
        fields: missing.map(nameOf).join(', '),
      }),
    );
    return;
  }
  try {
    const { problems } = await api.previewNamespace(request);
    for (const { field: name, message } of problems) {
      field.addError(
        name
          ? t('provisioning.problem', { field: nameOf(name), message })
          : message,
      );
    }
  } catch (error) {
    field.addError(told(error));
  }
}

/** Says why something can't be chosen, on the page where it is. */
export async function validateOption(
  value: string | string[],
  field: Field,
  context: {
    apiHolder: ApiHolder;
    uiSchema?: { 'ui:options'?: { option?: unknown } };
  },
): Promise<void> {
  const option = context.uiSchema?.['ui:options']?.option;
  if (!isNamespaceOption(option)) {
    return;
  }
  const { api } = apisOf(context.apiHolder);
  try {
    const choices = choicesOf(option, await loadNamespaceOptions(api));
    for (const { id, problem } of choices) {
      if (problem && [value].flat().includes(id)) {
        field.addError(problem);
      }
    }
  } catch (error) {
    field.addError(told(error));
  }
}

/** What a text interpolates is not checked, as elsewhere. */
type Translate = (
  key:
    | 'provisioning.problem'
    | 'provisioning.preview.waiting'
    | `provisioning.field.${RequestField}`,
  values?: Record<string, string>,
) => string;

function apisOf(apiHolder: ApiHolder): { api: ShiftDownApi; t: Translate } {
  const api = apiHolder.get(shiftDownApiRef);
  const translation = apiHolder
    .get(translationApiRef)
    ?.getTranslation(shiftDownTranslationRef);
  if (!api || !translation?.ready) {
    throw new Error('The page is still being loaded; try again in a moment.');
  }
  return { api, t: translation.t as Translate };
}

function told(error: unknown): string {
  return error instanceof Error ? messageOf(error) : String(error);
}
