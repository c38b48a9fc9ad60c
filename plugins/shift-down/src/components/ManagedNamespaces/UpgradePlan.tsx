import { useApi } from '@backstage/frontend-plugin-api';
import { Alert, Text } from '@backstage/ui';
import type {
  BaselineChange,
  BaselineList,
  ManagedNamespace,
} from '@shift-down/plugin-shift-down-common/client';
import { shiftDownApiRef } from '../../api';
import { messageOf } from '../../api/errors';
import { useLoad } from '../../hooks/useLoad';
import { useText } from '../../hooks/useWords';
import { Loading } from '../common';
import { BaselineChanges } from '../Provisioning';

/** What the versions between the namespace's own and the current one change. */
export function UpgradePlan(props: { namespace: ManagedNamespace }) {
  const t = useText();
  const api = useApi(shiftDownApiRef);
  const { baselineVersion, currentVersion } = props.namespace;
  const { result } = useLoad('baselines', () => api.listBaselines());
  if (result.status === 'loading') {
    return <Loading label={t('baselines.loading')} rows={3} />;
  }
  const changes =
    result.status === 'loaded'
      ? changesBetween(result.value.items, baselineVersion, currentVersion)
      : undefined;
  if (!changes) {
    return (
      <Alert
        role="status"
        status="warning"
        icon
        title={t('managedNamespaces.actions.confirm.upgradeUnknown')}
        description={
          result.status === 'failed' ? messageOf(result.error) : undefined
        }
      />
    );
  }
  if (changes.length === 0) {
    return (
      <Text as="p">
        {t('managedNamespaces.actions.confirm.upgradeNothing')}
      </Text>
    );
  }
  return (
    <>
      <Text as="p">{t('managedNamespaces.actions.confirm.upgradeText')}</Text>
      <BaselineChanges
        label={t('managedNamespaces.actions.confirm.upgradeText')}
        changes={changes}
      />
    </>
  );
}

/**
 * Versions come newest first, each with what changed since the one before; the older
 * changes are told first. Undefined where a version is not known any more.
 */
export function changesBetween(
  baselines: BaselineList['items'],
  from: string,
  to: string,
): BaselineChange[] | undefined {
  const newest = baselines.findIndex(({ version }) => version === to);
  const own = baselines.findIndex(({ version }) => version === from);
  return newest < 0 || own < newest
    ? undefined
    : baselines
        .slice(newest, own)
        .reverse()
        .flatMap(({ changes }) => changes);
}
