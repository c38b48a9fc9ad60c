import { Alert, Button } from '@backstage/ui';
import { messageOf } from '../../api/errors';
import { useText } from '../../hooks/useWords';
import { isConflict } from './useChange';

/** Why something was not done; where somebody was faster, a way to look again. */
export function ChangeFailed(props: { error: Error; onReload: () => void }) {
  const t = useText();
  const { error, onReload } = props;
  const message = messageOf(error);
  return isConflict(error) ? (
    <Alert
      role="alert"
      status="warning"
      icon
      title={t('exceptions.detail.actions.conflict')}
      description={t('exceptions.detail.actions.conflictHint', { message })}
      customActions={
        <Button size="small" variant="secondary" onPress={onReload}>
          {t('exceptions.detail.actions.reload')}
        </Button>
      }
    />
  ) : (
    <Alert
      role="alert"
      status="danger"
      icon
      title={t('exceptions.detail.actions.failed')}
      description={message}
    />
  );
}
