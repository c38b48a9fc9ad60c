import type { ReactNode } from 'react';
import styles from './Quiet.module.css';

/** Small print. Quieter than the text around it, yet readable on every background. */
export function Quiet(props: {
  as?: 'p' | 'span';
  title?: string;
  children?: ReactNode;
}) {
  const Element = props.as ?? 'span';
  return (
    <Element className={styles.quiet} title={props.title}>
      {props.children}
    </Element>
  );
}
