import type { EvaluatedWorkload } from '@shift-down/plugin-shift-down-common/client';
import { useText } from '../../hooks/useWords';
import { EntityLink, Quiet, ResultLabel } from '../common';
import { CheckList } from './CheckList';
import styles from './Namespaces.module.css';

/** One workload: how it does by each level, and what it does not pass. */
export function WorkloadChecks(props: { workload: EvaluatedWorkload }) {
  const t = useText();
  const { kind, name, entityRefs, unreadable, checks } = props.workload;
  const ofStandard = checks.filter(({ level }) => level !== undefined);
  const others = checks.filter(({ level }) => level === undefined);
  return (
    <div className={styles.stack}>
      <div className={styles.beside}>
        <strong className={styles.breakable}>{`${kind} ${name}`}</strong>
        {(['baseline', 'restricted'] as const).map(level => (
          <span key={level} className={styles.beside}>
            {t(`namespaces.level.${level}`)}
            <ResultLabel result={props.workload[level]} />
          </span>
        ))}
      </div>
      {entityRefs.length > 0 && (
        <span>
          <Quiet>{t('namespaces.podSecurity.belongsTo')}</Quiet>{' '}
          {entityRefs.map((entityRef, index) => (
            <span key={entityRef}>
              {index > 0 && ', '}
              <EntityLink entityRef={entityRef} />
            </span>
          ))}
        </span>
      )}
      {unreadable && (
        <Quiet as="p">
          {t('namespaces.podSecurity.unreadable', { reason: unreadable })}
        </Quiet>
      )}
      {ofStandard.length > 0 && <CheckList checks={ofStandard} />}
      {others.length > 0 && (
        <details className={styles.fold}>
          <summary>{t('namespaces.podSecurity.others')}</summary>
          <CheckList checks={others} />
        </details>
      )}
    </div>
  );
}
