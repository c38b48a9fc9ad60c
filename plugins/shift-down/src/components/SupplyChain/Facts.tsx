import { Fragment, type ReactNode } from 'react';
import styles from './SupplyChain.module.css';

/** Terms with what is known of each; those of which nothing is known are left out. */
export function Facts(props: { facts: [label: string, value: ReactNode][] }) {
  return (
    <dl className={styles.facts}>
      {props.facts
        .filter(([, value]) => value)
        .map(([label, value]) => (
          <Fragment key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </Fragment>
        ))}
    </dl>
  );
}
