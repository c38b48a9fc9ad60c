import { RiCheckboxCircleLine, RiQuestionLine } from '@remixicon/react';
import type { Image } from '@shift-down/plugin-shift-down-common/client';
import { useText } from '../../hooks/useWords';
import { DataTable, Label, Quiet, timeAgo } from '../common';
import { hasAny, SeverityCounts } from '../SupplyChain';
import styles from './Images.module.css';

const LAYERS = ['base', 'application', 'unknown'] as const;

/** Vulnerabilities by severity. Never scanned is unknown, and never looks like none. */
export function VulnerabilityCounts(props: { image: Image }) {
  const t = useText();
  const { scanned, vulnerabilities, scanner } = props.image;
  if (!scanned || !vulnerabilities) {
    return (
      <Label icon={RiQuestionLine} tone="warning">
        {t('evidence.images.notScanned')}
      </Label>
    );
  }
  return hasAny(vulnerabilities) ? (
    <SeverityCounts counts={vulnerabilities} />
  ) : (
    <Label icon={RiCheckboxCircleLine} tone="success">
      {t('evidence.images.noneReported', {
        scanner: scanner ?? t('evidence.images.aScanner'),
      })}
    </Label>
  );
}

/** What is overdue, due next and suppressed. */
export function DueWords(props: { image: Image }) {
  const t = useText();
  const { overdue, nextDueAt, suppressed } = props.image;
  const words = [
    ...(overdue ? [t('supplyChain.due.overdueCount', { count: overdue })] : []),
    ...(nextDueAt
      ? [t('supplyChain.due.next', { when: timeAgo(nextDueAt) })]
      : []),
    ...(suppressed
      ? [t('supplyChain.vex.suppressedCount', { count: suppressed })]
      : []),
  ];
  return words.length > 0 ? <Quiet>{words.join(', ')}</Quiet> : null;
}

/** The same by whose they are: the golden base's or those of what was put on it. */
export function VulnerabilitiesByLayer(props: { image: Image }) {
  const t = useText();
  const { vulnerabilitiesByLayer, scanned } = props.image;
  return (
    <div className={styles.stack}>
      <DueWords image={props.image} />
      {scanned && vulnerabilitiesByLayer ? (
        <DataTable
          label={t('evidence.images.byLayer.caption')}
          items={LAYERS.filter(
            layer =>
              layer !== 'unknown' || hasAny(vulnerabilitiesByLayer.unknown),
          ).map(layer => ({ layer, counts: vulnerabilitiesByLayer[layer] }))}
          keyOf={({ layer }) => layer}
          columns={[
            {
              id: 'layer',
              label: t('evidence.images.byLayer.columns.layer'),
              isRowHeader: true,
              cell: ({ layer }) => t(`evidence.images.byLayer.${layer}`),
            },
            {
              id: 'counts',
              label: t('evidence.images.byLayer.columns.counts'),
              cell: ({ counts }) =>
                hasAny(counts) ? (
                  <SeverityCounts counts={counts} />
                ) : (
                  t('evidence.images.byLayer.none')
                ),
            },
          ]}
        />
      ) : (
        <VulnerabilityCounts image={props.image} />
      )}
    </div>
  );
}
