import { useRouteRef } from '@backstage/frontend-plugin-api';
import { Container, Link } from '@backstage/ui';
import { useParams } from 'react-router-dom';
import { useText } from '../../hooks/useWords';
import { EXCEPTION_REQUEST, exceptionsRouteRef } from '../../routes';
import { ExceptionDetail } from './ExceptionDetail';
import { ExceptionLists } from './ExceptionLists';
import { RequestPage } from './RequestPage';
import styles from './Exceptions.module.css';

/** All exceptions, the form that asks for one, or the one that the path names. */
export function ExceptionsPage() {
  const t = useText();
  const list = useRouteRef(exceptionsRouteRef);
  const id = useParams()['*'];
  return (
    <Container>
      <main className={styles.page}>
        {id && list && (
          <div>
            <Link href={list()}>{t('exceptions.back')}</Link>
          </div>
        )}
        {!id && <ExceptionLists />}
        {id === EXCEPTION_REQUEST && <RequestPage />}
        {id && id !== EXCEPTION_REQUEST && <ExceptionDetail key={id} id={id} />}
      </main>
    </Container>
  );
}
