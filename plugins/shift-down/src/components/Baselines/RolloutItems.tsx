import { useRouteRef } from '@backstage/frontend-plugin-api';
import { Link, Select, Text } from '@backstage/ui';
import type { Rollout } from '@shift-down/plugin-shift-down-common/client';
import { useUrlState } from '../../hooks/useUrlState';
import { useText } from '../../hooks/useWords';
import { managedNamespaceRouteRef } from '../../routes';
import {
  DataTable,
  EntityLink,
  Label,
  Quiet,
  Time,
  type DataColumn,
} from '../common';
import { BaselineChanges } from '../Provisioning';
import { ITEM_LOOK, ITEM_STATES } from './states';
import styles from './Baselines.module.css';

type Item = Rollout['items'][number];

/** Namespaces with what changes in each; what needs somebody comes first. */
export function RolloutItems(props: { items: Item[] }) {
  const t = useText();
  const url = useUrlState();
  const columns = useColumns();
  const states = url.getAll('state');
  if (props.items.length === 0) {
    return <Text as="p">{t('baselines.items.none')}</Text>;
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
          label={t('baselines.items.filter')}
          placeholder={t('baselines.items.any')}
          selectionMode="multiple"
          options={ITEM_STATES.map(state => ({
            id: state,
            label: t(`baselines.rollouts.item.${state}`),
          }))}
          value={states}
          onChange={values =>
            url.set({ state: [values ?? []].flat().map(String) })
          }
        />
      </div>
      {shown.length === 0 ? (
        <Text as="p">{t('baselines.items.filtered')}</Text>
      ) : (
        <DataTable
          label={t('baselines.items.caption')}
          items={shown}
          keyOf={({ cluster, name }) => `${cluster}/${name}`}
          columns={columns}
        />
      )}
    </>
  );
}

function useColumns(): DataColumn<Item>[] {
  const t = useText();
  const linkTo = useRouteRef(managedNamespaceRouteRef);
  return [
    {
      id: 'namespace',
      label: t('baselines.items.columns.namespace'),
      isRowHeader: true,
      cell: ({ cluster, name, fromVersion }) => (
        <div className={styles.stack}>
          {linkTo ? (
            <Link href={linkTo({ cluster, namespace: name })}>{name}</Link>
          ) : (
            name
          )}
          <Quiet>{t('managedNamespaces.inCluster', { cluster })}</Quiet>
          <Quiet>{t('baselines.items.from', { version: fromVersion })}</Quiet>
        </div>
      ),
    },
    {
      id: 'owner',
      label: t('baselines.items.columns.owner'),
      cell: ({ ownerRef }) => <EntityLink entityRef={ownerRef} />,
    },
    {
      id: 'state',
      label: t('baselines.items.columns.state'),
      cell: ({ state, reason, updatedAt }) => (
        <div className={styles.stack}>
          <Label {...ITEM_LOOK[state]}>
            {t(`baselines.rollouts.item.${state}`)}
          </Label>
          {reason && <span className={styles.breakable}>{reason}</span>}
          {updatedAt && (
            <Quiet>
              <Time at={updatedAt} />
            </Quiet>
          )}
        </div>
      ),
    },
    {
      id: 'changes',
      width: '40%',
      label: t('baselines.items.columns.changes'),
      cell: ({ name, changes }) =>
        changes.length === 0 ? (
          t('baselines.items.noChanges')
        ) : (
          <details className={styles.fold}>
            <summary>
              {t('baselines.items.changes', { count: changes.length })}
            </summary>
            <div className={styles.folded}>
              <BaselineChanges
                label={t('baselines.items.changesIn', { name })}
                changes={changes}
              />
            </div>
          </details>
        ),
    },
  ];
}
