import { useRouteRef } from '@backstage/frontend-plugin-api';
import { Container, Link } from '@backstage/ui';
import type { NamespacePlace } from '@shift-down/plugin-shift-down-common/client';
import type { ReactNode } from 'react';
import { useParams } from 'react-router-dom';
import { useText } from '../../hooks/useWords';
import { managedNamespacesRouteRef, NAMESPACE_ADOPTION } from '../../routes';
import { AdoptionPage } from '../Adoption';
import { ManagedNamespaceDetail } from './ManagedNamespaceDetail';
import { ManagedNamespaceList } from './ManagedNamespaceList';
import styles from './ManagedNamespaces.module.css';

/** All managed namespaces, the one that the path names, or the form that takes one over. */
export function ManagedNamespacesPage() {
  const path = useParams()['*'] ?? '';
  const place = placeOf(path);
  return (
    <Container>
      <main className={styles.page}>
        {path === NAMESPACE_ADOPTION && (
          <Below>
            <AdoptionPage />
          </Below>
        )}
        {place && (
          <Below>
            <ManagedNamespaceDetail key={path} place={place} />
          </Below>
        )}
        {!place && path !== NAMESPACE_ADOPTION && <ManagedNamespaceList />}
      </main>
    </Container>
  );
}

function placeOf(path: string): NamespacePlace | undefined {
  const [cluster, namespace] = path.split('/');
  return cluster && namespace ? { cluster, namespace } : undefined;
}

function Below(props: { children: ReactNode }) {
  const t = useText();
  const list = useRouteRef(managedNamespacesRouteRef);
  return (
    <>
      {list && (
        <div>
          <Link href={list()}>{t('managedNamespaces.detail.back')}</Link>
        </div>
      )}
      {props.children}
    </>
  );
}
