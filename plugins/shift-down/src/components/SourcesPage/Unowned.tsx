import { Alert } from '@backstage/ui';
import type { SourceList } from '@shift-down/plugin-shift-down-common/client';
import { useText } from '../../hooks/useWords';

/** What runs and what was found that reaches nobody; nothing where all of it does. */
export function Unowned(props: {
  unowned: NonNullable<SourceList['unowned']>;
}) {
  const t = useText();
  const { workloads, findings } = props.unowned;
  if (workloads === 0 && findings === 0) {
    return null;
  }
  return (
    <Alert
      role="status"
      status="info"
      icon
      title={t('sources.unowned.title')}
      description={[
        t('sources.unowned.workloads', { count: workloads }),
        t('sources.unowned.findings', { count: findings }),
        t('sources.unowned.hint'),
      ].join(' ')}
    />
  );
}
