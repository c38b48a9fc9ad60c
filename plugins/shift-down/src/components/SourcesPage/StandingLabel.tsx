import { RiFileCopy2Line, RiHourglassLine } from '@remixicon/react';
import type { SourceList } from '@shift-down/plugin-shift-down-common/client';
import { useText } from '../../hooks/useWords';
import { FreshnessLabel, Label } from '../common';
import { standingOf, type Cluster } from './clusters';

/** How a cluster is doing as a whole, in words. */
export function StandingLabel(props: { cluster: Cluster; list: SourceList }) {
  const t = useText();
  const { cluster, list } = props;
  const standing = standingOf(cluster);
  switch (standing) {
    case 'duplicate':
      return (
        <Label icon={RiFileCopy2Line} tone="neutral">
          {t('sources.clusters.duplicate', {
            name: titleOf(list, cluster.duplicateOf ?? ''),
          })}
        </Label>
      );
    case 'waiting':
      return (
        <Label icon={RiHourglassLine} tone="neutral">
          {t('sources.clusters.waiting')}
        </Label>
      );
    default:
      return <FreshnessLabel state={standing} />;
  }
}

/** What people call a cluster. */
export function titleOf(list: SourceList, name: string): string {
  return list.clusters.find(cluster => cluster.name === name)?.title ?? name;
}
