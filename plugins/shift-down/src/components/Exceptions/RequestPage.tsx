import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import { Link, Text } from '@backstage/ui';
import { RiCompass3Line } from '@remixicon/react';
import { shiftDownApiRef } from '../../api';
import { useLoad } from '../../hooks/useLoad';
import { useUrlState, type UrlState } from '../../hooks/useUrlState';
import { useText } from '../../hooks/useWords';
import { entitiesRouteRef } from '../../routes';
import { LoadFailed, Loading, StateMessage } from '../common';
import {
  emptyForm,
  expectationFrom,
  expectationsOf,
  formOf,
  scopeFrom,
  scopeOf,
} from './form';
import { RequestForm, type Start } from './RequestForm';
import { useSettings } from './useSettings';

/** The form, filled from the finding, the exception or the fields that the link names. */
export function RequestPage() {
  const t = useText();
  const url = useUrlState();
  const settings = useSettings();
  const start = useStart(url);
  const failed = [settings, start].find(
    ({ result }) => result.status === 'failed',
  );
  if (failed?.result.status === 'failed') {
    return <LoadFailed error={failed.result.error} onRetry={failed.reload} />;
  }
  if (settings.result.status !== 'loaded' || start.result.status !== 'loaded') {
    return <Loading label={t('exceptions.form.loading')} rows={8} />;
  }
  return start.result.value ? (
    <RequestForm
      key={start.key}
      start={start.result.value}
      settings={settings.result.value}
    />
  ) : (
    <NoEntity />
  );
}

/** How the form starts; undefined where the link does not say for which entity. */
function useStart(url: UrlState) {
  const api = useApi(shiftDownApiRef);
  const edit = url.get('edit');
  const renews = url.get('renews');
  const finding = url.get('finding');
  const asked = url.get('entityRef');
  const key = JSON.stringify([edit, renews, finding, asked]);
  const load = useLoad(key, async (): Promise<Start | undefined> => {
    const before = edit ?? renews;
    if (before) {
      const exception = await api.getException(before);
      return {
        values: formOf(exception, { keepEnd: Boolean(edit) }),
        choices: [exception.expectation],
        severity: exception.severity,
        ...(edit
          ? { editing: { id: edit, version: exception.version } }
          : {
              renews: exception.id,
              from: isAhead(exception.until) ? exception.until : undefined,
            }),
      };
    }
    if (finding) {
      const found = await api.getFinding(finding);
      const entityRefs = found.entityRefs ?? [];
      const entityRef = asked ?? entityRefs[0];
      const choices = expectationsOf(found);
      return entityRef && choices.length > 0
        ? {
            values: emptyForm(choices[0], scopeOf(found, entityRef)),
            choices,
            severity: found.severity,
            entityRefs,
          }
        : undefined;
    }
    return asked
      ? {
          values: emptyForm(
            expectationFrom(url.get),
            scopeFrom(url.get, asked),
          ),
          choices: [],
        }
      : undefined;
  });
  return { ...load, key };
}

/** Whether an instant is still to come. */
function isAhead(at: string): boolean {
  return Date.parse(at) > Date.now();
}

function NoEntity() {
  const t = useText();
  const entities = useRouteRef(entitiesRouteRef);
  return (
    <StateMessage
      icon={RiCompass3Line}
      tone="neutral"
      title={t('exceptions.form.from.title')}
    >
      <Text as="p">{t('exceptions.form.from.text')}</Text>
      {entities && (
        <Link href={entities()}>{t('exceptions.form.from.entities')}</Link>
      )}
    </StateMessage>
  );
}
