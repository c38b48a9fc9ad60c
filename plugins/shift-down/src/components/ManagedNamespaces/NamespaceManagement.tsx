import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import { Link, Text } from '@backstage/ui';
import type { NamespacePlace } from '@shift-down/plugin-shift-down-common/client';
import { shiftDownApiRef } from '../../api';
import { isNothingForUser } from '../../api/errors';
import { useLoad } from '../../hooks/useLoad';
import { useText } from '../../hooks/useWords';
import {
  managedNamespaceRouteRef,
  namespaceAdoptionRouteRef,
} from '../../routes';
import { useNamespaceOptions } from '../Provisioning';
import { StateLabel } from './StandingWords';
import styles from './ManagedNamespaces.module.css';

/**
 * Of any namespace: the way to the managed one, or, for who may take it over or owns it,
 * to how it compares with the baseline. Nothing for everybody else.
 */
export function NamespaceManagement(props: {
  place: NamespacePlace;
  ownerRef?: string;
}) {
  const t = useText();
  const api = useApi(shiftDownApiRef);
  const linkTo = useRouteRef(managedNamespaceRouteRef);
  const { place } = props;
  const { result } = useLoad(`${place.cluster}/${place.namespace}`, () =>
    api.getManagedNamespace(place),
  );
  if (result.status === 'loading') {
    return null;
  }
  if (result.status === 'failed') {
    return isNothingForUser(result.error) ? <NotManaged {...props} /> : null;
  }
  return (
    <div className={styles.labels}>
      <StateLabel namespace={result.value} />
      <Text>{t('managedNamespaces.page.managed')}</Text>
      {linkTo && (
        <Link href={linkTo(place)}>{t('managedNamespaces.page.open')}</Link>
      )}
    </div>
  );
}

function NotManaged(props: { place: NamespacePlace; ownerRef?: string }) {
  const t = useText();
  const adopt = useRouteRef(namespaceAdoptionRouteRef);
  const { result } = useNamespaceOptions();
  const { place, ownerRef } = props;
  if (result.status !== 'loaded' || !adopt) {
    return null;
  }
  const { clusters, groups, mayManage } = result.value;
  const isOpen =
    clusters.some(({ name }) => name === place.cluster) &&
    (mayManage || groups.some(({ ref }) => ref === ownerRef));
  const query = new URLSearchParams({
    cluster: place.cluster,
    namespace: place.namespace,
    ...(ownerRef && { owner: ownerRef }),
  });
  return isOpen ? (
    <div className={styles.labels}>
      <Text>{t('managedNamespaces.page.notManaged')}</Text>
      <Link href={`${adopt()}?${query}`}>
        {t('managedNamespaces.page.adopt')}
      </Link>
    </div>
  ) : null;
}
