import { Text } from '@backstage/ui';
import { useId, type ReactNode } from 'react';
import styles from './SupplyChain.module.css';

/** A part of a page or panel with a heading that names it. */
export function Section(props: {
  title: string;
  id?: string;
  children: ReactNode;
}) {
  const heading = useId();
  return (
    <section id={props.id} aria-labelledby={heading} className={styles.section}>
      <Text as="h3" variant="body-large" weight="bold" id={heading}>
        {props.title}
      </Text>
      {props.children}
    </section>
  );
}
