import { Text } from '@backstage/ui';
import type { RemixiconComponentType } from '@remixicon/react';
import type { ReactNode } from 'react';
import type { Tone } from './Label';
import styles from './StateMessage.module.css';

/** What stands where there is nothing to show, with its own icon and tint. */
export function StateMessage(props: {
  icon: RemixiconComponentType;
  tone: Tone;
  title: string;
  /** Level of the title's heading. */
  as?: 'h2' | 'h3';
  children?: ReactNode;
}) {
  const Icon = props.icon;
  return (
    <section className={styles.message} data-tone={props.tone}>
      <Icon size={28} aria-hidden="true" className={styles.icon} />
      <div className={styles.content}>
        <Text as={props.as ?? 'h2'} variant="title-x-small" weight="bold">
          {props.title}
        </Text>
        {props.children}
      </div>
    </section>
  );
}
