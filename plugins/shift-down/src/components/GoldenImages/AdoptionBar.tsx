import type { GoldenImageSummary } from '@shift-down/plugin-shift-down-common/client';
import { useText } from '../../hooks/useWords';
import { Quiet } from '../common';
import styles from './GoldenImages.module.css';

const PARTS = ['current', 'behind', 'outOfSupport', 'retired'] as const;

/** Workloads by how they stand, as a bar and in words. */
export function AdoptionBar(props: {
  adoption: GoldenImageSummary['adoption'];
}) {
  const t = useText();
  const { adoption } = props;
  const parts = PARTS.filter(part => adoption[part] > 0);
  if (parts.length === 0) {
    return <Quiet>{t('goldenImages.adoption.none')}</Quiet>;
  }
  const words = parts
    .map(part => t(`goldenImages.adoption.${part}`, { count: adoption[part] }))
    .join(', ');
  return (
    <div className={styles.adoption}>
      <div
        role="img"
        aria-label={t('goldenImages.adoption.label', { parts: words })}
        className={styles.bar}
      >
        {parts.map(part => (
          <span
            key={part}
            data-part={part}
            style={{ flexGrow: adoption[part] }}
          />
        ))}
      </div>
      <Quiet>{words}</Quiet>
    </div>
  );
}
