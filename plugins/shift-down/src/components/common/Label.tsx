import type { RemixiconComponentType } from '@remixicon/react';
import type { ReactNode } from 'react';
import styles from './Label.module.css';

/** How a label is tinted; the icon and the word carry the meaning. */
export type Tone = 'danger' | 'warning' | 'success' | 'info' | 'neutral';

/** A short word with an icon of its own shape. */
export function Label(props: {
  icon: RemixiconComponentType;
  tone: Tone;
  children: ReactNode;
}) {
  const Icon = props.icon;
  return (
    <span className={styles.label} data-tone={props.tone}>
      <Icon size={14} aria-hidden="true" className={styles.icon} />
      <span>{props.children}</span>
    </span>
  );
}
