import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
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
  AdoptionPlan,
  NamespaceRequest,
} from '@shift-down/plugin-shift-down-common/client';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { shiftDownApiRef } from '../../api';
import { messageOf } from '../../api/errors';
import { useAttempt } from '../../hooks/useAttempt';
import { useText } from '../../hooks/useWords';
import { managedNamespaceRouteRef } from '../../routes';
import styles from './Adoption.module.css';

/** Takes the namespace over, for who may; others are told whom to ask. */
export function AdoptButton(props: {
  plan: AdoptionPlan;
  request: NamespaceRequest;
  isDisabled: boolean;
}) {
  const t = useText();
  const api = useApi(shiftDownApiRef);
  const navigate = useNavigate();
  const linkTo = useRouteRef(managedNamespaceRouteRef);
  const { plan, request, isDisabled } = props;
  const [asking, setAsking] = useState(false);
  const { attempt, busy, error } = useAttempt();

  const adopt = async () => {
    setAsking(false);
    const adopted = await attempt(() => api.adoptNamespace(request));
    if (adopted && linkTo) {
      navigate(linkTo({ cluster: adopted.cluster, namespace: adopted.name }));
    }
  };

  if (!plan.mayAdopt) {
    return <Text as="p">{t('adoption.adopt.ask')}</Text>;
  }
  return (
    <div className={styles.stack}>
      <Button
        isDisabled={isDisabled || busy || plan.problems.length > 0}
        onPress={() => setAsking(true)}
      >
        {busy ? t('adoption.adopt.busy') : t('adoption.adopt.open')}
      </Button>
      {error && (
        <Alert
          role="alert"
          status="danger"
          icon
          title={t('adoption.adopt.failed')}
          description={messageOf(error)}
        />
      )}
      {asking && (
        <Confirm
          plan={plan}
          onConfirm={adopt}
          onClose={() => setAsking(false)}
        />
      )}
    </div>
  );
}

function Confirm(props: {
  plan: AdoptionPlan;
  onConfirm: () => void;
  onClose: () => void;
}) {
  const t = useText();
  const { plan, onConfirm, onClose } = props;
  const inState = (wanted: string) =>
    plan.objects.filter(({ state }) => state === wanted);
  const missing = inState('missing');
  const foreign = inState('foreign');
  const cut = plan.cut.length + (plan.hidden ?? 0);
  return (
    <Dialog isOpen onOpenChange={open => !open && onClose()} width="40rem">
      <DialogHeader>
        {t('adoption.adopt.confirm', { namespace: plan.name })}
      </DialogHeader>
      <DialogBody>
        <div className={styles.stack}>
          <Text as="p">
            {missing.length > 0
              ? t('adoption.adopt.apply', { count: missing.length })
              : t('adoption.adopt.nothing')}
          </Text>
          <Titles objects={missing} />
          {foreign.length > 0 && (
            <>
              <Text as="p">{t('adoption.adopt.leave')}</Text>
              <Titles objects={foreign} />
            </>
          )}
          {cut > 0 && (
            <Alert
              status="warning"
              icon
              title={t('adoption.adopt.cut', { count: cut })}
            />
          )}
          <Text as="p">{plan.caveat}</Text>
        </div>
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" onPress={onClose}>
          {t('adoption.adopt.cancel')}
        </Button>
        <Button onPress={onConfirm}>{t('adoption.adopt.open')}</Button>
      </DialogFooter>
    </Dialog>
  );
}

function Titles(props: { objects: AdoptionPlan['objects'] }) {
  return props.objects.length === 0 ? null : (
    <ul className={styles.plain}>
      {props.objects.map(({ id, kind, name, title }) => (
        <li key={`${id}/${kind}/${name}`}>{title}</li>
      ))}
    </ul>
  );
}
