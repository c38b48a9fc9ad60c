import { useApi } from '@backstage/frontend-plugin-api';
import { Alert, Text } from '@backstage/ui';
import type { Rollout } from '@shift-down/plugin-shift-down-common/client';
import { shiftDownApiRef } from '../../api';
import { messageOf } from '../../api/errors';
import { useLoad } from '../../hooks/useLoad';
import { useText } from '../../hooks/useWords';
import { EntityLink, LoadFailed, Loading, Time } from '../common';
import { Facts, Section } from '../SupplyChain';
import { Progress } from './Progress';
import { RolloutActions } from './RolloutActions';
import { RolloutItems } from './RolloutItems';
import { RolloutStateLabel } from './RolloutList';
import styles from './Baselines.module.css';

const REFRESH_SECONDS = 5;

/** One rollout: what it changes where, how far it is, and what went wrong. */
export function RolloutDetail(props: { id: string }) {
  const t = useText();
  const api = useApi(shiftDownApiRef);
  const { id } = props;
  const { result, reload } = useLoad(id, () => api.getRollout(id), {
    refreshSeconds: () => REFRESH_SECONDS,
  });
  if (result.status === 'loading') {
    return <Loading label={t('baselines.rollouts.loadingOne')} rows={8} />;
  }
  if (result.status === 'failed') {
    return <LoadFailed error={result.error} onRetry={reload} />;
  }
  const rollout = result.value;
  return (
    <div className={styles.detail}>
      {result.refreshError && (
        <Alert
          role="status"
          status="warning"
          icon
          title={t('baselines.refreshFailed')}
          description={messageOf(result.refreshError)}
        />
      )}
      <Head rollout={rollout} onChanged={reload} />
      <Section title={t('baselines.items.title')}>
        <RolloutItems items={rollout.items} />
      </Section>
    </div>
  );
}

function Head(props: { rollout: Rollout; onChanged: () => void }) {
  const t = useText();
  const { rollout } = props;
  const { to, state, reason, atOnce, stopAfterFailures } = rollout;
  return (
    <>
      <div className={styles.title}>
        <Text as="h2" variant="title-small" weight="bold">
          {t('baselines.rollouts.name', { version: to })}
        </Text>
        <RolloutStateLabel state={state} />
      </div>
      {state === 'planned' && (
        <Alert
          role="status"
          status="info"
          icon
          title={t('baselines.rollouts.plannedHint')}
        />
      )}
      {reason && <Alert role="status" status="warning" icon title={reason} />}
      <RolloutActions rollout={rollout} onChanged={props.onChanged} />
      <Progress counts={rollout.counts} />
      <Facts
        facts={[
          [t('baselines.rollouts.to'), to],
          [
            t('baselines.rollouts.atOnce'),
            t('baselines.rollouts.atOnceValue', { count: atOnce }),
          ],
          [
            t('baselines.rollouts.stopAfter'),
            t('baselines.rollouts.stopAfterValue', {
              count: stopAfterFailures,
            }),
          ],
          [
            t('baselines.rollouts.planned'),
            <>
              <EntityLink entityRef={rollout.createdBy} />,{' '}
              <Time at={rollout.createdAt} />
            </>,
          ],
        ]}
      />
    </>
  );
}
