import { Text } from '@backstage/ui';
import type { Posture } from '@shift-down/plugin-shift-down-common/client';
import { useText } from '../../hooks/useWords';
import { Time, Quiet } from '../common';
import styles from './Controls.module.css';

const SHOWN = 10;

/** The latest turns that controls took, newest first. */
export function RecentChanges(props: { posture: Posture }) {
  const t = useText();
  const { changes, controls } = props.posture;
  if (changes.length === 0) {
    return null;
  }
  const titles = new Map(controls.map(({ id, title }) => [id, title]));
  return (
    <section>
      <Text as="h3" variant="body-large" weight="bold">
        {t('evidence.controls.changes.title')}
      </Text>
      <ul className={styles.changes}>
        {changes.slice(0, SHOWN).map(change => {
          const control = titles.get(change.controlId) ?? change.controlId;
          const to = t(`words.result.${change.to}`).toLocaleLowerCase();
          return (
            <li key={`${change.controlId} ${change.at} ${change.to}`}>
              {change.from
                ? t('evidence.controls.changes.change', {
                    control,
                    from: t(`words.result.${change.from}`).toLocaleLowerCase(),
                    to,
                  })
                : t('evidence.controls.changes.first', { control, to })}{' '}
              <Quiet>
                <Time at={change.at} />
              </Quiet>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
