import {
  RiAddCircleLine,
  RiCheckboxCircleFill,
  RiErrorWarningLine,
  RiQuestionLine,
} from '@remixicon/react';
import type { AdoptionPlan } from '@shift-down/plugin-shift-down-common/client';
import { useText } from '../../hooks/useWords';
import { Label } from '../common';
import { Differences, ObjectList } from '../Provisioning';
import styles from './Adoption.module.css';

const LOOK = {
  met: { icon: RiCheckboxCircleFill, tone: 'success' },
  missing: { icon: RiAddCircleLine, tone: 'danger' },
  foreign: { icon: RiErrorWarningLine, tone: 'warning' },
  unknown: { icon: RiQuestionLine, tone: 'warning' },
} as const;

/** What needs somebody first. */
const ORDER = ['missing', 'foreign', 'unknown', 'met'];

/** Objects of the baseline by whether they are there, with their manifests. */
export function AdoptionObjects(props: { objects: AdoptionPlan['objects'] }) {
  const t = useText();
  const objects = [...props.objects].sort(
    (left, right) => ORDER.indexOf(left.state) - ORDER.indexOf(right.state),
  );
  return (
    <ObjectList
      label={t('adoption.objects')}
      objects={objects}
      standing={({ state, kind, name, differences }) => (
        <div className={styles.stack}>
          <Label {...LOOK[state]}>{t(`adoption.state.${state}`)}</Label>
          <Differences
            label={t('adoption.differences', { name: `${kind} ${name}` })}
            differences={differences}
            sides={{
              applied: t('adoption.wanted'),
              found: t('provisioning.differences.found'),
            }}
          />
        </div>
      )}
    />
  );
}
