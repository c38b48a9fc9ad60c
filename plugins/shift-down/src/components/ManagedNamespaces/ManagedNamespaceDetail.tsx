import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import { Alert, Link, Text } from '@backstage/ui';
import type {
  ManagedNamespace,
  NamespacePlace,
} from '@shift-down/plugin-shift-down-common/client';
import { shiftDownApiRef } from '../../api';
import { messageOf } from '../../api/errors';
import { useLoad } from '../../hooks/useLoad';
import { useText } from '../../hooks/useWords';
import { namespacesRouteRef } from '../../routes';
import { LoadFailed, Loading, Label } from '../common';
import { ObjectList } from '../Provisioning';
import { Section } from '../SupplyChain';
import { opening } from '../Namespaces/query';
import { AccessTable } from './AccessTable';
import { Actions } from './Actions';
import { Drift } from './Drift';
import { LevelException } from './LevelException';
import { NamespaceFacts } from './NamespaceFacts';
import { NextSteps } from './NextSteps';
import { Proofs } from './Proofs';
import { OBJECT_LOOK } from './standing';
import { DriftWords, StateLabel } from './StandingWords';
import styles from './ManagedNamespaces.module.css';

/** While something moves, and otherwise. */
const REFRESH_SECONDS = { underway: 3, usual: 20 };

/** One managed namespace: how it stands, what it is made of, and what is proved of it. */
export function ManagedNamespaceDetail(props: { place: NamespacePlace }) {
  const t = useText();
  const api = useApi(shiftDownApiRef);
  const { place } = props;
  const { result, reload } = useLoad(
    `${place.cluster}/${place.namespace}`,
    () => api.getManagedNamespace(place),
    {
      refreshSeconds: ({ state }) =>
        REFRESH_SECONDS[state === 'applying' ? 'underway' : 'usual'],
    },
  );
  if (result.status === 'loading') {
    return <Loading label={t('managedNamespaces.detail.loading')} rows={8} />;
  }
  if (result.status === 'failed') {
    return <LoadFailed error={result.error} onRetry={reload} />;
  }
  const namespace = result.value;
  return (
    <div className={styles.detail}>
      {result.refreshError && (
        <Alert
          role="status"
          status="warning"
          icon
          title={t('managedNamespaces.refreshFailed')}
          description={messageOf(result.refreshError)}
        />
      )}
      <Head namespace={namespace} onChanged={reload} />
      <Section title={t('managedNamespaces.drifts.title')}>
        <Drift namespace={namespace} />
      </Section>
      <Section title={t('managedNamespaces.proofs.title')}>
        <Proofs proofs={namespace.proofs} />
      </Section>
      {namespace.proofs && namespace.proofs.access.length > 0 && (
        <Section title={t('managedNamespaces.access.title')}>
          <AccessTable proofs={namespace.proofs} />
        </Section>
      )}
      <Section title={t('managedNamespaces.objects.title')}>
        <Objects objects={namespace.objects} />
      </Section>
    </div>
  );
}

function Head(props: { namespace: ManagedNamespace; onChanged: () => void }) {
  const t = useText();
  const seen = useRouteRef(namespacesRouteRef);
  const { namespace } = props;
  const { cluster, name } = namespace;
  const place = { cluster, namespace: name };
  return (
    <>
      <div className={styles.title}>
        <Text as="h2" variant="title-small" weight="bold">
          {t('managedNamespaces.detail.title', place)}
        </Text>
        <StateLabel namespace={namespace} />
      </div>
      <DriftWords namespace={namespace} />
      <NextSteps namespace={namespace} />
      <Actions namespace={namespace} onChanged={props.onChanged} />
      <LevelException namespace={namespace} />
      <NamespaceFacts namespace={namespace} />
      {seen && (
        <div>
          <Link href={`${seen()}?${new URLSearchParams(opening(place))}`}>
            {t('managedNamespaces.detail.posture')}
          </Link>
        </div>
      )}
    </>
  );
}

function Objects(props: { objects: ManagedNamespace['objects'] }) {
  const t = useText();
  return (
    <ObjectList
      label={t('managedNamespaces.objects.title')}
      objects={props.objects}
      standing={({ state, reason }) => (
        <div className={styles.labels}>
          <Label {...OBJECT_LOOK[state]}>
            {t(`managedNamespaces.objects.state.${state}`)}
          </Label>
          {reason && <span className={styles.breakable}>{reason}</span>}
        </div>
      )}
    />
  );
}
