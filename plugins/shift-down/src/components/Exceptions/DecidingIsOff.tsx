import { Alert } from '@backstage/ui';
import { useText } from '../../hooks/useWords';

/** Says that nobody can decide, and how to switch that on. */
export function DecidingIsOff(props: { reason?: string }) {
  const t = useText();
  return props.reason ? (
    <Alert
      role="status"
      status="warning"
      icon
      title={t('exceptions.decidingIsOff')}
      description={props.reason}
    />
  ) : null;
}
