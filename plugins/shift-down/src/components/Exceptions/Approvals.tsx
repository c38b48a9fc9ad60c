import { Text } from '@backstage/ui';
import { RiCheckboxCircleFill } from '@remixicon/react';
import type { ExceptionDetail } from '@shift-down/plugin-shift-down-common/client';
import { useText } from '../../hooks/useWords';
import { EntityLink, formatDay, Label, Time } from '../common';
import { Facts, Section } from '../SupplyChain';
import { useExceptionWords } from './useExceptionWords';
import styles from './Exceptions.module.css';

/** Who has agreed, how many have to, and what was offered instead. */
export function Approvals(props: { exception: ExceptionDetail }) {
  const t = useText();
  const words = useExceptionWords();
  const { approvals, limits, proposal, state } = props.exception;
  return (
    <div className={styles.block}>
      <Section title={t('exceptions.detail.approvals.title')}>
        <Text as="p">
          {t(
            state === 'unreviewed'
              ? 'exceptions.detail.approvals.unreviewed'
              : 'exceptions.detail.approvals.count',
            {
              number: String(approvals.length),
              needed: String(limits.approvals),
            },
          )}
        </Text>
        {approvals.length > 0 && (
          <ul className={styles.plain}>
            {approvals.map(({ by, at }) => (
              <li key={`${by.userRef} ${at}`} className={styles.labels}>
                <Label icon={RiCheckboxCircleFill} tone="success">
                  {t('exceptions.detail.thread.words.approve')}
                </Label>
                <EntityLink entityRef={by.userRef} /> <Time at={at} />
              </li>
            ))}
          </ul>
        )}
      </Section>
      {proposal && (
        <Section title={t('exceptions.detail.proposal.title')}>
          <Facts
            facts={[
              [
                t('exceptions.detail.proposal.until'),
                formatDay(proposal.until),
              ],
              [
                t('exceptions.detail.proposal.where'),
                words.scope(proposal.scope),
              ],
              [
                t('exceptions.columns.who'),
                <span className={styles.labels}>
                  <EntityLink entityRef={proposal.by.userRef} />{' '}
                  <Time at={proposal.at} />
                </span>,
              ],
            ]}
          />
          <Text as="p">{t('exceptions.detail.proposal.text')}</Text>
        </Section>
      )}
    </div>
  );
}
