import {
  RiBox3Line,
  RiHourglassLine,
  RiPriceTag3Line,
  RiTimeLine,
  RiUserUnfollowLine,
  type RemixiconComponentType,
} from '@remixicon/react';
import { Text } from '@backstage/ui';
import type { Posture } from '@shift-down/plugin-shift-down-common/client';
import { useText } from '../../hooks/useWords';
import { isRollup, sourcesThatDoNotCount } from '../../posture';
import { Label, type Tone } from '../common';

/** What a reader of the card has to know beside, or instead of, the numbers. */
export function CardState(props: { posture: Posture }) {
  const t = useText();
  const { posture } = props;
  const state = (
    icon: RemixiconComponentType,
    tone: Tone,
    title: string,
    text?: string,
  ) => (
    <div>
      <Label icon={icon} tone={tone}>
        {title}
      </Label>
      {text && (
        <Text as="p" variant="body-small">
          {text}
        </Text>
      )}
    </div>
  );
  switch (posture.state) {
    case 'pending':
      return state(
        RiHourglassLine,
        'info',
        t('states.pending.title'),
        t('states.pending.text'),
      );
    case 'not-claimed':
      return isRollup(posture)
        ? state(
            RiPriceTag3Line,
            'info',
            t('states.notClaimed.rollup.title'),
            t('states.notClaimed.rollup.text'),
          )
        : state(
            RiPriceTag3Line,
            'info',
            t('overview.fleet.state.not-claimed'),
            t('overview.card.notClaimed'),
          );
    case 'unconfirmed':
      return state(
        RiUserUnfollowLine,
        'warning',
        t('states.unconfirmed.title'),
        t('overview.card.unconfirmed'),
      );
    case 'no-workloads':
      return state(
        RiBox3Line,
        'neutral',
        t('states.noWorkloads.title'),
        isRollup(posture)
          ? t('states.noWorkloads.rollup')
          : t('states.noWorkloads.text'),
      );
    default:
      return (
        <>
          {sourcesThatDoNotCount(posture).length > 0 &&
            state(RiTimeLine, 'warning', t('posture.stale.title'))}
          {posture.unconfirmedClaim &&
            state(
              RiUserUnfollowLine,
              'warning',
              t('posture.unconfirmedPart.title'),
            )}
        </>
      );
  }
}
