/** What somebody wrote, as plain text: markup in it is shown and never followed. */
import styles from './Exceptions.module.css';

export function Said(props: { children: string }) {
  return <blockquote className={styles.said}>{props.children}</blockquote>;
}
