import { Link } from '@backstage/ui';
import type { Image } from '@shift-down/plugin-shift-down-common/client';
import { useUrlState } from '../../hooks/useUrlState';
import { useText } from '../../hooks/useWords';
import { DataTable, Quiet } from '../common';
import {
  Digest,
  ProvenanceLabel,
  StatusWords,
  VerdictLabel,
} from '../SupplyChain';
import { imageKey, imageTitle } from './key';
import { DueWords, VulnerabilityCounts } from './VulnerabilitiesByLayer';
import styles from './Images.module.css';

/** One page of images, each with how it stands; its name opens all about it. */
export function ImagesTable(props: { images: Image[]; stale: boolean }) {
  const t = useText();
  return (
    <DataTable
      label={t('evidence.images.caption')}
      items={props.images}
      keyOf={image => `${imageKey(image)} ${image.tag ?? ''}`}
      stale={props.stale}
      columns={[
        {
          id: 'image',
          label: t('evidence.images.columns.image'),
          width: '28%',
          isRowHeader: true,
          cell: image => <ImageName image={image} />,
        },
        {
          id: 'status',
          label: t('evidence.images.columns.status'),
          width: '24%',
          cell: image => <StatusWords {...image} />,
        },
        {
          id: 'vulnerabilities',
          label: t('evidence.images.columns.vulnerabilities'),
          cell: image => (
            <div className={styles.stack}>
              <VulnerabilityCounts image={image} />
              <DueWords image={image} />
            </div>
          ),
        },
        {
          id: 'trust',
          label: t('evidence.images.columns.trust'),
          cell: image => (
            <div className={styles.stack}>
              <VerdictLabel of="signature" verdict={image.signature} brief />
              <ProvenanceLabel verdict={image.provenance} />
            </div>
          ),
        },
        {
          id: 'where',
          label: t('evidence.images.columns.where'),
          cell: image =>
            image.workloads.length === 1
              ? `${image.workloads[0].kind} ${image.workloads[0].name}`
              : t('evidence.images.workloads', {
                  count: image.workloads.length,
                }),
        },
      ]}
    />
  );
}

function ImageName(props: { image: Image }) {
  const t = useText();
  const url = useUrlState();
  const { tag, digest } = props.image;
  return (
    <div className={`${styles.stack} ${styles.name}`}>
      <Link href={url.href({ image: imageKey(props.image) })}>
        {imageTitle(props.image)}
      </Link>
      {digest && <Digest digest={digest} />}
      {!tag && !digest && <Quiet>{t('evidence.images.noTag')}</Quiet>}
    </div>
  );
}
