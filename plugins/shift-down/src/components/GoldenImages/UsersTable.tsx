import { Link } from '@backstage/ui';
import { parseEntityRef } from '@backstage/catalog-model';
import type { GoldenImageUser } from '@shift-down/plugin-shift-down-common/client';
import { useText } from '../../hooks/useWords';
import { DataTable, EntityLink, Quiet, useEntitySecurityLink } from '../common';
import { Digest, StatusLabel } from '../SupplyChain';
import styles from './GoldenImages.module.css';

/** Workloads with the release that they stand on, each linked to its images. */
export function UsersTable(props: {
  users: GoldenImageUser[];
  stale: boolean;
}) {
  const t = useText();
  const linkTo = useEntitySecurityLink();
  return (
    <DataTable
      label={t('goldenImages.users.caption')}
      items={props.users}
      keyOf={({ entityRef, subject, repository, tag, digest }) =>
        JSON.stringify([entityRef, subject, repository, tag, digest])
      }
      stale={props.stale}
      columns={[
        {
          id: 'workload',
          label: t('goldenImages.users.columns.workload'),
          isRowHeader: true,
          cell: ({ subject }) => (
            <div className={styles.stack}>
              <span>
                {subject.kind} {subject.name}
                {subject.component && ` (${subject.component})`}
              </span>
              <Quiet>
                {[subject.cluster, subject.namespace]
                  .filter(Boolean)
                  .join(' / ')}
              </Quiet>
            </div>
          ),
        },
        {
          id: 'entity',
          label: t('goldenImages.users.columns.entity'),
          cell: ({ entityRef }) => (
            <Link href={linkTo(entityRef, { view: 'images' })}>
              {parseEntityRef(entityRef).name}
            </Link>
          ),
        },
        {
          id: 'owner',
          label: t('goldenImages.users.columns.owner'),
          cell: ({ ownerRef }) =>
            ownerRef ? (
              <EntityLink entityRef={ownerRef} />
            ) : (
              t('goldenImages.noOwner')
            ),
        },
        {
          id: 'image',
          label: t('goldenImages.users.columns.image'),
          cell: ({ repository, tag, digest }) => (
            <div className={`${styles.stack} ${styles.breakable}`}>
              <span>{tag ? `${repository}:${tag}` : repository}</span>
              {digest && <Digest digest={digest} />}
            </div>
          ),
        },
        {
          id: 'release',
          label: t('goldenImages.users.columns.release'),
          cell: ({ release }) => release.version,
        },
        {
          id: 'status',
          label: t('goldenImages.users.columns.status'),
          cell: ({ status }) => <StatusLabel status={status} />,
        },
      ]}
    />
  );
}
