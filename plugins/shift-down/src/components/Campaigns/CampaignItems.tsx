import { Select, Text } from '@backstage/ui';
import type { CampaignItem } from '@shift-down/plugin-shift-down-common/client';
import { useUrlState } from '../../hooks/useUrlState';
import { useText } from '../../hooks/useWords';
import {
  DataTable,
  EntityLink,
  ExternalLink,
  Label,
  Quiet,
  Time,
} from '../common';
import { ITEM_LOOK, ITEM_STATES } from './states';
import styles from './Campaigns.module.css';

/** Repositories with what changes in each; what needs somebody comes first. */
export function CampaignItems(props: { items: CampaignItem[] }) {
  const t = useText();
  const url = useUrlState();
  const states = url.getAll('state');
  if (props.items.length === 0) {
    return <Text as="p">{t('campaigns.items.none')}</Text>;
  }
  const shown = props.items
    .filter(({ state }) => states.length === 0 || states.includes(state))
    .sort(
      (left, right) =>
        ITEM_STATES.indexOf(left.state) - ITEM_STATES.indexOf(right.state),
    );
  return (
    <>
      <div className={styles.filter}>
        <Select
          size="small"
          label={t('campaigns.items.filter')}
          placeholder={t('campaigns.items.any')}
          selectionMode="multiple"
          options={ITEM_STATES.map(state => ({
            id: state,
            label: t(`campaigns.item.${state}`),
          }))}
          value={states}
          onChange={values =>
            url.set({ state: [values ?? []].flat().map(String) })
          }
        />
      </div>
      {shown.length === 0 ? (
        <Text as="p">{t('campaigns.items.filtered')}</Text>
      ) : (
        <ItemsTable items={shown} />
      )}
    </>
  );
}

function ItemsTable(props: { items: CampaignItem[] }) {
  const t = useText();
  return (
    <DataTable
      label={t('campaigns.items.caption')}
      items={props.items}
      keyOf={({ repositoryUrl }) => repositoryUrl}
      columns={[
        {
          id: 'repository',
          label: t('campaigns.items.columns.repository'),
          isRowHeader: true,
          cell: ({ repositoryUrl, entityRefs }) => (
            <div className={`${styles.stack} ${styles.breakable}`}>
              <ExternalLink href={repositoryUrl}>{repositoryUrl}</ExternalLink>
              {entityRefs?.map(entityRef => (
                <EntityLink key={entityRef} entityRef={entityRef} />
              ))}
            </div>
          ),
        },
        {
          id: 'owner',
          label: t('campaigns.items.columns.owner'),
          cell: ({ ownerRef }) =>
            ownerRef ? (
              <EntityLink entityRef={ownerRef} />
            ) : (
              t('campaigns.owners.noOwner')
            ),
        },
        {
          id: 'state',
          label: t('campaigns.items.columns.state'),
          cell: item => (
            <div className={styles.stack}>
              <Label {...ITEM_LOOK[item.state]}>
                {t(`campaigns.item.${item.state}`)}
              </Label>
              {item.reason && (
                <span className={styles.breakable}>{item.reason}</span>
              )}
              {item.pullRequestUrl && (
                <ExternalLink href={item.pullRequestUrl}>
                  {item.state === 'pushed'
                    ? t('campaigns.items.branch')
                    : t('campaigns.items.pullRequest')}
                </ExternalLink>
              )}
              {item.updatedAt && (
                <Quiet>
                  <Time at={item.updatedAt} />
                </Quiet>
              )}
            </div>
          ),
        },
        {
          id: 'changes',
          label: t('campaigns.items.columns.changes'),
          cell: ({ changes = [] }) => (
            <div className={styles.stack}>
              {changes.map((change, index) => (
                <div key={`${change.path}/${index}`}>
                  <div>{change.path}</div>
                  <span className={styles.code}>
                    {t('campaigns.items.change', {
                      from: change.from,
                      to: change.to,
                    })}
                  </span>
                </div>
              ))}
            </div>
          ),
        },
      ]}
    />
  );
}
