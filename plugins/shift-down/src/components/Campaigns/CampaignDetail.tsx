import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import { Alert, Link, Text } from '@backstage/ui';
import type { Campaign } from '@shift-down/plugin-shift-down-common/client';
import { shiftDownApiRef } from '../../api';
import { messageOf } from '../../api/errors';
import { useLoad } from '../../hooks/useLoad';
import { useText } from '../../hooks/useWords';
import { goldenImageRouteRef } from '../../routes';
import { DataTable, EntityLink, LoadFailed, Loading, Time } from '../common';
import { Facts, Section } from '../SupplyChain';
import { CampaignActions } from './CampaignActions';
import { CampaignItems } from './CampaignItems';
import { StateLabel } from './CampaignList';
import { Progress } from './Progress';
import styles from './Campaigns.module.css';

const REFRESH_SECONDS = 10;

/** One campaign: what it does, how far it is with whom, and what went wrong where. */
export function CampaignDetail(props: { id: string }) {
  const t = useText();
  const api = useApi(shiftDownApiRef);
  const { id } = props;
  const { result, reload } = useLoad(id, () => api.getCampaign(id), {
    refreshSeconds: () => REFRESH_SECONDS,
  });
  if (result.status === 'loading') {
    return <Loading label={t('campaigns.loadingOne')} rows={8} />;
  }
  if (result.status === 'failed') {
    return <LoadFailed error={result.error} onRetry={reload} />;
  }
  const campaign = result.value;
  return (
    <div className={styles.detail}>
      {result.refreshError && (
        <Alert
          role="status"
          status="warning"
          icon
          title={t('campaigns.refreshFailed')}
          description={messageOf(result.refreshError)}
        />
      )}
      <Head campaign={campaign} onChanged={reload} />
      <Section title={t('campaigns.owners.title')}>
        <Owners owners={campaign.owners} />
      </Section>
      <Section title={t('campaigns.items.title')}>
        <CampaignItems items={campaign.items} />
      </Section>
    </div>
  );
}

function Head(props: { campaign: Campaign; onChanged: () => void }) {
  const t = useText();
  const linkTo = useRouteRef(goldenImageRouteRef);
  const { campaign } = props;
  const { image, to, from, state, reason, stopAfterFailures } = campaign;
  return (
    <>
      <div className={styles.title}>
        <Text as="h2" variant="title-small" weight="bold">
          {campaign.title || t('campaigns.name', { image, to })}
        </Text>
        <StateLabel state={state} />
      </div>
      {state === 'planned' && (
        <Alert
          role="status"
          status="info"
          icon
          title={t('campaigns.detail.plannedHint')}
        />
      )}
      {reason && <Alert role="status" status="warning" icon title={reason} />}
      <CampaignActions campaign={campaign} onChanged={props.onChanged} />
      <Progress counts={campaign.counts} />
      <Facts
        facts={[
          [
            t('campaigns.detail.image'),
            linkTo ? (
              <Link href={linkTo({ name: image })}>{image}</Link>
            ) : (
              image
            ),
          ],
          [t('campaigns.detail.to'), to],
          [
            t('campaigns.detail.from'),
            from?.length ? from.join(', ') : t('campaigns.detail.fromAll'),
          ],
          [
            t('campaigns.detail.atOnce'),
            t('campaigns.detail.atOnceValue', { count: campaign.atOnce }),
          ],
          [
            t('campaigns.detail.stopAfter'),
            stopAfterFailures &&
              t('campaigns.detail.stopAfterValue', {
                count: stopAfterFailures,
              }),
          ],
          [
            t('campaigns.detail.planned'),
            <>
              <EntityLink entityRef={campaign.createdBy} />,{' '}
              <Time at={campaign.createdAt} />
            </>,
          ],
        ]}
      />
    </>
  );
}

function Owners(props: { owners: Campaign['owners'] }) {
  const t = useText();
  return (
    <DataTable
      label={t('campaigns.owners.caption')}
      items={props.owners}
      keyOf={({ ownerRef }) => ownerRef ?? ''}
      columns={[
        {
          id: 'owner',
          label: t('campaigns.owners.columns.owner'),
          width: '40%',
          isRowHeader: true,
          cell: ({ ownerRef }) =>
            ownerRef ? (
              <EntityLink entityRef={ownerRef} />
            ) : (
              t('campaigns.owners.noOwner')
            ),
        },
        {
          id: 'progress',
          label: t('campaigns.owners.columns.progress'),
          cell: ({ counts }) => <Progress counts={counts} />,
        },
      ]}
    />
  );
}
