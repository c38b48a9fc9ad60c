import { Text } from '@backstage/ui';
import type { NamespaceDetail } from '@shift-down/plugin-shift-down-common/client';
import { stringify } from 'yaml';
import { useText } from '../../hooks/useWords';
import { Quiet, Snippet } from '../common';
import { EnforcedLevel } from './EnforcedLevel';
import { isKnown, levelNotMet, nextStep } from './readiness';
import { ReadinessWords } from './ReadinessWords';
import { WorkloadChecks } from './WorkloadChecks';
import styles from './Namespaces.module.css';

/** Which level its workloads meet, why some don't, and the labels to set. */
export function PodSecurity(props: { detail: NamespaceDetail }) {
  const t = useText();
  const { detail } = props;
  const { version, workloads, workloadList } = detail;
  const behind = workloadList.filter(({ restricted }) => restricted !== 'pass');
  const meeting = workloadList.filter(
    ({ restricted }) => restricted === 'pass',
  );
  return (
    <section className={styles.section}>
      <Text as="h4" variant="body-medium" weight="bold">
        {t('namespaces.podSecurity.title')}
      </Text>
      <EnforcedLevel readiness={detail} />
      <ReadinessWords readiness={detail} />
      {version && (
        <Quiet as="p">{t('namespaces.readiness.version', { version })}</Quiet>
      )}
      <Suggestion detail={detail} />
      {behind.length > 0 && (
        <ul className={styles.workloads}>
          {behind.map(workload => (
            <li key={`${workload.kind}/${workload.name}`}>
              <WorkloadChecks workload={workload} />
            </li>
          ))}
        </ul>
      )}
      {meeting.length > 0 && (
        <details className={styles.fold}>
          <summary>
            {t('namespaces.podSecurity.meeting', { count: meeting.length })}
          </summary>
          <ul className={styles.plainList}>
            {meeting.map(workload => (
              <li key={`${workload.kind}/${workload.name}`}>
                <WorkloadChecks workload={workload} />
              </li>
            ))}
          </ul>
        </details>
      )}
      {workloads > workloadList.length && (
        <Quiet as="p">
          {t('namespaces.podSecurity.cut', {
            listed: workloadList.length.toLocaleString(),
          })}
        </Quiet>
      )}
    </section>
  );
}

function Suggestion(props: { detail: NamespaceDetail }) {
  const t = useText();
  const { detail } = props;
  const { namespace, suggestion, complete, levels } = detail;
  if (suggestion) {
    const { step } = nextStep(detail);
    return (
      <>
        <Text as="p">
          {t(
            `namespaces.podSecurity.suggestion.${
              step === 'pin' ? 'pin' : 'enforce'
            }`,
            { level: t(`namespaces.level.${suggestion.level}`) },
          )}
        </Text>
        <Snippet
          label={t('namespaces.podSecurity.suggestion.label', { namespace })}
        >
          {stringify({ metadata: { labels: suggestion.labels } }).trim()}
        </Snippet>
      </>
    );
  }
  if (!isKnown(detail)) {
    return null;
  }
  if (!complete) {
    return <Text as="p">{t('namespaces.podSecurity.partial')}</Text>;
  }
  const notMet = levelNotMet(levels);
  return notMet ? (
    <Text as="p">
      {t('namespaces.podSecurity.notReady', {
        count: notMet.fails,
        level: t(`namespaces.level.${notMet.level}`),
      })}
    </Text>
  ) : null;
}
