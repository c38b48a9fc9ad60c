import { Alert, Text } from '@backstage/ui';
import type { SourceList } from '@shift-down/plugin-shift-down-common/client';
import { useId } from 'react';
import { useText } from '../../hooks/useWords';
import { formatDay, Quiet } from '../common';
import type { Cluster } from './clusters';
import { Events } from './Events';
import { Exemptions } from './Exemptions';
import { KindTables } from './KindTables';
import { MissingGrants } from './MissingGrants';
import { SourceTestPanel } from './SourceTestPanel';
import { StandingLabel, titleOf } from './StandingLabel';
import { TrustLabel } from './TrustLabel';
import { UnboundNamespaces } from './UnboundNamespaces';
import styles from './SourcesPage.module.css';

/** Everything about one cluster, as far as the reader is told. */
export function ClusterDetail(props: { cluster: Cluster; list: SourceList }) {
  const { cluster, list } = props;
  const t = useText();
  const heading = useId();
  return (
    <section aria-labelledby={heading} className={styles.cluster}>
      <div className={styles.clusterTitle}>
        <Text as="h3" variant="title-x-small" weight="bold" id={heading}>
          {cluster.title}
        </Text>
        <StandingLabel cluster={cluster} list={list} />
      </div>
      {cluster.recordedAt && (
        <Quiet as="p">
          {t('sources.cluster.recorded', {
            date: formatDay(cluster.recordedAt),
          })}{' '}
          {list.complete && t('sources.cluster.recordedTest')}
        </Quiet>
      )}
      {cluster.error && (
        <Alert
          role="status"
          status="danger"
          icon
          title={t('sources.cluster.error')}
          description={<code className={styles.error}>{cluster.error}</code>}
        />
      )}
      {cluster.testable && <SourceTestPanel cluster={cluster} />}
      {cluster.duplicateOf ? (
        <Text as="p">
          {t('sources.cluster.duplicate', {
            name: titleOf(list, cluster.duplicateOf),
          })}
        </Text>
      ) : (
        <>
          {list.complete && <Trust cluster={cluster} />}
          {cluster.sources.length === 0 && !cluster.error && (
            <Text as="p">{t('sources.cluster.waiting')}</Text>
          )}
          <KindTables cluster={cluster} complete={list.complete} />
          {list.complete && (
            <>
              <MissingGrants cluster={cluster} />
              <Exemptions cluster={cluster} list={list} />
              <UnboundNamespaces cluster={cluster} list={list} />
              <Events cluster={cluster} />
            </>
          )}
        </>
      )}
    </section>
  );
}

function Trust(props: { cluster: Cluster }) {
  const t = useText();
  const { reportTrust, reportTrustReason } = props.cluster;
  if (!reportTrust) {
    return null;
  }
  return (
    <section className={styles.stack}>
      <Text as="h4" variant="body-medium" weight="bold">
        {t('sources.trust.title')}
      </Text>
      <TrustLabel trust={reportTrust} />
      <Text as="p">{t(`sources.trust.${reportTrust}.meaning`)}</Text>
      {reportTrustReason && <Quiet as="p">{reportTrustReason}</Quiet>}
    </section>
  );
}
