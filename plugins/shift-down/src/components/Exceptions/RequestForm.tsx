import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import { Alert, Button, Select, Text } from '@backstage/ui';
import type { Severity } from '@shift-down/plugin-shift-down-common';
import type { ExceptionSettings } from '@shift-down/plugin-shift-down-common/client';
import { useEffect, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { shiftDownApiRef } from '../../api';
import { messageOf } from '../../api/errors';
import { useUrlState } from '../../hooks/useUrlState';
import { useText } from '../../hooks/useWords';
import { exceptionRouteRef } from '../../routes';
import { EntityLink } from '../common';
import { Section } from '../SupplyChain';
import { BreakGlassFields } from './BreakGlassFields';
import { inHours, endOfDay } from './days';
import { DecidingIsOff } from './DecidingIsOff';
import {
  draftOf,
  isComplete,
  missingFrom,
  requestOf,
  type Expectation,
  type FormValues,
} from './form';
import { PreviewView } from './PreviewView';
import { UntilFields, usualEnd } from './UntilFields';
import { usePreview } from './usePreview';
import { WhatFields } from './WhatFields';
import { WhereFields } from './WhereFields';
import { WhyFields } from './WhyFields';
import styles from './Exceptions.module.css';

/** What the form is filled with, and what it is for. */
export interface Start {
  values: FormValues;
  /** Ways to mean what is to be excepted; none where it is written freely. */
  choices: Expectation[];
  severity?: Severity;
  /** Entities that it can be asked for; the one in the values if left out. */
  entityRefs?: string[];
  /** Set where a request that is there is changed. */
  editing?: { id: string; version: number };
  /** Id of the exception that it prolongs, and when that ends. */
  renews?: string;
  from?: string;
}

/** Asks for an exception, and shows beforehand what would come of it. */
export function RequestForm(props: {
  start: Start;
  settings: ExceptionSettings;
}) {
  const t = useText();
  const url = useUrlState();
  const { start, settings } = props;
  const [values, setValues] = useState(start.values);
  const [hours, setHours] = useState(settings.breakGlassHours);
  const [sure, setSure] = useState(false);
  const [tried, setTried] = useState(false);
  const breaking =
    settings.mayBreakGlass &&
    !start.editing &&
    url.get('breakGlass') === 'true';
  const set = (patch: Partial<FormValues>) =>
    setValues(current => ({ ...current, ...patch }));

  const preview = usePreview(
    isComplete(values)
      ? draftOf(values, breaking ? inHours(hours) : endOfDay(values.until))
      : undefined,
  ).result;
  const known = preview.status === 'loaded' ? preview.value : undefined;
  const severity = known?.severity ?? start.severity;
  const limits =
    known?.limits ?? settings.limits.find(item => item.severity === severity);
  useEffect(() => {
    setValues(current =>
      current.until || !limits
        ? current
        : { ...current, until: usualEnd(limits, start.from) },
    );
  }, [limits, start.from]);

  const required = limits?.required ?? [];
  const missing = missingFrom(values, required, breaking);
  const send = useSend({ values, start, hours: breaking ? hours : undefined });
  const submit = () => {
    setTried(true);
    if (missing.length === 0 && isComplete(values)) {
      send.send();
    }
  };
  const ofVulnerability = values.expectation.type === 'vulnerability';

  return (
    <div className={styles.detail}>
      <Intro start={start} />
      <DecidingIsOff reason={settings.decidingIsOff} />
      <div className={styles.columns}>
        <div className={styles.form}>
          <EntityField start={start} values={values} onChange={set} />
          <WhatFields
            value={values.expectation}
            choices={start.choices}
            onChange={expectation =>
              set({
                expectation,
                ...(expectation.type !== 'vulnerability' && {
                  type: 'accepted-risk',
                }),
              })
            }
          />
          <Section title={t('exceptions.form.where.title')}>
            <WhereFields
              value={values.scope}
              ofVulnerability={ofVulnerability}
              onChange={scope => set({ scope })}
            />
          </Section>
          <Section title={t('exceptions.form.until.title')}>
            {settings.mayBreakGlass && !start.editing && (
              <BreakGlassFields
                isOn={breaking}
                onSwitch={on =>
                  url.set(
                    { breakGlass: on ? 'true' : undefined },
                    { replace: true },
                  )
                }
                hours={hours}
                maxHours={settings.breakGlassHours}
                onHours={setHours}
                sure={sure}
                onSure={setSure}
              />
            )}
            {!breaking && (
              <UntilFields
                value={values.until}
                limits={limits}
                from={start.from}
                exceptedDays={known?.exceptedDays}
                onChange={until => set({ until })}
              />
            )}
          </Section>
          <Section title={t('exceptions.form.why.title')}>
            <WhyFields
              values={values}
              ofVulnerability={ofVulnerability}
              required={required}
              categories={settings.categories}
              onChange={set}
            />
          </Section>
        </div>
        <PreviewView preview={preview} />
      </div>
      {tried && missing.length > 0 && (
        <Alert
          role="alert"
          status="warning"
          icon
          title={t('exceptions.form.missing', {
            fields: missing
              .map(field => t(`exceptions.form.fields.${field}`))
              .join(', '),
          })}
        />
      )}
      {send.error && (
        <Alert
          role="alert"
          status="danger"
          icon
          title={t('exceptions.form.failed')}
          description={messageOf(send.error)}
        />
      )}
      <div className={styles.actions}>
        <Button
          isDisabled={send.busy || !isComplete(values) || (breaking && !sure)}
          onPress={submit}
        >
          {submitText()}
        </Button>
      </div>
    </div>
  );

  function submitText() {
    if (send.busy) {
      return t('exceptions.form.sending');
    }
    if (breaking) {
      return t('exceptions.form.breakGlass.submit');
    }
    return start.editing
      ? t('exceptions.form.save')
      : t('exceptions.form.submit');
  }
}

function Intro(props: { start: Start }) {
  const t = useText();
  const { editing, renews } = props.start;
  const title = () => {
    if (editing) {
      return t('exceptions.form.editTitle');
    }
    return renews
      ? t('exceptions.form.renewTitle')
      : t('exceptions.form.title');
  };
  return (
    <>
      <Text as="h2" variant="title-small" weight="bold">
        {title()}
      </Text>
      <Text as="p">{t('exceptions.form.intro')}</Text>
      {editing && <Text as="p">{t('exceptions.form.editHint')}</Text>}
      {renews && <Text as="p">{t('exceptions.form.renewHint')}</Text>}
    </>
  );
}

/** For which entity; a choice only where a finding belongs to several. */
function EntityField(props: {
  start: Start;
  values: FormValues;
  onChange: (patch: Partial<FormValues>) => void;
}) {
  const t = useText();
  const { start, values, onChange } = props;
  const { entityRefs = [] } = start;
  const { scope } = values;
  return entityRefs.length > 1 ? (
    <Select
      label={t('exceptions.form.entity')}
      options={entityRefs.map(id => ({ id, label: id }))}
      value={scope.entityRef}
      onChange={entityRef =>
        onChange({ scope: { ...scope, entityRef: String(entityRef) } })
      }
    />
  ) : (
    <Text as="p">
      {t('exceptions.form.entity')}: <EntityLink entityRef={scope.entityRef} />
    </Text>
  );
}

/** Sends the request, and leads to what came of it. */
function useSend(options: {
  values: FormValues;
  start: Start;
  /** Set to break the glass for so long. */
  hours?: number;
}) {
  const api = useApi(shiftDownApiRef);
  const navigate = useNavigate();
  const linkTo = useRouteRef(exceptionRouteRef);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error>();
  const { values, start, hours } = options;

  const ask = () => {
    const { editing, renews, from } = start;
    if (hours !== undefined) {
      return api.breakGlass(requestOf(values, { until: inHours(hours) }));
    }
    return editing
      ? api.editException(editing.id, {
          ...requestOf(values),
          version: editing.version,
        })
      : api.requestException(requestOf(values, { renews, from }));
  };

  const send = async () => {
    setBusy(true);
    setError(undefined);
    try {
      const { id } = await ask();
      if (linkTo) {
        navigate(linkTo({ id }));
      }
    } catch (caught) {
      setError(caught instanceof Error ? caught : new Error(String(caught)));
      setBusy(false);
    }
  };
  return { send, busy, error };
}
