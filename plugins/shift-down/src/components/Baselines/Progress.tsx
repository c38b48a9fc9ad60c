import type { RolloutOverview } from '@shift-down/plugin-shift-down-common/client';
import { useText } from '../../hooks/useWords';
import { Quiet } from '../common';
import { ITEM_STATES, PART_OF } from './states';
import styles from './Baselines.module.css';

const PARTS = ['done', 'underway', 'wrong', 'waiting'] as const;

/** Namespaces by state, as a bar and in words. */
export function Progress(props: { counts: RolloutOverview['counts'] }) {
  const t = useText();
  const { counts } = props;
  const states = ITEM_STATES.filter(state => counts[state] > 0);
  if (states.length === 0) {
    return <Quiet>{t('baselines.rollouts.noNamespaces')}</Quiet>;
  }
  const words = states
    .map(state =>
      t('baselines.rollouts.progressPart', {
        number: String(counts[state]),
        state: t(`baselines.rollouts.item.${state}`).toLocaleLowerCase(),
      }),
    )
    .join(', ');
  return (
    <div className={styles.progress}>
      <div
        role="img"
        aria-label={t('baselines.rollouts.progress', { parts: words })}
        className={styles.bar}
      >
        {PARTS.map(part => {
          const count = states
            .filter(state => PART_OF[state] === part)
            .reduce((total, state) => total + counts[state], 0);
          return count > 0 ? (
            <span key={part} data-part={part} style={{ flexGrow: count }} />
          ) : null;
        })}
      </div>
      <Quiet>{words}</Quiet>
    </div>
  );
}
