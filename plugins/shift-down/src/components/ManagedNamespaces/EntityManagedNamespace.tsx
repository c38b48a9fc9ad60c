import type { Entity } from '@backstage/catalog-model';
import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import { Alert, Link } from '@backstage/ui';
import {
  ANNOTATION_KUBERNETES_CLUSTER,
  ANNOTATION_KUBERNETES_NAMESPACE,
  RESOURCE_TYPE_KUBERNETES_NAMESPACE,
} from '@shift-down/plugin-shift-down-common';
import type { NamespacePlace } from '@shift-down/plugin-shift-down-common/client';
import { shiftDownApiRef } from '../../api';
import { isNothingForUser, messageOf } from '../../api/errors';
import { useLoad } from '../../hooks/useLoad';
import { useText } from '../../hooks/useWords';
import { managedNamespaceRouteRef } from '../../routes';
import { LoadFailed, Loading, Quiet } from '../common';
import { Facts, Section } from '../SupplyChain';
import { nextStep } from './standing';
import {
  BaselineWords,
  DriftWords,
  hasDrift,
  LevelWords,
  StateLabel,
} from './StandingWords';

const REFRESH_SECONDS = 20;

/** On the page of an entity that stands for a namespace: how the managed one stands. */
export function EntityManagedNamespace(props: { entity: Entity }) {
  const t = useText();
  const place = placeOf(props.entity);
  return place ? (
    <Section title={t('managedNamespaces.entity.title')}>
      <Standing place={place} />
    </Section>
  ) : null;
}

/** Where the namespace is that an entity stands for; undefined for all others. */
export function placeOf(entity: Entity): NamespacePlace | undefined {
  const { kind, metadata, spec } = entity;
  const namespace = metadata.annotations?.[ANNOTATION_KUBERNETES_NAMESPACE];
  const cluster = metadata.annotations?.[ANNOTATION_KUBERNETES_CLUSTER];
  return kind.toLocaleLowerCase('en-US') === 'resource' &&
    spec?.type === RESOURCE_TYPE_KUBERNETES_NAMESPACE &&
    namespace &&
    cluster
    ? { cluster, namespace }
    : undefined;
}

function Standing(props: { place: NamespacePlace }) {
  const t = useText();
  const api = useApi(shiftDownApiRef);
  const linkTo = useRouteRef(managedNamespaceRouteRef);
  const { cluster, namespace: name } = props.place;
  const { result, reload } = useLoad(
    `${cluster}/${name}`,
    () => api.getManagedNamespace(props.place),
    { refreshSeconds: () => REFRESH_SECONDS },
  );
  if (result.status === 'loading') {
    return <Loading label={t('managedNamespaces.detail.loading')} rows={2} />;
  }
  if (result.status === 'failed') {
    return isNothingForUser(result.error) ? (
      <Quiet as="p">{t('managedNamespaces.entity.gone')}</Quiet>
    ) : (
      <LoadFailed error={result.error} onRetry={reload} as="h3" />
    );
  }
  const namespace = result.value;
  return (
    <>
      {result.refreshError && (
        <Alert
          role="status"
          status="warning"
          icon
          title={t('managedNamespaces.refreshFailed')}
          description={messageOf(result.refreshError)}
        />
      )}
      <Facts
        facts={[
          [
            t('managedNamespaces.columns.standing'),
            <StateLabel namespace={namespace} />,
          ],
          [
            t('managedNamespaces.drifts.title'),
            hasDrift(namespace) && <DriftWords namespace={namespace} />,
          ],
          [
            t('managedNamespaces.columns.level'),
            <LevelWords namespace={namespace} />,
          ],
          [
            t('managedNamespaces.columns.baseline'),
            <BaselineWords namespace={namespace} />,
          ],
          [
            t('managedNamespaces.next.title'),
            t(`managedNamespaces.next.${nextStep(namespace)}.title`),
          ],
        ]}
      />
      {linkTo && (
        <div>
          <Link href={linkTo(props.place)}>
            {t('managedNamespaces.entity.details')}
          </Link>
        </div>
      )}
    </>
  );
}
