import { RiFileInfoLine, RiVolumeMuteLine } from '@remixicon/react';
import { useText } from '../../hooks/useWords';
import { Label, Time } from '../common';
import { Facts } from './Facts';
import type { VexStatement } from './types';
import styles from './SupplyChain.module.css';

const JUSTIFICATIONS = [
  'component_not_present',
  'vulnerable_code_not_present',
  'vulnerable_code_not_in_execute_path',
  'vulnerable_code_cannot_be_controlled_by_adversary',
  'inline_mitigations_already_exist',
] as const;

/** One statement about a vulnerability: who says what and why, and whether it counts. */
export function VexView(props: { statement: VexStatement }) {
  const t = useText();
  const { statement } = props;
  const { status, trusted, justification } = statement;
  const known = JUSTIFICATIONS.find(item => item === justification);
  return (
    <div className={styles.section}>
      <div className={styles.labels}>
        <Label
          icon={trusted ? RiVolumeMuteLine : RiFileInfoLine}
          tone="neutral"
        >
          {trusted
            ? t(`supplyChain.vex.status.${status}`)
            : `${t('supplyChain.vex.claim')}: ${t(
                `supplyChain.vex.status.${status}`,
              )}`}
        </Label>
      </div>
      <Facts
        facts={[
          [t('supplyChain.vex.author'), statement.author],
          [t('supplyChain.vex.trustedBy'), statement.trustedBy],
          [
            t(
              trusted
                ? 'supplyChain.vex.trustReason'
                : 'supplyChain.vex.notTrusted',
            ),
            statement.reason,
          ],
          [
            t('supplyChain.vex.why'),
            [
              known
                ? t(`supplyChain.vex.justification.${known}`)
                : justification,
              statement.impact,
              statement.action,
            ]
              .filter(Boolean)
              .join(' '),
          ],
          [
            t('supplyChain.vex.stated'),
            statement.statedAt && <Time at={statement.statedAt} />,
          ],
          [
            t('supplyChain.vex.source'),
            t(`supplyChain.vex.sources.${statement.source}`),
          ],
        ]}
      />
    </div>
  );
}
