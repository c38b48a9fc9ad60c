import { useApi } from '@backstage/frontend-plugin-api';
import { Alert, Text } from '@backstage/ui';
import type { GoldenImageDetail as Detail } from '@shift-down/plugin-shift-down-common/client';
import { shiftDownApiRef } from '../../api';
import { messageOf } from '../../api/errors';
import { useLoad } from '../../hooks/useLoad';
import { useText } from '../../hooks/useWords';
import { EntityLink, ExternalLink, LoadFailed, Loading } from '../common';
import { Facts, Section } from '../SupplyChain';
import { AdoptionBar } from './AdoptionBar';
import { AdoptionHistory } from './AdoptionHistory';
import { RetiredLabel } from './GoldenImageList';
import { Owners } from './Owners';
import { PlatformVulnerabilities } from './PlatformVulnerabilities';
import { ReleaseAdvice } from './ReleaseAdvice';
import { ReleasesTable } from './ReleasesTable';
import { Users } from './Users';
import styles from './GoldenImages.module.css';

const REFRESH_SECONDS = 60;

/** One golden image: releases, who stands on them, and what the platform has to fix. */
export function GoldenImageDetail(props: { name: string }) {
  const t = useText();
  const api = useApi(shiftDownApiRef);
  const { name } = props;
  const { result, reload } = useLoad(name, () => api.getGoldenImage(name), {
    refreshSeconds: () => REFRESH_SECONDS,
  });
  if (result.status === 'loading') {
    return <Loading label={t('goldenImages.detail.loading')} rows={8} />;
  }
  if (result.status === 'failed') {
    return <LoadFailed error={result.error} onRetry={reload} />;
  }
  const image = result.value;
  return (
    <div className={styles.detail}>
      {result.refreshError && (
        <Alert
          role="status"
          status="warning"
          icon
          title={t('goldenImages.refreshFailed')}
          description={messageOf(result.refreshError)}
        />
      )}
      <Head image={image} />
      <Section title={t('goldenImages.releases.title')}>
        <ReleasesTable image={image} />
      </Section>
      <Section title={t('goldenImages.history.title')}>
        <AdoptionHistory image={image} />
      </Section>
      <Section title={t('goldenImages.owners.title')}>
        <Owners owners={image.owners ?? []} />
      </Section>
      <Users image={image} />
      <Section title={t('goldenImages.platform.title')}>
        <PlatformVulnerabilities image={image} />
      </Section>
      <Section title={t('goldenImages.advice.title')}>
        <ReleaseAdvice image={image} />
      </Section>
    </div>
  );
}

function Head(props: { image: Detail }) {
  const t = useText();
  const { image } = props;
  return (
    <div className={styles.head}>
      <div className={styles.title}>
        <Text as="h2" variant="title-small" weight="bold">
          {image.title ?? image.name}
        </Text>
        <RetiredLabel image={image} />
      </div>
      {image.description && <Text as="p">{image.description}</Text>}
      <AdoptionBar adoption={image.adoption} />
      {image.problems.length > 0 && (
        <Alert
          role="status"
          status="danger"
          icon
          title={t('goldenImages.detail.problems')}
          description={
            <ul className={styles.problems}>
              {image.problems.map(problem => (
                <li key={problem}>{problem}</li>
              ))}
            </ul>
          }
        />
      )}
      <Facts
        facts={[
          [t('goldenImages.detail.repository'), image.repository],
          [
            t('goldenImages.detail.owner'),
            image.ownerRef && <EntityLink entityRef={image.ownerRef} />,
          ],
          [
            t('goldenImages.detail.entity'),
            <EntityLink key="entity" entityRef={image.entityRef} />,
          ],
          [
            t('goldenImages.detail.location'),
            image.location && (
              <ExternalLink href={image.location}>
                {image.location}
              </ExternalLink>
            ),
          ],
        ]}
      />
    </div>
  );
}
