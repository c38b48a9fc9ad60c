import { useRouteRef } from '@backstage/frontend-plugin-api';
import { Container, Link } from '@backstage/ui';
import { useParams } from 'react-router-dom';
import { useText } from '../../hooks/useWords';
import { campaignsRouteRef } from '../../routes';
import { CampaignDetail } from './CampaignDetail';
import { CampaignList } from './CampaignList';
import styles from './Campaigns.module.css';

/** All campaigns, or the one that the path names. */
export function CampaignsPage() {
  const t = useText();
  const list = useRouteRef(campaignsRouteRef);
  const id = useParams()['*'];
  return (
    <Container>
      <main className={styles.page}>
        {id ? (
          <>
            {list && (
              <div>
                <Link href={list()}>{t('campaigns.detail.back')}</Link>
              </div>
            )}
            <CampaignDetail key={id} id={id} />
          </>
        ) : (
          <CampaignList />
        )}
      </main>
    </Container>
  );
}
