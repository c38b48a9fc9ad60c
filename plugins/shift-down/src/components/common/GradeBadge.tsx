import type { Grade } from '@shift-down/plugin-shift-down-common';
import { useText } from '../../hooks/useWords';
import styles from './GradeBadge.module.css';

/**
 * The grade's letter in a shape of its own: the better, the rounder. Unknown has
 * a dashed outline and a question mark, so that it looks like no grade at all.
 */
export function GradeBadge(props: { grade: Grade; size?: 'small' | 'large' }) {
  const t = useText();
  const { grade, size = 'small' } = props;
  const label =
    grade === 'unknown'
      ? t('posture.grade.unknownLabel')
      : t('posture.grade.label', { grade, word: t(`words.grade.${grade}`) });
  return (
    <span
      role="img"
      aria-label={label}
      title={label}
      className={styles.grade}
      data-grade={grade}
      data-size={size}
    >
      {grade === 'unknown' ? '?' : grade}
    </span>
  );
}
