/**
 * The mark: three layers, the lowest of them solid. What every service stands
 * on carries the weight.
 */
import styles from './Logo.module.css';

/** The mark alone. */
export function LogoMark() {
  return (
    <svg
      className={styles.mark}
      viewBox="0 0 32 32"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d="M16 3 29 9.5 16 16 3 9.5Z" strokeOpacity="0.55" />
      <path d="M3 15 16 21.5 29 15" strokeOpacity="0.8" />
      <path
        className={styles.base}
        d="M3 20.5 16 27 29 20.5 29 23 16 29.5 3 23Z"
      />
    </svg>
  );
}

/** The mark with the name beside it. */
export function LogoWithName() {
  return (
    <span className={styles.withName}>
      <LogoMark />
      <span className={styles.name}>Shift Down</span>
    </span>
  );
}
