import { Text } from '@backstage/ui';
import { RiQuestionLine } from '@remixicon/react';
import type { UpgradeAdvice } from '@shift-down/plugin-shift-down-common/client';
import { useText } from '../../hooks/useWords';
import { Label, Quiet, SeverityLabel, Snippet } from '../common';
import { BumpButton } from './BumpButton';
import styles from './SupplyChain.module.css';

const CHANGES = ['removes', 'leaves', 'adds'] as const;

/** What moving to another release changes, and how to do it. */
export function AdviceView(props: {
  advice: UpgradeAdvice;
  /** The entity whose repository a template would change. */
  entityRef?: string;
}) {
  const t = useText();
  const { advice } = props;
  const { from, to, compared } = advice;
  return (
    <div className={styles.section}>
      {compared ? (
        <>
          <Text as="p">
            {t('supplyChain.advice.lead', {
              from: from.version,
              to: to.version,
            })}{' '}
            {CHANGES.map(change =>
              t(`supplyChain.advice.${change}`, {
                count: advice[change]?.length ?? 0,
              }),
            ).join(', ')}
            .
          </Text>
          {CHANGES.map(change => (
            <Advisories
              key={change}
              list={t(`supplyChain.advice.lists.${change}`)}
              advisories={advice[change] ?? []}
            />
          ))}
        </>
      ) : (
        <div className={styles.stack}>
          <Label icon={RiQuestionLine} tone="warning">
            {t('supplyChain.advice.notCompared')}
          </Label>
          <Quiet>
            {advice.reason ?? t('supplyChain.advice.notComparedReason')}
          </Quiet>
        </div>
      )}
      <Snippet label={t('supplyChain.advice.fromLine')} wrap>
        {advice.fromLine}
      </Snippet>
      <BumpButton to={to} entityRef={props.entityRef} />
    </div>
  );
}

function Advisories(props: {
  list: string;
  advisories: NonNullable<UpgradeAdvice['removes']>;
}) {
  const t = useText();
  const { list, advisories } = props;
  if (advisories.length === 0) {
    return null;
  }
  return (
    <details className={styles.fold}>
      <summary>
        {t('supplyChain.advice.listOf', {
          list,
          number: String(advisories.length),
        })}
      </summary>
      <ul className={styles.advisories}>
        {advisories.map(({ advisory, packageName, severity }) => (
          <li key={`${advisory}/${packageName}`} className={styles.labels}>
            <SeverityLabel severity={severity} />
            <span>{advisory}</span>
            <Quiet>
              {t('supplyChain.advice.package', { name: packageName })}
            </Quiet>
          </li>
        ))}
      </ul>
    </details>
  );
}
