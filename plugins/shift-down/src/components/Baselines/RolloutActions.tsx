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
  Rollout,
  RolloutAction,
} from '@shift-down/plugin-shift-down-common/client';
import { useState } from 'react';
import { shiftDownApiRef } from '../../api';
import { messageOf } from '../../api/errors';
import { useAttempt } from '../../hooks/useAttempt';
import { useText } from '../../hooks/useWords';
import { actionsIn } from './states';
import styles from './Baselines.module.css';

type Asked = Extract<RolloutAction, 'start' | 'stop'>;

/** What the reader may do with a rollout as it is; what can't be undone is asked for. */
export function RolloutActions(props: {
  rollout: Rollout;
  onChanged: () => void;
}) {
  const t = useText();
  const api = useApi(shiftDownApiRef);
  const { rollout, onChanged } = props;
  const [asking, setAsking] = useState<Asked>();
  const { attempt, busy, error } = useAttempt();
  const actions = actionsIn(rollout);

  const change = async (action: RolloutAction) => {
    setAsking(undefined);
    await attempt(() => api.changeRollout(rollout.id, action));
    onChanged();
  };

  if (!rollout.mayManage || actions.length === 0) {
    return null;
  }
  return (
    <>
      <div
        role="group"
        aria-label={t('baselines.actions.label')}
        className={styles.actions}
      >
        {actions.map((action, index) => (
          <Button
            key={action}
            size="small"
            variant={index === 0 ? 'primary' : 'secondary'}
            isDisabled={busy}
            onPress={() =>
              action === 'stop' || action === 'start'
                ? setAsking(action)
                : change(action)
            }
          >
            {t(`baselines.actions.${action}`)}
          </Button>
        ))}
      </div>
      {error && (
        <Alert
          role="alert"
          status="danger"
          icon
          title={t('baselines.actions.failed')}
          description={messageOf(error)}
        />
      )}
      {asking && (
        <Confirm
          action={asking}
          rollout={rollout}
          onConfirm={() => change(asking)}
          onClose={() => setAsking(undefined)}
        />
      )}
    </>
  );
}

function Confirm(props: {
  action: Asked;
  rollout: Rollout;
  onConfirm: () => void;
  onClose: () => void;
}) {
  const t = useText();
  const { action, rollout, onConfirm, onClose } = props;
  const isStart = action === 'start';
  return (
    <Dialog isOpen onOpenChange={open => !open && onClose()}>
      <DialogHeader>
        {t(
          isStart
            ? 'baselines.actions.confirmStart'
            : 'baselines.actions.confirmStop',
        )}
      </DialogHeader>
      <DialogBody>
        <Text as="p">
          {isStart
            ? t('baselines.actions.confirmStartText', {
                count: rollout.counts.planned ?? 0,
              })
            : t('baselines.actions.confirmStopText')}
        </Text>
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" onPress={onClose}>
          {t(isStart ? 'baselines.actions.back' : 'baselines.actions.keep')}
        </Button>
        <Button onPress={onConfirm}>{t(`baselines.actions.${action}`)}</Button>
      </DialogFooter>
    </Dialog>
  );
}
