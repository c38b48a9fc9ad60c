import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import { Alert, Button, Link, Text } from '@backstage/ui';
import { RiAddLine } from '@remixicon/react';
import type { RolloutOverview } from '@shift-down/plugin-shift-down-common/client';
import { shiftDownApiRef } from '../../api';
import { messageOf } from '../../api/errors';
import { useLoad } from '../../hooks/useLoad';
import { useUrlState } from '../../hooks/useUrlState';
import { useText } from '../../hooks/useWords';
import { rolloutRouteRef } from '../../routes';
import {
  DataTable,
  EntityLink,
  Label,
  LoadFailed,
  Loading,
  Quiet,
  Time,
  type DataColumn,
} from '../common';
import { PlanDialog } from './PlanDialog';
import { Progress } from './Progress';
import { ROLLOUT_LOOK } from './states';
import styles from './Baselines.module.css';

const REFRESH_SECONDS = 15;

/** Rollouts, newest first; who may manage namespaces can plan another. */
export function RolloutList() {
  const t = useText();
  const api = useApi(shiftDownApiRef);
  const url = useUrlState();
  const columns = useColumns();
  const { result, reload } = useLoad('rollouts', () => api.listRollouts(), {
    refreshSeconds: () => REFRESH_SECONDS,
  });
  if (result.status === 'loading') {
    return <Loading label={t('baselines.rollouts.loading')} rows={4} />;
  }
  if (result.status === 'failed') {
    return <LoadFailed error={result.error} onRetry={reload} as="h3" />;
  }
  const { items, mayManage } = result.value;
  return (
    <>
      {result.refreshError && (
        <Alert
          role="status"
          status="warning"
          icon
          title={t('baselines.refreshFailed')}
          description={messageOf(result.refreshError)}
        />
      )}
      {mayManage && (
        <div>
          <Button
            size="small"
            iconStart={<RiAddLine />}
            onPress={() => url.set({ plan: 'new' })}
          >
            {t('baselines.plan.open')}
          </Button>
        </div>
      )}
      {items.length === 0 ? (
        <Text as="p">{t('baselines.rollouts.empty')}</Text>
      ) : (
        <DataTable
          label={t('baselines.rollouts.caption')}
          items={items}
          keyOf={({ id }) => id}
          columns={columns}
        />
      )}
      {mayManage && <PlanDialog />}
    </>
  );
}

function useColumns(): DataColumn<RolloutOverview>[] {
  const t = useText();
  const linkTo = useRouteRef(rolloutRouteRef);
  return [
    {
      id: 'name',
      label: t('baselines.rollouts.columns.name'),
      isRowHeader: true,
      cell: ({ id, to }) => {
        const name = t('baselines.rollouts.name', { version: to });
        return linkTo ? <Link href={linkTo({ id })}>{name}</Link> : name;
      },
    },
    {
      id: 'state',
      label: t('baselines.rollouts.columns.state'),
      cell: ({ state, reason }) => (
        <div className={styles.stack}>
          <RolloutStateLabel state={state} />
          {reason && <Quiet>{reason}</Quiet>}
        </div>
      ),
    },
    {
      id: 'progress',
      label: t('baselines.rollouts.columns.progress'),
      cell: ({ counts }) => <Progress counts={counts} />,
    },
    {
      id: 'created',
      label: t('baselines.rollouts.columns.created'),
      cell: ({ createdAt, createdBy }) => (
        <div className={styles.stack}>
          <Time at={createdAt} />
          <EntityLink entityRef={createdBy} />
        </div>
      ),
    },
  ];
}

export function RolloutStateLabel(props: { state: RolloutOverview['state'] }) {
  const t = useText();
  return (
    <Label {...ROLLOUT_LOOK[props.state]}>
      {t(`baselines.rollouts.state.${props.state}`)}
    </Label>
  );
}
