import { useRouteRef } from '@backstage/frontend-plugin-api';
import { Container, Link, Text, VisuallyHidden } from '@backstage/ui';
import { useParams } from 'react-router-dom';
import { useText } from '../../hooks/useWords';
import { baselinesRouteRef } from '../../routes';
import { Section } from '../SupplyChain';
import { RolloutDetail } from './RolloutDetail';
import { RolloutList } from './RolloutList';
import { Versions } from './Versions';
import styles from './Baselines.module.css';

/** Versions of the baseline and rollouts, or the rollout that the path names. */
export function BaselinesPage() {
  const t = useText();
  const all = useRouteRef(baselinesRouteRef);
  const [, id] = /^rollouts\/([^/]+)/.exec(useParams()['*'] ?? '') ?? [];
  return (
    <Container>
      <main className={styles.page}>
        {id ? (
          <>
            {all && (
              <div>
                <Link href={all()}>{t('baselines.rollouts.back')}</Link>
              </div>
            )}
            <RolloutDetail key={id} id={id} />
          </>
        ) : (
          <>
            <VisuallyHidden>
              <h2>{t('baselines.caption')}</h2>
            </VisuallyHidden>
            <Text as="p">{t('baselines.intro')}</Text>
            <Section title={t('baselines.versions.title')}>
              <Versions />
            </Section>
            <Section title={t('baselines.rollouts.title')}>
              <RolloutList />
            </Section>
          </>
        )}
      </main>
    </Container>
  );
}
