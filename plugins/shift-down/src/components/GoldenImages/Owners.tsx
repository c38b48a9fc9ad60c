import { Link, Text } from '@backstage/ui';
import { parseEntityRef } from '@backstage/catalog-model';
import type { GoldenImageDetail } from '@shift-down/plugin-shift-down-common/client';
import { useUrlState } from '../../hooks/useUrlState';
import { useText } from '../../hooks/useWords';
import { DataTable, EntityLink } from '../common';
import { USERS_ID } from './Users';

type Owner = NonNullable<GoldenImageDetail['owners']>[number];

/** Who is behind, by owner and by how much. */
export function Owners(props: { owners: Owner[] }) {
  const t = useText();
  const url = useUrlState();
  const behind = props.owners.filter(owner => owner.behind > 0);
  if (behind.length === 0) {
    return <Text as="p">{t('goldenImages.owners.none')}</Text>;
  }
  return (
    <DataTable
      label={t('goldenImages.owners.caption')}
      items={behind}
      keyOf={({ ownerRef }) => ownerRef}
      columns={[
        {
          id: 'owner',
          label: t('goldenImages.owners.columns.owner'),
          isRowHeader: true,
          cell: ({ ownerRef }) =>
            ownerRef ? (
              <EntityLink entityRef={ownerRef} />
            ) : (
              t('goldenImages.owners.noOwner')
            ),
        },
        {
          id: 'behind',
          label: t('goldenImages.owners.columns.behind'),
          cell: owner =>
            t('goldenImages.owners.behindOf', {
              behind: String(owner.behind),
              workloads: String(owner.workloads),
            }),
        },
        {
          id: 'mostDays',
          label: t('goldenImages.owners.columns.mostDays'),
          cell: ({ mostDays }) =>
            mostDays === undefined
              ? t('goldenImages.owners.notKnown')
              : t('goldenImages.owners.days', { count: mostDays }),
        },
        {
          id: 'show',
          label: t('goldenImages.owners.columns.show'),
          cell: ({ ownerRef }) =>
            ownerRef && (
              <Link
                href={`${url.href({
                  owner: ownerRef,
                  version: undefined,
                  state: ['behind', 'out-of-support', 'retired'],
                  cursor: undefined,
                })}#${USERS_ID}`}
                aria-label={t('goldenImages.owners.showLabel', {
                  owner: parseEntityRef(ownerRef).name,
                })}
              >
                {t('goldenImages.owners.show')}
              </Link>
            ),
        },
      ]}
    />
  );
}
