import type { Entity } from '@backstage/catalog-model';
import { Alert, Flex } from '@backstage/ui';
import { useEntity } from '@backstage/plugin-catalog-react';
import { messageOf } from '../../api/errors';
import { useText } from '../../hooks/useWords';
import { isRollup } from '../../posture';
import { LoadFailed, Loading } from '../common';
import { EntityManagedNamespace } from '../ManagedNamespaces';
import { Notices } from './Notices';
import { NotAssessed } from './NotAssessed';
import { PartsTable } from './PartsTable';
import { PostureHeader } from './PostureHeader';
import { SecurityViews } from './SecurityViews';
import { usePosture } from './usePosture';
import styles from './EntitySecurity.module.css';

/** The security tab of an entity's page. */
export function EntitySecurity() {
  const { entity } = useEntity();
  return (
    <Flex direction="column" gap="4" className={styles.tab}>
      <EntityManagedNamespace entity={entity} />
      <EntityPosture entity={entity} />
    </Flex>
  );
}

function EntityPosture(props: { entity: Entity }) {
  const t = useText();
  const { entity } = props;
  const { result, reload } = usePosture(entity);

  if (result.status === 'loading') {
    return <Loading label={t('posture.loading')} rows={8} />;
  }
  if (result.status === 'failed') {
    return <LoadFailed error={result.error} onRetry={reload} />;
  }
  const posture = result.value;
  const assessed = posture.state === 'assessed';
  return (
    <>
      {result.refreshError && (
        <Alert
          role="status"
          status="warning"
          icon
          title={t('posture.refreshFailed.title')}
          description={messageOf(result.refreshError)}
        />
      )}
      {assessed ? (
        <>
          <Notices posture={posture} />
          <PostureHeader posture={posture} />
        </>
      ) : (
        <NotAssessed posture={posture} entity={entity} />
      )}
      {isRollup(posture) && <PartsTable parts={posture.parts} />}
      {assessed && <SecurityViews posture={posture} />}
    </>
  );
}
