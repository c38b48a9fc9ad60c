import { SEVERITIES } from '@shift-down/plugin-shift-down-common';
import { SeverityLabel } from '../common';
import styles from './SupplyChain.module.css';

/** Vulnerabilities by severity, the worst first; nothing where there are none. */
export function SeverityCounts(props: { counts: Record<string, number> }) {
  return (
    <span className={styles.labels}>
      {SEVERITIES.filter(severity => props.counts[severity] > 0).map(
        severity => (
          <SeverityLabel
            key={severity}
            severity={severity}
            count={props.counts[severity]}
          />
        ),
      )}
    </span>
  );
}

/** Whether any of the counts is more than none. */
export function hasAny(counts: Record<string, number>): boolean {
  return Object.values(counts).some(count => count > 0);
}
