import { Text } from '@backstage/ui';
import { RiCheckboxCircleFill, RiCloseCircleFill } from '@remixicon/react';
import type { NamespacePreview } from '@shift-down/plugin-shift-down-common/client';
import { DataTable, Label } from '../components/common';
import { useText } from '../hooks/useWords';
import styles from './scaffolder.module.css';

/** What the group has of each resource in the cluster, and what this would take. */
export function QuotaUse(props: { quota: NamespacePreview['quota'] }) {
  const t = useText();
  return (
    <div className={styles.section}>
      <Text as="h4" variant="body-medium" weight="bold">
        {t('provisioning.preview.quota.title')}
      </Text>
      <DataTable
        label={t('provisioning.preview.quota.caption')}
        items={props.quota}
        keyOf={({ resource }) => resource}
        columns={[
          {
            id: 'resource',
            label: t('provisioning.preview.quota.resource'),
            isRowHeader: true,
            cell: ({ resource }) => resource,
          },
          {
            id: 'used',
            label: t('provisioning.preview.quota.used'),
            cell: ({ used }) => used,
          },
          {
            id: 'asked',
            label: t('provisioning.preview.quota.asked'),
            cell: ({ asked }) => asked,
          },
          {
            id: 'allowed',
            label: t('provisioning.preview.quota.allowed'),
            cell: ({ allowed }) =>
              allowed ?? t('provisioning.preview.quota.unlimited'),
          },
          {
            id: 'standing',
            label: t('provisioning.preview.quota.standing'),
            cell: ({ isExceeded }) =>
              isExceeded ? (
                <Label icon={RiCloseCircleFill} tone="danger">
                  {t('provisioning.preview.quota.exceeded')}
                </Label>
              ) : (
                <Label icon={RiCheckboxCircleFill} tone="success">
                  {t('provisioning.preview.quota.fits')}
                </Label>
              ),
          },
        ]}
      />
    </div>
  );
}
