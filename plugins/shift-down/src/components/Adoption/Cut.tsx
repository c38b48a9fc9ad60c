import { Alert, Text } from '@backstage/ui';
import { RiArrowLeftDownLine, RiArrowRightUpLine } from '@remixicon/react';
import type { AdoptionPlan } from '@shift-down/plugin-shift-down-common/client';
import { useText } from '../../hooks/useWords';
import { EntityLink, Label } from '../common';
import styles from './Adoption.module.css';

const ICON = { ingress: RiArrowLeftDownLine, egress: RiArrowRightUpLine };

/** Declared dependencies that default-deny would cut, and what nobody can know. */
export function Cut(props: { plan: AdoptionPlan }) {
  const t = useText();
  const { cut, hidden = 0, caveat } = props.plan;
  return (
    <>
      {cut.length === 0 && hidden === 0 && (
        <Text as="p">{t('adoption.cut.none')}</Text>
      )}
      {cut.length > 0 && (
        <ul aria-label={t('adoption.cut.title')} className={styles.plain}>
          {cut.map(({ fromRef, toRef, direction, message }) => (
            <li key={`${fromRef}/${toRef}/${direction}`}>
              <div className={styles.labels}>
                <Label icon={ICON[direction]} tone="warning">
                  {t(`adoption.cut.${direction}`)}
                </Label>
                <span>
                  <EntityLink entityRef={fromRef} /> {t('adoption.cut.to')}{' '}
                  <EntityLink entityRef={toRef} />
                </span>
              </div>
              <span className={styles.breakable}>{message}</span>
            </li>
          ))}
        </ul>
      )}
      {hidden > 0 && (
        <Text as="p">{t('adoption.cut.hidden', { count: hidden })}</Text>
      )}
      <Alert
        role="status"
        status="info"
        icon
        title={t('adoption.cut.caveat')}
        description={caveat}
      />
    </>
  );
}
