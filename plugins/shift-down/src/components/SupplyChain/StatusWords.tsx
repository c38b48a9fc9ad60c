import {
  RiCheckboxCircleFill,
  RiHistoryLine,
  RiHourglassLine,
  RiIndeterminateCircleLine,
  RiInboxArchiveLine,
  RiQuestionLine,
  RiTimeLine,
  type RemixiconComponentType,
} from '@remixicon/react';
import { useText } from '../../hooks/useWords';
import { formatDay, Label, Quiet, type Tone } from '../common';
import type { GoldenStatus, ImageInspection, Lineage } from './types';
import styles from './SupplyChain.module.css';

const LOOK: Record<
  GoldenStatus['state'],
  { icon: RemixiconComponentType; tone: Tone }
> = {
  current: { icon: RiCheckboxCircleFill, tone: 'success' },
  behind: { icon: RiHistoryLine, tone: 'warning' },
  'out-of-support': { icon: RiTimeLine, tone: 'danger' },
  retired: { icon: RiInboxArchiveLine, tone: 'danger' },
  'not-golden': { icon: RiIndeterminateCircleLine, tone: 'warning' },
  unknown: { icon: RiQuestionLine, tone: 'neutral' },
};

/** How an image stands with its golden release, in words for people. */
export function useStatusWords(): (status: GoldenStatus) => string {
  const t = useText();
  return status => {
    switch (status.state) {
      case 'behind':
        return t('supplyChain.status.behind', {
          releases: t('supplyChain.status.releases', {
            count: status.releases ?? 0,
          }),
          days: t('supplyChain.status.days', { count: status.days ?? 0 }),
        });
      case 'out-of-support':
        return t('supplyChain.status.outOfSupport', {
          since: status.since ? formatDay(status.since) : '?',
        });
      case 'retired':
        return status.replacement
          ? t('supplyChain.status.retiredUse', {
              replacement: status.replacement,
            })
          : t('supplyChain.status.retired');
      case 'not-golden':
        return t('supplyChain.status.notGolden');
      case 'unknown':
        return t('supplyChain.status.unknown');
      default:
        return t('supplyChain.status.current');
    }
  };
}

export function StatusLabel(props: { status: GoldenStatus }) {
  const wordsOf = useStatusWords();
  return <Label {...LOOK[props.status.state]}>{wordsOf(props.status)}</Label>;
}

/** The same for an image that may not have been looked at, with release and reason. */
export function StatusWords(props: {
  status?: GoldenStatus;
  lineage?: Lineage;
  inspection?: ImageInspection;
}) {
  const t = useText();
  const { status, lineage, inspection } = props;
  if (inspection?.state === 'pending') {
    return (
      <div className={styles.stack}>
        <Label icon={RiHourglassLine} tone="neutral">
          {t('supplyChain.status.pending')}
        </Label>
        <Quiet>{t('supplyChain.status.pendingReason')}</Quiet>
      </div>
    );
  }
  if (!status) {
    return (
      <div className={styles.stack}>
        <StatusLabel status={{ state: 'unknown' }} />
        <Reason>
          {inspection?.reason ?? t('supplyChain.status.notAsked')}
        </Reason>
      </div>
    );
  }
  const { release } = lineage ?? {};
  const reason =
    status.reason ??
    (status.state === 'unknown'
      ? lineage?.reason ?? inspection?.reason
      : undefined);
  return (
    <div className={styles.stack}>
      <StatusLabel status={status} />
      {release && (
        <Quiet>
          {t('supplyChain.status.on', {
            image: release.image,
            version: release.version,
          })}
        </Quiet>
      )}
      {status.newest && (
        <Quiet>
          {t('supplyChain.status.newest', { version: status.newest.version })}
        </Quiet>
      )}
      {reason && <Reason>{reason}</Reason>}
    </div>
  );
}

function Reason(props: { children: string }) {
  return (
    <div className={styles.reason}>
      <Quiet>{props.children}</Quiet>
    </div>
  );
}
