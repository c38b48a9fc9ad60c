import { useApi } from '@backstage/frontend-plugin-api';
import {
  Alert,
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Text,
} from '@backstage/ui';
import type {
  Campaign,
  CampaignAction,
} from '@shift-down/plugin-shift-down-common/client';
import { useState } from 'react';
import { shiftDownApiRef } from '../../api';
import { messageOf } from '../../api/errors';
import { useLoad } from '../../hooks/useLoad';
import { useText } from '../../hooks/useWords';
import { actionsIn } from './states';
import styles from './Campaigns.module.css';

/** What the reader may do with a campaign as it is; nothing for who may not manage any. */
export function CampaignActions(props: {
  campaign: Campaign;
  onChanged: () => void;
}) {
  const t = useText();
  const api = useApi(shiftDownApiRef);
  const { campaign, onChanged } = props;
  const [busy, setBusy] = useState(false);
  const [asking, setAsking] = useState(false);
  const [error, setError] = useState<Error>();
  const { result } = useLoad('may-manage', () => api.listCampaigns());
  const mayManage = result.status === 'loaded' && result.value.mayManage;
  const actions = actionsIn(campaign);

  const change = async (action: CampaignAction) => {
    setBusy(true);
    setAsking(false);
    setError(undefined);
    try {
      await api.changeCampaign(campaign.id, action);
      onChanged();
    } catch (caught) {
      setError(caught instanceof Error ? caught : new Error(String(caught)));
    } finally {
      setBusy(false);
    }
  };

  if (!mayManage || actions.length === 0) {
    return null;
  }
  return (
    <>
      <div
        role="group"
        aria-label={t('campaigns.actions.label')}
        className={styles.actions}
      >
        {actions.map((action, index) => (
          <Button
            key={action}
            size="small"
            variant={index === 0 ? 'primary' : 'secondary'}
            isDisabled={busy}
            onPress={() =>
              action === 'stop' ? setAsking(true) : change(action)
            }
          >
            {t(`campaigns.actions.${action}`)}
          </Button>
        ))}
      </div>
      {error && (
        <Alert
          role="alert"
          status="danger"
          icon
          title={t('campaigns.actions.failed')}
          description={messageOf(error)}
        />
      )}
      <Dialog isOpen={asking} onOpenChange={setAsking}>
        <DialogHeader>{t('campaigns.actions.confirmStop')}</DialogHeader>
        <DialogBody>
          <Text as="p">{t('campaigns.actions.confirmStopText')}</Text>
        </DialogBody>
        <DialogFooter>
          <Button variant="secondary" onPress={() => setAsking(false)}>
            {t('campaigns.actions.cancel')}
          </Button>
          <Button onPress={() => change('stop')}>
            {t('campaigns.actions.stop')}
          </Button>
        </DialogFooter>
      </Dialog>
    </>
  );
}
