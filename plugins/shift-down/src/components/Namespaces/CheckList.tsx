import type { EvaluatedCheck } from '@shift-down/plugin-shift-down-common/client';
import { useText } from '../../hooks/useWords';
import { Quiet, ResultLabel } from '../common';
import styles from './Namespaces.module.css';

/** Checks that did not pass, each with what is wrong and the field to change. */
export function CheckList(props: { checks: EvaluatedCheck[] }) {
  return (
    <ul className={styles.plainList}>
      {props.checks.map((check, index) => (
        <li key={`${check.policy}/${check.rule}/${index}`}>
          <div className={styles.beside}>
            <ResultLabel result={check.result} />
            <span>{check.title ?? check.rule ?? check.policy}</span>
          </div>
          <Why check={check} />
        </li>
      ))}
    </ul>
  );
}

function Why(props: { check: EvaluatedCheck }) {
  const t = useText();
  const { result, reason, message, violations } = props.check;
  if (result === 'unknown' || violations.length === 0) {
    return <Quiet as="p">{reason || message}</Quiet>;
  }
  return (
    <ul className={styles.violations}>
      {violations.map((violation, index) => (
        <li key={index} className={styles.breakable}>
          {violation.message || message}
          {violation.field && (
            <>
              {' '}
              <code className={styles.code}>{violation.field}</code>
            </>
          )}
          {violation.component &&
            !violation.message.includes(violation.component) && (
              <>
                {' '}
                <Quiet>
                  {t('namespaces.podSecurity.inContainer', {
                    container: violation.component,
                  })}
                </Quiet>
              </>
            )}
        </li>
      ))}
    </ul>
  );
}
