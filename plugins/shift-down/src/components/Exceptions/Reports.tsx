import { useApi } from '@backstage/frontend-plugin-api';
import { Alert, Link, Text } from '@backstage/ui';
import type { ExceptionReports } from '@shift-down/plugin-shift-down-common/client';
import { shiftDownApiRef } from '../../api';
import { useLoad } from '../../hooks/useLoad';
import { useShiftDownSignal } from '../../hooks/useShiftDownSignal';
import { useUrlState } from '../../hooks/useUrlState';
import { useText } from '../../hooks/useWords';
import { LoadFailed, Loading, Quiet } from '../common';
import { Section } from '../SupplyChain';
import { Downloads } from './Downloads';
import { reportOf, REPORTS } from './query';
import styles from './Exceptions.module.css';

/** What deserves a look; each count leads to the exceptions that it counts. */
export function Reports() {
  const t = useText();
  const api = useApi(shiftDownApiRef);
  const { result, reload } = useLoad('exception-reports', () =>
    api.getExceptionReports(),
  );
  useShiftDownSignal(reload);
  return (
    <Section title={t('exceptions.reports.title')}>
      {result.status === 'loading' && (
        <Loading label={t('exceptions.reports.loading')} rows={1} />
      )}
      {result.status === 'failed' && (
        <LoadFailed error={result.error} onRetry={reload} as="h3" />
      )}
      {result.status === 'loaded' && (
        <>
          <Counts reports={result.value.reports} />
          <Chain chain={result.value.chain} />
          <More reports={result.value} />
        </>
      )}
      <Downloads
        label={t('exceptions.downloads.label')}
        documents={[
          {
            name: t('exceptions.downloads.csv'),
            fileName: 'exceptions.csv',
            type: 'text/csv',
            load: () => api.getExceptionRegister('csv'),
          },
          {
            name: t('exceptions.downloads.json'),
            fileName: 'exceptions.json',
            type: 'application/json',
            load: () => api.getExceptionRegister('json'),
          },
          {
            name: t('exceptions.downloads.signed'),
            fileName: 'exceptions.jws',
            type: 'application/jose',
            load: () => api.getExceptionRegister('json', { signed: true }),
          },
        ]}
      />
    </Section>
  );
}

function Counts(props: { reports: ExceptionReports['reports'] }) {
  const t = useText();
  const url = useUrlState();
  const open = reportOf(url);
  return (
    <ul className={styles.strip}>
      {REPORTS.map(name => {
        const count = props.reports.find(report => report.name === name)?.count;
        const text = t('exceptions.reports.count', {
          name: t(`exceptions.reports.${name}`),
          number: String(count ?? 0),
        });
        return (
          <li key={name}>
            <span
              className={styles.report}
              aria-current={open === name || undefined}
              title={t(`exceptions.reports.hint.${name}`)}
            >
              {count ? (
                <Link
                  href={url.href({
                    report: open === name ? undefined : name,
                    cursor: undefined,
                  })}
                >
                  {text}
                </Link>
              ) : (
                text
              )}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

/** Whether the record of decisions is as it was written. */
function Chain(props: { chain: ExceptionReports['chain'] }) {
  const t = useText();
  const { state, brokenAt, length } = props.chain;
  switch (state) {
    case 'broken':
      return (
        <Alert
          role="alert"
          status="danger"
          icon
          title={t('exceptions.reports.chain.broken', {
            at: String(brokenAt ?? '?'),
          })}
        />
      );
    case 'whole':
      return (
        <Quiet as="p">
          {t('exceptions.reports.chain.whole', { length: String(length ?? 0) })}
        </Quiet>
      );
    default:
      return null;
  }
}

function More(props: { reports: ExceptionReports }) {
  const t = useText();
  const { mostExceptedPolicies, oldestWaitingDays } = props.reports;
  return (
    <>
      {oldestWaitingDays >= 1 && (
        <Text as="p">
          {t('exceptions.reports.oldest', {
            days: String(Math.floor(oldestWaitingDays)),
          })}
        </Text>
      )}
      {mostExceptedPolicies.length > 0 && (
        <details className={styles.fold}>
          <summary>{t('exceptions.reports.policies')}</summary>
          <ol className={styles.list}>
            {mostExceptedPolicies.map(({ title, exceptions, entities }) => (
              <li key={title}>
                {t('exceptions.reports.policy', {
                  title,
                  number: t('exceptions.total', { count: exceptions }),
                  entities: String(entities),
                })}
              </li>
            ))}
          </ol>
        </details>
      )}
    </>
  );
}
