import { useApi } from '@backstage/frontend-plugin-api';
import { Alert, Text } from '@backstage/ui';
import { RiEditLine } from '@remixicon/react';
import type { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import type { NamespaceRequest } from '@shift-down/plugin-shift-down-common/client';
import { useEffect, useId } from 'react';
import { shiftDownApiRef } from '../api';
import { messageOf } from '../api/errors';
import { LoadFailed, Loading, Quiet, StateMessage } from '../components/common';
import { useFieldName } from '../components/Provisioning';
import { useDebounced } from '../hooks/useDebounced';
import { useLoad } from '../hooks/useLoad';
import { useText } from '../hooks/useWords';
import { PreviewView } from './PreviewView';
import { readRequest } from './request';
import styles from './scaffolder.module.css';

const DEBOUNCE_MILLISECONDS = 400;

export type PreviewFieldProps = FieldExtensionComponentProps<string, {}>;

/**
 * Shows what would be made of the form as it is. Its own value is a line for the summary,
 * which is always set: what has no value is never validated.
 */
export function NamespacePreviewField(props: PreviewFieldProps) {
  const t = useText();
  const heading = useId();
  const { schema, formData, onChange } = props;
  const { request, missing } = readRequest(props.formContext?.formData);

  useEffect(() => {
    if (!formData) {
      onChange(t('provisioning.preview.unchecked'));
    }
  }, [formData, onChange, t]);

  return (
    <section aria-labelledby={heading} className={styles.preview}>
      <Text as="h3" variant="body-large" weight="bold" id={heading}>
        {schema.title ?? t('provisioning.preview.label')}
      </Text>
      {request ? (
        <Previewed
          request={request}
          onSummary={summary => {
            if (summary !== formData) {
              onChange(summary);
            }
          }}
        />
      ) : (
        <Waiting missing={missing} />
      )}
    </section>
  );
}

function Waiting(props: { missing: string[] }) {
  const t = useText();
  const nameOf = useFieldName();
  return (
    <div role="status">
      <StateMessage
        icon={RiEditLine}
        tone="neutral"
        title={t('provisioning.preview.waiting', {
          fields: props.missing.map(nameOf).join(', '),
        })}
        as="h3"
      >
        <Text as="p">{t('provisioning.preview.waitingText')}</Text>
      </StateMessage>
    </div>
  );
}

function Previewed(props: {
  request: NamespaceRequest;
  onSummary: (summary: string) => void;
}) {
  const t = useText();
  const api = useApi(shiftDownApiRef);
  const { onSummary } = props;
  const wanted = JSON.stringify(props.request);
  const asked = useDebounced(wanted, DEBOUNCE_MILLISECONDS);
  const { result, reload } = useLoad(
    asked,
    () => api.previewNamespace(JSON.parse(asked)),
    { keepPrevious: true },
  );
  const preview = result.status === 'loaded' ? result.value : undefined;
  const summary =
    preview &&
    t('provisioning.preview.value', {
      count: preview.objects.length,
      version: preview.baselineVersion,
    });

  useEffect(() => {
    if (summary) {
      onSummary(summary);
    }
  }, [summary, onSummary]);

  if (result.status === 'loading') {
    return <Loading label={t('provisioning.preview.loading')} rows={6} />;
  }
  if (result.status === 'failed') {
    return <LoadFailed error={result.error} onRetry={reload} as="h3" />;
  }
  return (
    <>
      {result.refreshError && (
        <Alert
          role="alert"
          status="danger"
          icon
          title={t('provisioning.preview.failed')}
          description={messageOf(result.refreshError)}
        />
      )}
      <div role="status">
        {(result.refreshing || asked !== wanted) && (
          <Quiet>{t('provisioning.preview.loading')}</Quiet>
        )}
      </div>
      <PreviewView preview={result.value} />
    </>
  );
}
