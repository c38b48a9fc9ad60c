import type { FieldDifference } from '@shift-down/plugin-shift-down-common';
import { useText } from '../../hooks/useWords';
import { DataTable, Quiet } from '../common';
import styles from './Provisioning.module.css';

/** What differs, field by field: on one side what should be, on the other what is. */
export function Differences(props: {
  label: string;
  differences: FieldDifference[];
  /** Headings of the two sides; what was applied, and what is there. */
  sides?: { applied: string; found: string };
}) {
  const t = useText();
  const { label, differences, sides } = props;
  if (differences.length === 0) {
    return null;
  }
  return (
    <div className={styles.table}>
      <DataTable
        label={label}
        items={differences}
        keyOf={({ path }) => path}
        columns={[
          {
            id: 'field',
            label: t('provisioning.differences.field'),
            width: '36%',
            isRowHeader: true,
            cell: ({ path }) => <code className={styles.code}>{path}</code>,
          },
          {
            id: 'applied',
            label: sides?.applied ?? t('provisioning.differences.applied'),
            width: '32%',
            cell: ({ applied }) => <Value json={applied} />,
          },
          {
            id: 'found',
            label: sides?.found ?? t('provisioning.differences.found'),
            cell: ({ found }) => <Value json={found} />,
          },
        ]}
      />
    </div>
  );
}

function Value(props: { json?: string }) {
  const t = useText();
  return props.json === undefined ? (
    <Quiet>{t('provisioning.differences.nothing')}</Quiet>
  ) : (
    <code className={styles.code}>{props.json}</code>
  );
}
