import { Container, Link } from '@backstage/ui';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { useParams } from 'react-router-dom';
import { useText } from '../../hooks/useWords';
import { goldenImagesRouteRef } from '../../routes';
import { GoldenImageDetail } from './GoldenImageDetail';
import { GoldenImageList } from './GoldenImageList';
import styles from './GoldenImages.module.css';

/** All golden images, or the one that the path names. */
export function GoldenImagesPage() {
  const t = useText();
  const list = useRouteRef(goldenImagesRouteRef);
  const name = useParams()['*'];
  return (
    <Container>
      <main className={styles.page}>
        {name ? (
          <>
            {list && (
              <div>
                <Link href={list()}>{t('goldenImages.detail.back')}</Link>
              </div>
            )}
            <GoldenImageDetail key={name} name={name} />
          </>
        ) : (
          <GoldenImageList />
        )}
      </main>
    </Container>
  );
}
