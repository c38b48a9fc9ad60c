import { RiVolumeMuteLine } from '@remixicon/react';
import { useText } from '../../hooks/useWords';
import { Label } from '../common';

/** Marks what a trusted statement suppresses; who said so and why is in its details. */
export function SuppressedLabel() {
  const t = useText();
  return (
    <Label icon={RiVolumeMuteLine} tone="neutral">
      {t('supplyChain.vex.suppressed')}
    </Label>
  );
}
