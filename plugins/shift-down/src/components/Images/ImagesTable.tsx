import { Button } from '@backstage/ui';
import {
  RiCheckboxCircleLine,
  RiHistoryLine,
  RiQuestionLine,
} from '@remixicon/react';
import { SEVERITIES } from '@shift-down/plugin-shift-down-common';
import type { Image } from '@shift-down/plugin-shift-down-common/client';
import { useText } from '../../hooks/useWords';
import { DataTable, Label, SeverityLabel, Time, Quiet } from '../common';
import styles from './Images.module.css';

/** One page of images; at most one is opened. */
export function ImagesTable(props: {
  images: Image[];
  /** Repository of the image whose vulnerabilities are shown. */
  opened?: string;
  onToggle: (repository: string) => void;
  stale: boolean;
}) {
  const t = useText();
  return (
    <DataTable
      label={t('evidence.images.caption')}
      items={props.images}
      keyOf={image => [image.repository, image.tag, image.digest].join('@')}
      stale={props.stale}
      columns={[
        {
          id: 'image',
          label: t('evidence.images.columns.image'),
          isRowHeader: true,
          cell: image => <ImageName image={image} />,
        },
        {
          id: 'vulnerabilities',
          label: t('evidence.images.columns.vulnerabilities'),
          cell: image => {
            const open = image.repository === props.opened;
            return (
              <div className={styles.stack}>
                <SeverityCounts image={image} />
                <Button
                  size="small"
                  variant="tertiary"
                  aria-expanded={open}
                  aria-label={t(
                    open ? 'evidence.images.hide' : 'evidence.images.show',
                    { image: image.repository },
                  )}
                  onPress={() => props.onToggle(image.repository)}
                >
                  {t(
                    open
                      ? 'evidence.images.hideShort'
                      : 'evidence.images.showShort',
                  )}
                </Button>
              </div>
            );
          },
        },
        {
          id: 'os',
          label: t('evidence.images.columns.os'),
          cell: image => (
            <div className={styles.stack}>
              <span>{image.os ?? t('evidence.images.osUnknown')}</span>
              {image.osEndOfLife && (
                <Label icon={RiHistoryLine} tone="danger">
                  {t('evidence.images.endOfLife')}
                </Label>
              )}
            </div>
          ),
        },
        {
          id: 'scanned',
          label: t('evidence.images.columns.scanned'),
          cell: image =>
            image.scanned ? (
              <>
                {image.scanner}{' '}
                {image.scannedAt && <Time at={image.scannedAt} />}
              </>
            ) : (
              t('evidence.images.notScanned')
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
  const { repository, tag, digest } = props.image;
  return (
    <div className={`${styles.stack} ${styles.name}`}>
      <span>
        {repository}
        {tag && `:${tag}`}
      </span>
      <Quiet title={digest}>
        {digest ? digest.slice(0, 'sha256:'.length + 12) : undefined}
        {!tag && !digest && t('evidence.images.noTag')}
      </Quiet>
    </div>
  );
}

/** Vulnerabilities by severity. Never scanned is unknown, and never looks like none. */
function SeverityCounts(props: { image: Image }) {
  const t = useText();
  const { scanned, vulnerabilities, scanner } = props.image;
  if (!scanned || !vulnerabilities) {
    return (
      <Label icon={RiQuestionLine} tone="warning">
        {t('evidence.images.notScanned')}
      </Label>
    );
  }
  const present = SEVERITIES.filter(severity => vulnerabilities[severity] > 0);
  return present.length === 0 ? (
    <Label icon={RiCheckboxCircleLine} tone="success">
      {t('evidence.images.noneReported', {
        scanner: scanner ?? t('evidence.images.aScanner'),
      })}
    </Label>
  ) : (
    <span className={styles.counts}>
      {present.map(severity => (
        <SeverityLabel
          key={severity}
          severity={severity}
          count={vulnerabilities[severity]}
        />
      ))}
    </span>
  );
}
