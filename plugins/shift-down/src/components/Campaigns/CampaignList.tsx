import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import { Alert, Button, Link, Text, VisuallyHidden } from '@backstage/ui';
import { RiAddLine, RiGitPullRequestLine } from '@remixicon/react';
import type { CampaignOverview } from '@shift-down/plugin-shift-down-common/client';
import { shiftDownApiRef } from '../../api';
import { messageOf } from '../../api/errors';
import { useLoad } from '../../hooks/useLoad';
import { useUrlState } from '../../hooks/useUrlState';
import { useText } from '../../hooks/useWords';
import { campaignRouteRef } from '../../routes';
import {
  DataTable,
  EntityLink,
  Label,
  LoadFailed,
  Loading,
  Quiet,
  StateMessage,
  Time,
  type DataColumn,
} from '../common';
import { PlanDialog } from './PlanDialog';
import { Progress } from './Progress';
import { CAMPAIGN_LOOK } from './states';
import styles from './Campaigns.module.css';

const REFRESH_SECONDS = 15;

/** Campaigns, newest first; who may manage them can plan another. */
export function CampaignList() {
  const t = useText();
  const api = useApi(shiftDownApiRef);
  const { result, reload } = useLoad('campaigns', () => api.listCampaigns(), {
    refreshSeconds: () => REFRESH_SECONDS,
  });
  return (
    <>
      <VisuallyHidden>
        <h2>{t('campaigns.caption')}</h2>
      </VisuallyHidden>
      {result.status === 'loading' && (
        <Loading label={t('campaigns.loading')} rows={6} />
      )}
      {result.status === 'failed' && (
        <LoadFailed error={result.error} onRetry={reload} as="h3" />
      )}
      {result.status === 'loaded' && (
        <>
          {result.refreshError && (
            <Alert
              role="status"
              status="warning"
              icon
              title={t('campaigns.refreshFailed')}
              description={messageOf(result.refreshError)}
            />
          )}
          <Campaigns {...result.value} />
        </>
      )}
    </>
  );
}

function Campaigns(props: { items: CampaignOverview[]; mayManage: boolean }) {
  const t = useText();
  const url = useUrlState();
  const columns = useColumns();
  const { items, mayManage } = props;
  return (
    <>
      <div className={styles.top}>
        <Text as="p" role="status">
          {items.length > 0 && t('campaigns.total', { count: items.length })}
        </Text>
        {mayManage && (
          <Button
            size="small"
            iconStart={<RiAddLine />}
            onPress={() => url.set({ plan: 'new' })}
          >
            {t('campaigns.plan.open')}
          </Button>
        )}
      </div>
      {items.length === 0 ? (
        <StateMessage
          icon={RiGitPullRequestLine}
          tone="neutral"
          title={t('campaigns.empty.title')}
          as="h3"
        >
          <Text as="p">{t('campaigns.empty.text')}</Text>
        </StateMessage>
      ) : (
        <DataTable
          label={t('campaigns.caption')}
          items={items}
          keyOf={({ id }) => id}
          columns={columns}
        />
      )}
      {mayManage && <PlanDialog />}
    </>
  );
}

function useColumns(): DataColumn<CampaignOverview>[] {
  const t = useText();
  const linkTo = useRouteRef(campaignRouteRef);
  return [
    {
      id: 'name',
      label: t('campaigns.columns.name'),
      isRowHeader: true,
      cell: campaign => {
        const { id, image, to } = campaign;
        const name = t('campaigns.name', { image, to });
        const title = campaign.title || name;
        return (
          <div className={styles.stack}>
            {linkTo ? <Link href={linkTo({ id })}>{title}</Link> : title}
            {title !== name && <Quiet>{name}</Quiet>}
          </div>
        );
      },
    },
    {
      id: 'state',
      label: t('campaigns.columns.state'),
      cell: ({ state, reason }) => (
        <div className={styles.stack}>
          <StateLabel state={state} />
          {reason && <Quiet>{reason}</Quiet>}
        </div>
      ),
    },
    {
      id: 'progress',
      label: t('campaigns.columns.progress'),
      cell: ({ counts }) => <Progress counts={counts} />,
    },
    {
      id: 'created',
      label: t('campaigns.columns.created'),
      cell: ({ createdAt, createdBy }) => (
        <div className={styles.stack}>
          <Time at={createdAt} />
          <EntityLink entityRef={createdBy} />
        </div>
      ),
    },
  ];
}

export function StateLabel(props: { state: CampaignOverview['state'] }) {
  const t = useText();
  return (
    <Label {...CAMPAIGN_LOOK[props.state]}>
      {t(`campaigns.state.${props.state}`)}
    </Label>
  );
}
