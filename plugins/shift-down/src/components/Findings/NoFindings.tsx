import { Text } from '@backstage/ui';
import {
  RiCheckboxCircleLine,
  RiFilterOffLine,
  RiQuestionLine,
  RiSearchLine,
} from '@remixicon/react';
import type { Posture } from '@shift-down/plugin-shift-down-common/client';
import { useText } from '../../hooks/useWords';
import { formatShare, isClean } from '../../posture';
import { Label } from '../common';
import type { FindingType } from './query';

/**
 * Why the list is empty. Only where everything is known and nothing fails may it
 * say clean: an empty list alone proves nothing.
 */
export function NoFindings(props: {
  posture: Posture;
  type: FindingType;
  filtered: boolean;
}) {
  const t = useText();
  const { coverage, failing } = props.posture;
  if (props.filtered) {
    return (
      <Text as="p">
        <RiFilterOffLine size={16} aria-hidden="true" />{' '}
        {t('findings.empty.filtered')}
      </Text>
    );
  }
  // An image that was never scanned has none to list either.
  if (props.type === 'vulnerability') {
    return (
      <Text as="p">
        <RiSearchLine size={16} aria-hidden="true" />{' '}
        {t('findings.empty.otherVulnerability')}
      </Text>
    );
  }
  if (failing > 0) {
    return (
      <Text as="p">
        <RiSearchLine size={16} aria-hidden="true" />{' '}
        {t('findings.empty.other')}
      </Text>
    );
  }
  return isClean(props.posture) ? (
    <Label icon={RiCheckboxCircleLine} tone="success">
      {t('findings.empty.clean')}
    </Label>
  ) : (
    <Label icon={RiQuestionLine} tone="warning">
      {t('findings.empty.partial', { share: formatShare(coverage) })}
    </Label>
  );
}
