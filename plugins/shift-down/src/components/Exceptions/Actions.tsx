import { useRouteRef } from '@backstage/frontend-plugin-api';
import { Button, ButtonLink, Text } from '@backstage/ui';
import type { ExceptionDetail } from '@shift-down/plugin-shift-down-common/client';
import { useId, useState } from 'react';
import { useText } from '../../hooks/useWords';
import { exceptionRequestRouteRef } from '../../routes';
import { ActionDialog } from './ActionDialog';
import {
  ACTIONS,
  answerFor,
  isRenewable,
  type Action,
  type DialogAction,
} from './actions';
import styles from './Exceptions.module.css';

/** What the reader may do now, and why not what others may. */
export function Actions(props: {
  exception: ExceptionDetail;
  onChanged: () => void;
}) {
  const t = useText();
  const { exception, onChanged } = props;
  // What is decided is what was on show when the dialog opened, whatever came since.
  const [open, setOpen] = useState<{
    action: DialogAction;
    seen: ExceptionDetail;
  }>();
  const form = useRouteRef(exceptionRequestRouteRef);
  const allowed = ACTIONS.filter(
    action => answerFor(exception, action)?.allowed,
  );
  const refused = ACTIONS.filter(action => {
    const answer = answerFor(exception, action);
    return answer && !answer.allowed && answer.reason;
  });
  const formWith = (search: Record<string, string>) =>
    `${form?.()}?${new URLSearchParams(search)}`;
  const renewable = form && isRenewable(exception);
  if (allowed.length + refused.length === 0 && !renewable) {
    return null;
  }
  return (
    <>
      <div
        role="group"
        aria-label={t('exceptions.detail.actions.label')}
        className={styles.actions}
      >
        {allowed.map((action, index) =>
          action === 'edit' ? (
            form && (
              <ButtonLink
                key={action}
                size="small"
                variant="secondary"
                href={formWith({ edit: exception.id })}
              >
                {t('exceptions.detail.actions.edit')}
              </ButtonLink>
            )
          ) : (
            <Button
              key={action}
              size="small"
              variant={index === 0 ? 'primary' : 'secondary'}
              onPress={() => setOpen({ action, seen: exception })}
            >
              {t(`exceptions.detail.actions.${action}`)}
            </Button>
          ),
        )}
        {renewable && (
          <ButtonLink
            size="small"
            variant="secondary"
            href={formWith({ renews: exception.id })}
          >
            {t('exceptions.detail.actions.renew')}
          </ButtonLink>
        )}
      </div>
      <Refused exception={exception} actions={refused} />
      {open && (
        <ActionDialog
          action={open.action}
          exception={open.seen}
          onChanged={onChanged}
          onClose={() => setOpen(undefined)}
        />
      )}
    </>
  );
}

function Refused(props: { exception: ExceptionDetail; actions: Action[] }) {
  const t = useText();
  const id = useId();
  if (props.actions.length === 0) {
    return null;
  }
  return (
    <div className={styles.stack}>
      <Text as="p" weight="bold">
        {t('exceptions.detail.actions.notNow')}
      </Text>
      <ul className={styles.plain}>
        {props.actions.map(action => (
          <li key={action} className={styles.labels}>
            <Button
              size="small"
              variant="secondary"
              isDisabled
              aria-describedby={`${id}-${action}`}
            >
              {t(`exceptions.detail.actions.${action}`)}
            </Button>
            <span id={`${id}-${action}`}>
              {answerFor(props.exception, action)?.reason}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
