import {
  RiAlertLine,
  RiCheckboxCircleFill,
  RiCloseCircleFill,
  RiQuestionLine,
} from '@remixicon/react';
import type { PlannedObject } from '@shift-down/plugin-shift-down-common/client';
import { Label, Quiet } from '../components/common';
import { useText } from '../hooks/useWords';
import styles from './scaffolder.module.css';

type Verdict = PlannedObject['verdicts'][number];

/** What the guardrails of the cluster would say to one object, the worst first. */
export function Verdicts(props: {
  verdicts: Verdict[];
  /** It is said elsewhere why there are none. */
  areUnknown: boolean;
}) {
  const t = useText();
  const judged = props.verdicts.filter(
    ({ result }) => result !== 'not-applicable',
  );
  const passes = judged.filter(({ result }) => result === 'pass');
  const others = judged
    .filter(({ result }) => result !== 'pass')
    .sort((left, right) => weight(right) - weight(left));
  if (judged.length === 0) {
    return props.areUnknown ? null : (
      <Quiet as="p">{t('provisioning.preview.verdict.none')}</Quiet>
    );
  }
  return (
    <ul className={styles.verdicts}>
      {others.map(verdict => (
        <li
          key={`${verdict.policy}/${verdict.rule ?? ''}`}
          className={styles.breakable}
        >
          <VerdictLabel verdict={verdict} />{' '}
          {verdict.message && <span>{verdict.message}</span>}
        </li>
      ))}
      {passes.length > 0 && (
        <li>
          <Label icon={RiCheckboxCircleFill} tone="success">
            {t('provisioning.preview.verdict.passes', { count: passes.length })}
          </Label>
        </li>
      )}
    </ul>
  );
}

function VerdictLabel(props: { verdict: Verdict }) {
  const t = useText();
  const { policy, rule, result, enforced } = props.verdict;
  const name = rule
    ? t('provisioning.preview.verdict.rule', { policy, rule })
    : policy;
  if (result === 'unknown') {
    return (
      <Label icon={RiQuestionLine} tone="warning">
        {t('provisioning.preview.verdict.unknown', { policy: name })}
      </Label>
    );
  }
  return enforced ? (
    <Label icon={RiCloseCircleFill} tone="danger">
      {t('provisioning.preview.verdict.refused', { policy: name })}
    </Label>
  ) : (
    <Label icon={RiAlertLine} tone="warning">
      {t('provisioning.preview.verdict.warned', { policy: name })}
    </Label>
  );
}

function weight({ result, enforced }: Verdict): number {
  if (result === 'fail') {
    return enforced ? 2 : 1;
  }
  return 0;
}
