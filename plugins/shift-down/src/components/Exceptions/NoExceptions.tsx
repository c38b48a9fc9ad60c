import { Text } from '@backstage/ui';
import {
  RiCheckboxCircleLine,
  RiFilterOffLine,
  RiShieldKeyholeLine,
} from '@remixicon/react';
import { useText } from '../../hooks/useWords';
import { StateMessage } from '../common';
import type { View } from './query';

/** Why a list of exceptions is empty, and what to do about it. */
export function NoExceptions(props: {
  view: View;
  filtered: boolean;
  /** Not known yet where it is left out. */
  mayDecide?: boolean;
}) {
  const t = useText();
  if (props.filtered) {
    return (
      <Text as="p">
        <RiFilterOffLine size={16} aria-hidden="true" />{' '}
        {t('exceptions.empty.filtered')}
      </Text>
    );
  }
  const which = whichOf(props.view, props.mayDecide);
  return (
    <StateMessage
      icon={which === 'toDecide' ? RiCheckboxCircleLine : RiShieldKeyholeLine}
      tone={which === 'toDecide' ? 'success' : 'neutral'}
      title={t(`exceptions.empty.${which}.title`)}
      as="h3"
    >
      <Text as="p">{t(`exceptions.empty.${which}.text`)}</Text>
    </StateMessage>
  );
}

function whichOf(view: View, mayDecide?: boolean) {
  if (view === 'to-decide') {
    return mayDecide === false ? 'noDecider' : 'toDecide';
  }
  return view;
}
