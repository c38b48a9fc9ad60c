import { Button } from '@backstage/ui';
import type {
  Enforcement,
  ExceptionDetail,
} from '@shift-down/plugin-shift-down-common/client';
import { useText } from '../../hooks/useWords';
import { answerFor } from './actions';
import { ChangeFailed } from './ChangeFailed';
import { useChange } from './useChange';
import { useExceptionWords } from './useExceptionWords';
import { useSettings } from './useSettings';

/** States in which trying again can help. */
const STUCK = ['failed', 'drifted', 'overstaying'];

/** Has one engine tried again; for who decides exceptions. */
export function RetryButton(props: {
  exception: ExceptionDetail;
  enforcement: Enforcement;
  onChanged: () => void;
}) {
  const t = useText();
  const words = useExceptionWords();
  const { exception, enforcement, onChanged } = props;
  const { change, busy, error } = useChange(exception.id, onChanged);
  const settings = useSettings().result;
  const may =
    answerFor(exception, 'enforce')?.allowed ??
    (settings.status === 'loaded' && settings.value.mayDecide);
  if (!may || !STUCK.includes(enforcement.state)) {
    return null;
  }
  return (
    <>
      <Button
        size="small"
        variant="secondary"
        isDisabled={busy}
        aria-label={t('exceptions.detail.engines.retryWhich', {
          target: words.target(enforcement.target),
          cluster: enforcement.cluster,
        })}
        onPress={() =>
          change('enforce', {
            version: exception.version,
            enforcement: enforcement.id,
          })
        }
      >
        {t('exceptions.detail.engines.retry')}
      </Button>
      {error && <ChangeFailed error={error} onReload={onChanged} />}
    </>
  );
}
