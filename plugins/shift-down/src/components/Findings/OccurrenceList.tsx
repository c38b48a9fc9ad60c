import { Text } from '@backstage/ui';
import type {
  FindingDetail,
  Occurrence,
} from '@shift-down/plugin-shift-down-common/client';
import { stringify } from 'yaml';
import { useText } from '../../hooks/useWords';
import { FreshnessLabel, ResultLabel, Snippet, Time, Quiet } from '../common';
import styles from './FindingPanel.module.css';

/** Where a finding is seen, who said so and whether that can still be believed. */
export function OccurrenceList(props: { finding: FindingDetail }) {
  const t = useText();
  const { occurrenceList, occurrences, message } = props.finding;
  return (
    <>
      {occurrenceList.length < occurrences && (
        <Quiet as="p">
          {t('findings.detail.whereMany', {
            shown: String(occurrenceList.length),
            number: String(occurrences),
          })}
        </Quiet>
      )}
      <ul className={styles.occurrences}>
        {occurrenceList.map((occurrence, index) => (
          <li key={index} className={styles.occurrence}>
            <OccurrenceItem
              occurrence={occurrence}
              repeatsMessage={occurrence.message === message}
            />
          </li>
        ))}
      </ul>
    </>
  );
}

function OccurrenceItem(props: {
  occurrence: Occurrence;
  repeatsMessage: boolean;
}) {
  const t = useText();
  const { occurrence } = props;
  const { cluster, namespace, kind, name, component } = occurrence;
  const details = Object.entries(occurrence.detail ?? {});
  return (
    <>
      <div>
        <Text as="p" weight="bold">
          {kind} {name}
          {component && ` (${component})`}
        </Text>
        <Quiet as="p">{[cluster, namespace].filter(Boolean).join(' / ')}</Quiet>
      </div>
      <div className={styles.labels}>
        <ResultLabel
          result={occurrence.result}
          unverified={occurrence.unverified}
        />
        {occurrence.freshness && (
          <FreshnessLabel state={occurrence.freshness} />
        )}
        <Text variant="body-small">
          {t('findings.detail.saidBy', { who: occurrence.reportedBy })}
          {occurrence.outcome &&
            ` (${t('findings.detail.saidOutcome', {
              outcome: occurrence.outcome,
            })})`}
          , {t('findings.detail.observed')} <Time at={occurrence.observedAt} />
        </Text>
      </div>
      {occurrence.reason && <Text as="p">{occurrence.reason}</Text>}
      {occurrence.message && !props.repeatsMessage && (
        <blockquote className={styles.message}>{occurrence.message}</blockquote>
      )}
      {details.length > 0 && (
        <dl className={styles.facts}>
          {details.map(([label, value]) => [
            <dt key={`${label} term`}>{label}</dt>,
            <dd key={label}>{value}</dd>,
          ])}
        </dl>
      )}
      {occurrence.fields && Object.keys(occurrence.fields).length > 0 && (
        <details>
          <summary>{t('findings.detail.fields')}</summary>
          <Snippet label={`${t('findings.detail.fields')}: ${kind} ${name}`}>
            {stringify(occurrence.fields, { aliasDuplicateObjects: false })}
          </Snippet>
        </details>
      )}
    </>
  );
}
