import { useRouteRef } from '@backstage/frontend-plugin-api';
import { Alert, Link } from '@backstage/ui';
import type { ManagedNamespace } from '@shift-down/plugin-shift-down-common/client';
import { useText } from '../../hooks/useWords';
import { exceptionRequestRouteRef, exceptionRouteRef } from '../../routes';

/** The control that a wish for a lower level concerns. */
const CONTROL = 'namespace-level';

/** Less than restricted takes an exception: which it is, or how to ask for it. */
export function LevelException(props: { namespace: ManagedNamespace }) {
  const t = useText();
  const linkTo = useRouteRef(exceptionRouteRef);
  const form = useRouteRef(exceptionRequestRouteRef);
  const { wishedLevel, appliedLevel, exceptionId, entityRef, cluster, name } =
    props.namespace;
  const isLowered = appliedLevel !== 'restricted';
  if (!isLowered && wishedLevel === 'restricted') {
    return null;
  }
  const asking = new URLSearchParams({
    entityRef,
    control: CONTROL,
    cluster,
    namespace: name,
  });
  return (
    <Alert
      role="status"
      status="info"
      icon
      title={t('managedNamespaces.exception.title')}
      description={
        <>
          {t(`managedNamespaces.exception.${isLowered ? 'lowered' : 'wished'}`)}{' '}
          {exceptionId && linkTo && (
            <Link href={linkTo({ id: exceptionId })}>
              {t('managedNamespaces.exception.open')}
            </Link>
          )}
          {!exceptionId && form && (
            <Link href={`${form()}?${asking}`}>
              {t('managedNamespaces.exception.ask')}
            </Link>
          )}
        </>
      }
    />
  );
}
