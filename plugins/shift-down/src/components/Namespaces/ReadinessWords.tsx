import type { NamespaceReadiness } from '@shift-down/plugin-shift-down-common/client';
import { useText } from '../../hooks/useWords';
import { Quiet } from '../common';
import styles from './Namespaces.module.css';

/** "12 of 14 workloads meet restricted", for each level. */
export function ReadinessWords(props: { readiness: NamespaceReadiness }) {
  const t = useText();
  const { version, workloads, levels, complete } = props.readiness;
  if (version === undefined) {
    return <span>{t('namespaces.readiness.notYet')}</span>;
  }
  if (workloads === 0) {
    return <span>{t('namespaces.readiness.none')}</span>;
  }
  return (
    <div className={styles.stack}>
      {[...levels].reverse().map(({ level, meets, unknown }) => (
        <span key={level}>
          {t(
            meets === workloads
              ? 'namespaces.readiness.all'
              : 'namespaces.readiness.meets',
            {
              count: workloads,
              meets: String(meets),
              level: t(`namespaces.level.${level}`),
            },
          )}
          {unknown > 0 &&
            `; ${t('namespaces.readiness.unknown', { count: unknown })}`}
        </span>
      ))}
      {!complete && <Quiet>{t('namespaces.partial')}</Quiet>}
    </div>
  );
}
