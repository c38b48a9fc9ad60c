import {
  RiCheckboxCircleFill,
  RiQuestionLine,
  RiShieldUserLine,
  RiUserForbidLine,
  type RemixiconComponentType,
} from '@remixicon/react';
import { useText } from '../../hooks/useWords';
import { Label, type Tone } from '../common';
import type { Cluster } from './clusters';

const LOOK: Record<
  NonNullable<Cluster['reportTrust']>,
  { icon: RemixiconComponentType; tone: Tone }
> = {
  trusted: { icon: RiCheckboxCircleFill, tone: 'success' },
  rbac: { icon: RiShieldUserLine, tone: 'info' },
  untrusted: { icon: RiUserForbidLine, tone: 'warning' },
  unknown: { icon: RiQuestionLine, tone: 'warning' },
};

/** How far a pass in a cluster's reports is believed, in words. */
export function TrustLabel(props: { trust: Cluster['reportTrust'] }) {
  const t = useText();
  const { trust } = props;
  return trust ? (
    <Label {...LOOK[trust]}>{t(`sources.trust.${trust}.word`)}</Label>
  ) : (
    <span>{t('sources.trust.notTold')}</span>
  );
}
