import { Text } from '@backstage/ui';
import type { NamespaceProofs } from '@shift-down/plugin-shift-down-common/client';
import { useText } from '../../hooks/useWords';
import { DataTable, Label, Quiet, timeAgo } from '../common';
import { PROOF_LOOK } from './standing';
import styles from './ManagedNamespaces.module.css';

/** What the last dry runs showed, who asked, and what nobody can prove so. */
export function Proofs(props: { proofs?: NamespaceProofs }) {
  const t = useText();
  const { proofs } = props;
  if (!proofs) {
    return (
      <>
        <Text as="p">{t('managedNamespaces.proofs.none')}</Text>
        <Quiet as="p">{t('managedNamespaces.proofs.hint')}</Quiet>
      </>
    );
  }
  const { provedAt, askedAs, items, declared } = proofs;
  return (
    <>
      <Text as="p">
        {[
          t('managedNamespaces.proofs.at', { when: timeAgo(provedAt) }),
          ...(askedAs
            ? [t('managedNamespaces.proofs.askedAs', { who: askedAs })]
            : []),
        ].join(' ')}
      </Text>
      <DataTable
        label={t('managedNamespaces.proofs.caption')}
        items={items}
        keyOf={({ id }) => id}
        columns={[
          {
            id: 'what',
            width: '28%',
            label: t('managedNamespaces.proofs.columns.what'),
            isRowHeader: true,
            cell: ({ title, controls }) => (
              <div className={styles.stack}>
                <span>{title}</span>
                {controls.length > 0 && <Quiet>{controls.join(', ')}</Quiet>}
              </div>
            ),
          },
          {
            id: 'outcome',
            width: '18%',
            label: t('managedNamespaces.proofs.columns.outcome'),
            cell: ({ outcome }) => (
              <Label {...PROOF_LOOK[outcome]}>
                {t(`managedNamespaces.proofs.outcome.${outcome}`)}
              </Label>
            ),
          },
          {
            id: 'expected',
            width: '24%',
            label: t('managedNamespaces.proofs.columns.expected'),
            cell: ({ expected }) => expected,
          },
          {
            id: 'reason',
            label: t('managedNamespaces.proofs.columns.reason'),
            cell: ({ reason }) => (
              <span className={styles.breakable}>{reason}</span>
            ),
          },
        ]}
      />
      {declared.length > 0 && (
        <div className={styles.section}>
          <Text as="h4" variant="body-medium" weight="bold">
            {t('managedNamespaces.proofs.declared')}
          </Text>
          <ul className={styles.plain}>
            {declared.map(sentence => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}
