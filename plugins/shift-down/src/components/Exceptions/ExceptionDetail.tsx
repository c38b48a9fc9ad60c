import { useApi } from '@backstage/frontend-plugin-api';
import { Alert, Text } from '@backstage/ui';
import type { ExceptionDetail as Exception } from '@shift-down/plugin-shift-down-common/client';
import { shiftDownApiRef } from '../../api';
import { messageOf } from '../../api/errors';
import { useLoad } from '../../hooks/useLoad';
import { useShiftDownSignal } from '../../hooks/useShiftDownSignal';
import { useText } from '../../hooks/useWords';
import { LoadFailed, Loading, SeverityLabel, timeAgo } from '../common';
import { Section } from '../SupplyChain';
import { Actions } from './Actions';
import { Approvals } from './Approvals';
import { Asked } from './Asked';
import { DecidingIsOff } from './DecidingIsOff';
import { Enforcements } from './Enforcements';
import { ExceptionTable } from './ExceptionTable';
import { StandingLabels } from './Labels';
import { RadiusView } from './RadiusView';
import { ScopeView } from './ScopeView';
import { Thread } from './Thread';
import { useSettings } from './useSettings';
import styles from './Exceptions.module.css';

const REFRESH_SECONDS = 30;

/** One exception: what is asked for, what it lets through, who decided, what came of it. */
export function ExceptionDetail(props: { id: string }) {
  const t = useText();
  const api = useApi(shiftDownApiRef);
  const { id } = props;
  const { result, reload } = useLoad(id, () => api.getException(id), {
    refreshSeconds: () => REFRESH_SECONDS,
  });
  useShiftDownSignal(reload);
  if (result.status === 'loading') {
    return <Loading label={t('exceptions.detail.loading')} rows={8} />;
  }
  if (result.status === 'failed') {
    return <LoadFailed error={result.error} onRetry={reload} />;
  }
  const exception = result.value;
  const { history } = exception;
  return (
    <div className={styles.detail}>
      {result.refreshError && (
        <Alert
          role="status"
          status="warning"
          icon
          title={t('exceptions.refreshFailed')}
          description={messageOf(result.refreshError)}
        />
      )}
      <Head exception={exception} />
      <Actions exception={exception} onChanged={reload} />
      <div className={styles.columns}>
        <Asked exception={exception} />
        <Approvals exception={exception} />
      </div>
      <Section title={t('exceptions.detail.scope.title')}>
        <ScopeView exception={exception} />
      </Section>
      <Section title={t('exceptions.detail.radius.title')}>
        <RadiusView
          radius={exception.radius}
          decided={
            exception.phase === 'scheduled' || exception.phase === 'active'
          }
        />
      </Section>
      <Section title={t('exceptions.detail.engines.title')}>
        <Enforcements exception={exception} onChanged={reload} />
      </Section>
      <Section title={t('exceptions.detail.thread.title')}>
        <Thread exception={exception} onChanged={reload} />
      </Section>
      {history.length > 0 && (
        <Section title={t('exceptions.detail.history.title')}>
          <ExceptionTable
            label={t('exceptions.detail.history.title')}
            exceptions={history}
          />
        </Section>
      )}
    </div>
  );
}

function Head(props: { exception: Exception }) {
  const t = useText();
  const settings = useSettings().result;
  const { title, severity, review, overdue, reviewDueAt } = props.exception;
  return (
    <>
      <div className={styles.title}>
        <Text as="h2" variant="title-small" weight="bold">
          {title}
        </Text>
        <SeverityLabel severity={severity} />
        <StandingLabels exception={props.exception} />
      </div>
      {settings.status === 'loaded' && (
        <DecidingIsOff reason={settings.value.decidingIsOff} />
      )}
      {overdue && (
        <Alert
          role="status"
          status="danger"
          icon
          title={t('exceptions.detail.overdue', {
            when: reviewDueAt ? timeAgo(reviewDueAt) : '',
          })}
        />
      )}
      {review && (
        <Alert
          role="status"
          status="warning"
          icon
          title={t('exceptions.detail.reviewRequired', {
            when: timeAgo(review.since),
          })}
          description={`${review.reason} ${t('exceptions.detail.reviewHint')}`}
        />
      )}
    </>
  );
}
