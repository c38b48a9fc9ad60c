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
} from '@backstage/ui';
import type {
  NamespaceOptions,
  PlanRolloutRequest,
} from '@shift-down/plugin-shift-down-common/client';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { shiftDownApiRef } from '../../api';
import { messageOf } from '../../api/errors';
import { useAttempt } from '../../hooks/useAttempt';
import { useUrlState } from '../../hooks/useUrlState';
import { useText } from '../../hooks/useWords';
import { rolloutRouteRef } from '../../routes';
import { LoadFailed, Loading } from '../common';
import { ChoiceSelect, choicesOf, useNamespaceOptions } from '../Provisioning';
import styles from './Baselines.module.css';

const AT_ONCE = 5;
const STOP_AFTER_FAILURES = 1;

/** Asks what a rollout is to do, has it planned and leads to the plan. */
export function PlanDialog() {
  const t = useText();
  const url = useUrlState();
  const isOpen = url.get('plan') === 'new';
  const close = () => url.set({ plan: undefined });
  return (
    <Dialog isOpen={isOpen} onOpenChange={open => !open && close()}>
      <DialogHeader>{t('baselines.plan.title')}</DialogHeader>
      {isOpen && <PlanBody onCancel={close} />}
    </Dialog>
  );
}

function PlanBody(props: { onCancel: () => void }) {
  const t = useText();
  const { result, reload } = useNamespaceOptions();
  if (result.status === 'loaded') {
    return <PlanForm options={result.value} onCancel={props.onCancel} />;
  }
  return (
    <DialogBody>
      {result.status === 'failed' ? (
        <LoadFailed error={result.error} onRetry={reload} as="h3" />
      ) : (
        <Loading label={t('baselines.loading')} rows={4} />
      )}
    </DialogBody>
  );
}

function PlanForm(props: { options: NamespaceOptions; onCancel: () => void }) {
  const t = useText();
  const api = useApi(shiftDownApiRef);
  const navigate = useNavigate();
  const linkTo = useRouteRef(rolloutRouteRef);
  const { options, onCancel } = props;
  const current = options.baselines.find(({ isCurrent }) => isCurrent);
  const [to, setTo] = useState(current?.version ?? '');
  const [clusters, setClusters] = useState<string[]>([]);
  const [environments, setEnvironments] = useState<string[]>([]);
  const [atOnce, setAtOnce] = useState(AT_ONCE);
  const [stopAfterFailures, setStopAfter] = useState(STOP_AFTER_FAILURES);
  const { attempt, busy, error } = useAttempt();

  const plan = async () => {
    const request: PlanRolloutRequest = {
      to,
      atOnce,
      stopAfterFailures,
      ...(clusters.length > 0 && { clusters }),
      ...(environments.length > 0 && { environments }),
    };
    const planned = await attempt(() => api.planRollout(request));
    if (planned && linkTo) {
      navigate(linkTo({ id: planned.id }));
    }
  };

  return (
    <>
      <DialogBody>
        <div className={styles.form}>
          <Text as="p">{t('baselines.plan.hint')}</Text>
          <ChoiceSelect
            label={t('baselines.plan.to')}
            choices={choicesOf('baseline', options)}
            value={to}
            onChange={setTo}
          />
          <Select
            label={t('baselines.plan.clusters')}
            placeholder={t('baselines.plan.all')}
            selectionMode="multiple"
            options={options.clusters.map(({ name, title }) => ({
              id: name,
              label: title,
            }))}
            value={clusters}
            onChange={values => setClusters([values ?? []].flat().map(String))}
          />
          <Select
            label={t('baselines.plan.environments')}
            placeholder={t('baselines.plan.all')}
            selectionMode="multiple"
            options={options.environments.map(({ name, title }) => ({
              id: name,
              label: title,
            }))}
            value={environments}
            onChange={values =>
              setEnvironments([values ?? []].flat().map(String))
            }
          />
          <NumberField
            label={t('baselines.plan.atOnce')}
            minValue={1}
            maxValue={50}
            value={atOnce}
            onChange={value => setAtOnce(value || AT_ONCE)}
          />
          <NumberField
            label={t('baselines.plan.stopAfter')}
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
              title={t('baselines.plan.failed')}
              description={messageOf(error)}
            />
          )}
        </div>
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" onPress={onCancel}>
          {t('baselines.plan.cancel')}
        </Button>
        <Button isDisabled={!to || busy} onPress={plan}>
          {busy ? t('baselines.plan.planning') : t('baselines.plan.submit')}
        </Button>
      </DialogFooter>
    </>
  );
}
