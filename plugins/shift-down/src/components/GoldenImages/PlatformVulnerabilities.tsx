import { Button, Text } from '@backstage/ui';
import { RiQuestionLine, RiSkullLine } from '@remixicon/react';
import type { GoldenImageDetail } from '@shift-down/plugin-shift-down-common/client';
import { useState } from 'react';
import { useText } from '../../hooks/useWords';
import {
  DataTable,
  Label,
  Quiet,
  SeverityLabel,
  Time,
  timeAgo,
  type DataColumn,
} from '../common';
import { Due, type PlatformVulnerability } from '../SupplyChain';
import styles from './GoldenImages.module.css';

const SHOWN_AT_FIRST = 10;

/** What no supported release lacks yet, with due dates; what a release closed is folded. */
export function PlatformVulnerabilities(props: { image: GoldenImageDetail }) {
  const t = useText();
  const columns = useColumns();
  const [all, setAll] = useState(false);
  const { platformVulnerabilities, releaseList } = props.image;
  const open = platformVulnerabilities.filter(({ closedAt }) => !closedAt);
  const closed = platformVulnerabilities.filter(({ closedAt }) => closedAt);
  if (!releaseList.some(({ scanned }) => scanned) && open.length === 0) {
    return (
      <Text as="p">
        <RiQuestionLine size={16} aria-hidden="true" />{' '}
        {t('goldenImages.platform.notScanned')}
      </Text>
    );
  }
  return (
    <>
      {open.length === 0 ? (
        <Text as="p">{t('goldenImages.platform.none')}</Text>
      ) : (
        <DataTable
          label={t('goldenImages.platform.caption')}
          items={all ? open : open.slice(0, SHOWN_AT_FIRST)}
          keyOf={keyOf}
          columns={columns}
        />
      )}
      {open.length > SHOWN_AT_FIRST && (
        <div>
          <Button
            size="small"
            variant="tertiary"
            aria-expanded={all}
            onPress={() => setAll(!all)}
          >
            {all
              ? t('goldenImages.platform.fewer')
              : t('goldenImages.platform.more', {
                  number: String(open.length),
                })}
          </Button>
        </div>
      )}
      {closed.length > 0 && (
        <details className={styles.fold}>
          <summary>
            {t('goldenImages.platform.closed', { count: closed.length })}
          </summary>
          <DataTable
            label={t('goldenImages.platform.closed', {
              count: closed.length,
            })}
            items={closed}
            keyOf={keyOf}
            columns={columns}
          />
        </details>
      )}
    </>
  );
}

function keyOf(item: PlatformVulnerability): string {
  return [item.channel, item.advisory, item.packageName].join('/');
}

function useColumns(): DataColumn<PlatformVulnerability>[] {
  const t = useText();
  return [
    {
      id: 'severity',
      label: t('goldenImages.platform.columns.severity'),
      cell: ({ severity }) => <SeverityLabel severity={severity} />,
    },
    {
      id: 'advisory',
      label: t('goldenImages.platform.columns.advisory'),
      isRowHeader: true,
      cell: ({ advisory, knownExploited }) => (
        <div className={styles.stack}>
          <span>{advisory}</span>
          {knownExploited && (
            <Label icon={RiSkullLine} tone="danger">
              {t('supplyChain.due.knownExploited')}
            </Label>
          )}
        </div>
      ),
    },
    {
      id: 'package',
      label: t('goldenImages.platform.columns.package'),
      cell: ({ packageName, installedVersion, fixedVersion }) => (
        <div className={styles.stack}>
          <span>
            {packageName} {installedVersion}
          </span>
          <Quiet>
            {fixedVersion
              ? t('goldenImages.platform.fixed', { version: fixedVersion })
              : t('goldenImages.platform.notFixed')}
          </Quiet>
        </div>
      ),
    },
    {
      id: 'releases',
      label: t('goldenImages.platform.columns.releases'),
      cell: ({ releases, channel }) => (
        <div className={styles.stack}>
          <span>{releases?.join(', ')}</span>
          {channel && <Quiet>{t('goldenImages.inChannel', { channel })}</Quiet>}
        </div>
      ),
    },
    {
      id: 'firstSeen',
      label: t('goldenImages.platform.columns.firstSeen'),
      cell: ({ firstSeen }) => <Time at={firstSeen} />,
    },
    {
      id: 'due',
      label: t('goldenImages.platform.columns.due'),
      cell: item =>
        item.closedAt ? (
          t('goldenImages.platform.closedBy', {
            version: item.closedBy ?? '',
            when: timeAgo(item.closedAt),
          })
        ) : (
          <Due {...item} />
        ),
    },
  ];
}
