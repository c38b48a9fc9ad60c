import { useApi } from '@backstage/frontend-plugin-api';
import { Alert, Link, Text } from '@backstage/ui';
import type { NamespaceDetail as Detail } from '@shift-down/plugin-shift-down-common/client';
import { useId } from 'react';
import { shiftDownApiRef } from '../../api';
import { messageOf } from '../../api/errors';
import { useLoad } from '../../hooks/useLoad';
import { useUrlState } from '../../hooks/useUrlState';
import { useText } from '../../hooks/useWords';
import { EntityLink, LoadFailed, Loading, Quiet, timeAgo } from '../common';
import { NamespaceManagement } from '../ManagedNamespaces';
import { Access } from './Access';
import { CloudIdentities } from './CloudIdentities';
import { Isolation } from './Isolation';
import { NamespaceChecks } from './NamespaceChecks';
import { PodSecurity } from './PodSecurity';
import { CLOSED, type NamespacePlace } from './query';
import styles from './Namespaces.module.css';

const REFRESH_SECONDS = 30;

/** One namespace, as far as the reader is told. */
export function NamespaceDetail(props: { place: NamespacePlace }) {
  const t = useText();
  const api = useApi(shiftDownApiRef);
  const url = useUrlState();
  const heading = useId();
  const { cluster, namespace } = props.place;
  const { result, reload } = useLoad(
    `${cluster}/${namespace}`,
    () => api.getNamespace(cluster, namespace),
    { refreshSeconds: () => REFRESH_SECONDS },
  );
  return (
    <section aria-labelledby={heading} className={styles.detail}>
      <Text as="h3" variant="title-x-small" weight="bold" id={heading}>
        {t('namespaces.detail.title', { namespace, cluster })}
      </Text>
      {result.status === 'loading' && (
        <Loading label={t('namespaces.detail.loading')} />
      )}
      {result.status === 'failed' && (
        <>
          <LoadFailed error={result.error} onRetry={reload} as="h3" />
          <Link href={url.href(CLOSED)}>{t('namespaces.detail.back')}</Link>
        </>
      )}
      {result.status === 'loaded' && (
        <>
          {result.refreshError && (
            <Alert
              role="status"
              status="warning"
              icon
              title={t('namespaces.refreshFailed')}
              description={messageOf(result.refreshError)}
            />
          )}
          <NamespaceManagement
            place={props.place}
            ownerRef={result.value.ownerRef}
          />
          <Namespace detail={result.value} />
        </>
      )}
    </section>
  );
}

function Namespace(props: { detail: Detail }) {
  const t = useText();
  const { detail } = props;
  const { ownerRef, complete } = detail;
  return (
    <>
      {ownerRef ? (
        <Text as="p">
          {t('namespaces.detail.owner')} <EntityLink entityRef={ownerRef} />
        </Text>
      ) : (
        <Quiet as="p">{t('namespaces.detail.noOwner')}</Quiet>
      )}
      <Standing detail={detail} />
      {!complete && (
        <Alert
          role="status"
          status="info"
          icon
          title={t('namespaces.detail.partial.title')}
          description={t('namespaces.detail.partial.text')}
        />
      )}
      <PodSecurity detail={detail} />
      <Isolation detail={detail} />
      {detail.checks || detail.access ? (
        <>
          <NamespaceChecks checks={detail.checks ?? []} detail={detail} />
          <Access detail={detail} />
          <CloudIdentities identities={detail.identities ?? []} />
        </>
      ) : (
        <Quiet as="p">{t('namespaces.checks.notTold')}</Quiet>
      )}
    </>
  );
}

/** What keeps this from counting, if anything does. */
function Standing(props: { detail: Detail }) {
  const t = useText();
  const { freshness, freshSince } = props.detail;
  return freshness === 'fresh' ? null : (
    <Alert
      role="status"
      status="warning"
      icon
      title={t(`namespaces.detail.freshness.${freshness}`)}
      description={
        freshSince
          ? t('namespaces.detail.since', { since: timeAgo(freshSince) })
          : t('namespaces.detail.sinceUnknown')
      }
    />
  );
}
