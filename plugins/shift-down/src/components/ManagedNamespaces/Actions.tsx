import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import { Alert, Button } from '@backstage/ui';
import { NAMESPACE_ACTIONS } from '@shift-down/plugin-shift-down-common';
import type {
  ManagedNamespace,
  ManagedNamespaceAction,
} from '@shift-down/plugin-shift-down-common/client';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { shiftDownApiRef } from '../../api';
import { messageOf } from '../../api/errors';
import { useAttempt } from '../../hooks/useAttempt';
import { useText } from '../../hooks/useWords';
import { managedNamespacesRouteRef } from '../../routes';
import { ConfirmDialog, type ConfirmedAction } from './ConfirmDialog';
import { nextStep, type NextStep } from './standing';
import styles from './ManagedNamespaces.module.css';

/** The action that the state calls for; it is offered first. */
const CALLED_FOR: Partial<Record<NextStep, ManagedNamespaceAction>> = {
  gone: 'forget',
  partial: 'repair',
  drifted: 'repair',
  behind: 'upgrade',
};

/** What the reader may do with it now; what writes asks first and says what. */
export function Actions(props: {
  namespace: ManagedNamespace;
  onChanged: () => void;
}) {
  const t = useText();
  const api = useApi(shiftDownApiRef);
  const navigate = useNavigate();
  const list = useRouteRef(managedNamespacesRouteRef);
  const { namespace, onChanged } = props;
  const [asking, setAsking] = useState<ConfirmedAction>();
  const [done, setDone] = useState<ManagedNamespaceAction>();
  const { attempt, busy, error } = useAttempt();
  const first = CALLED_FOR[nextStep(namespace)];
  const actions = NAMESPACE_ACTIONS.filter(action =>
    namespace.actions.includes(action),
  ).sort((left, right) => Number(right === first) - Number(left === first));

  const change = async (action: ManagedNamespaceAction) => {
    setAsking(undefined);
    setDone(undefined);
    const { cluster, name } = namespace;
    const changed = await attempt(() =>
      api.changeManagedNamespace({ cluster, namespace: name }, action),
    );
    if (changed && action === 'forget' && list) {
      navigate(list());
      return;
    }
    if (changed) {
      setDone(action);
    }
    onChanged();
  };

  if (actions.length === 0) {
    return null;
  }
  return (
    <>
      <div
        role="group"
        aria-label={t('managedNamespaces.actions.label')}
        className={styles.actions}
      >
        {actions.map(action => (
          <Button
            key={action}
            size="small"
            variant={action === first ? 'primary' : 'secondary'}
            isDisabled={busy}
            onPress={() =>
              isConfirmed(action) ? setAsking(action) : change(action)
            }
          >
            {t(`managedNamespaces.actions.${action}`, {
              version: namespace.currentVersion,
            })}
          </Button>
        ))}
      </div>
      <div role="status">
        {busy && t('managedNamespaces.actions.busy')}
        {done && done !== 'forget' && (
          <Alert
            status="success"
            icon
            title={t(`managedNamespaces.actions.done.${done}`)}
          />
        )}
      </div>
      {error && (
        <Alert
          role="alert"
          status="danger"
          icon
          title={t('managedNamespaces.actions.failed')}
          description={messageOf(error)}
        />
      )}
      {asking && (
        <ConfirmDialog
          action={asking}
          namespace={namespace}
          onConfirm={() => change(asking)}
          onClose={() => setAsking(undefined)}
        />
      )}
    </>
  );
}

function isConfirmed(
  action: ManagedNamespaceAction,
): action is ConfirmedAction {
  return ['repair', 'upgrade', 'forget'].includes(action);
}
