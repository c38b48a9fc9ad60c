import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import {
  Alert,
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  NumberField,
  Select,
  Text,
  TextField,
} from '@backstage/ui';
import type { PlanCampaignRequest } from '@shift-down/plugin-shift-down-common/client';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { shiftDownApiRef } from '../../api';
import { messageOf } from '../../api/errors';
import { useLoad } from '../../hooks/useLoad';
import { useUrlState } from '../../hooks/useUrlState';
import { useText } from '../../hooks/useWords';
import { campaignRouteRef } from '../../routes';
import { LoadFailed, Loading } from '../common';
import styles from './Campaigns.module.css';

const AT_ONCE = 5;
const STOP_AFTER_FAILURES = 3;

/** Asks what a campaign is to do, has it planned and leads to the plan. */
export function PlanDialog() {
  const t = useText();
  const url = useUrlState();
  const isOpen = url.get('plan') === 'new';
  const close = () => url.set({ plan: undefined, image: undefined });
  return (
    <Dialog isOpen={isOpen} onOpenChange={open => !open && close()}>
      <DialogHeader>{t('campaigns.plan.title')}</DialogHeader>
      {isOpen && <PlanForm onCancel={close} />}
    </Dialog>
  );
}

function PlanForm(props: { onCancel: () => void }) {
  const t = useText();
  const api = useApi(shiftDownApiRef);
  const url = useUrlState();
  const navigate = useNavigate();
  const linkTo = useRouteRef(campaignRouteRef);
  const [image, setImage] = useState(url.get('image') ?? '');
  const [to, setTo] = useState('');
  const [from, setFrom] = useState<string[]>([]);
  const [title, setTitle] = useState('');
  const [atOnce, setAtOnce] = useState(AT_ONCE);
  const [stopAfterFailures, setStopAfter] = useState(STOP_AFTER_FAILURES);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error>();
  const { result, reload } = useLoad('golden-images', () =>
    api.listGoldenImages(),
  );
  const releases = useReleases(image);

  const plan = async () => {
    const request: PlanCampaignRequest = {
      image,
      to,
      atOnce,
      stopAfterFailures,
      ...(from.length > 0 && { from }),
      ...(title.trim() && { title: title.trim() }),
    };
    setBusy(true);
    setError(undefined);
    try {
      const { id } = await api.planCampaign(request);
      if (linkTo) {
        navigate(linkTo({ id }));
      }
    } catch (caught) {
      setError(caught instanceof Error ? caught : new Error(String(caught)));
      setBusy(false);
    }
  };

  if (result.status === 'loading') {
    return (
      <DialogBody>
        <Loading label={t('goldenImages.loading')} rows={4} />
      </DialogBody>
    );
  }
  if (result.status === 'failed') {
    return (
      <DialogBody>
        <LoadFailed error={result.error} onRetry={reload} as="h3" />
      </DialogBody>
    );
  }
  const images = result.value.items;
  return (
    <>
      <DialogBody>
        <div className={styles.form}>
          <Text as="p">
            {images.length > 0
              ? t('campaigns.plan.hint')
              : t('campaigns.plan.noImages')}
          </Text>
          <Select
            label={t('campaigns.plan.image')}
            placeholder={t('campaigns.plan.choose')}
            options={images.map(item => ({
              id: item.name,
              label: item.title ?? item.name,
            }))}
            value={image || null}
            onChange={value => {
              setImage(String(value ?? ''));
              setTo('');
              setFrom([]);
            }}
          />
          <Select
            label={t('campaigns.plan.to')}
            placeholder={t('campaigns.plan.choose')}
            isDisabled={!image}
            options={releases}
            value={to || null}
            onChange={value => setTo(String(value ?? ''))}
          />
          <Select
            label={t('campaigns.plan.from')}
            description={t('campaigns.plan.fromHint')}
            placeholder={t('campaigns.detail.fromAll')}
            isDisabled={!image}
            selectionMode="multiple"
            options={releases.filter(({ id }) => id !== to)}
            value={from}
            onChange={values => setFrom([values ?? []].flat().map(String))}
          />
          <TextField
            label={t('campaigns.plan.name')}
            maxLength={200}
            value={title}
            onChange={setTitle}
          />
          <NumberField
            label={t('campaigns.plan.atOnce')}
            minValue={1}
            maxValue={50}
            value={atOnce}
            onChange={value => setAtOnce(value || AT_ONCE)}
          />
          <NumberField
            label={t('campaigns.plan.stopAfter')}
            minValue={1}
            maxValue={50}
            value={stopAfterFailures}
            onChange={value => setStopAfter(value || STOP_AFTER_FAILURES)}
          />
          {error && (
            <Alert
              role="alert"
              status="danger"
              icon
              title={t('campaigns.plan.failed')}
              description={messageOf(error)}
            />
          )}
        </div>
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" onPress={props.onCancel}>
          {t('campaigns.plan.cancel')}
        </Button>
        <Button isDisabled={!image || !to || busy} onPress={plan}>
          {busy ? t('campaigns.plan.planning') : t('campaigns.plan.submit')}
        </Button>
      </DialogFooter>
    </>
  );
}

/** Releases of the chosen golden image, newest first; none until they are known. */
function useReleases(image: string): { id: string; label: string }[] {
  const api = useApi(shiftDownApiRef);
  const { result } = useLoad(image, async () =>
    image ? (await api.getGoldenImage(image)).releaseList : [],
  );
  return result.status === 'loaded'
    ? result.value.map(({ version }) => ({ id: version, label: version }))
    : [];
}
