import {
  RiCheckboxCircleFill,
  RiCloseCircleLine,
  RiErrorWarningLine,
  RiListCheck2,
  RiQuestionLine,
  RiSettings3Line,
  type RemixiconComponentType,
} from '@remixicon/react';
import { useText } from '../../hooks/useWords';
import { Label, Quiet, timeAgo, type Tone } from '../common';
import type {
  AttestationVerdict,
  ProvenanceVerdict,
  SbomVerdict,
} from './types';
import styles from './SupplyChain.module.css';

type Look = { icon: RemixiconComponentType; tone: Tone };

const LOOK: Record<AttestationVerdict['state'], Look> = {
  verified: { icon: RiCheckboxCircleFill, tone: 'success' },
  unverified: { icon: RiErrorWarningLine, tone: 'danger' },
  absent: { icon: RiCloseCircleLine, tone: 'warning' },
  unset: { icon: RiSettings3Line, tone: 'neutral' },
  unknown: { icon: RiQuestionLine, tone: 'neutral' },
};

const SBOM_LOOK: Record<SbomVerdict['state'], Look> = {
  present: { icon: RiListCheck2, tone: 'success' },
  absent: { icon: RiCloseCircleLine, tone: 'warning' },
  unknown: { icon: RiQuestionLine, tone: 'neutral' },
};

/** What is known of a signature or a summary; nothing asked is unknown. */
export function VerdictLabel(props: {
  of: 'signature' | 'verificationSummary';
  verdict?: AttestationVerdict;
  /** Names the rule that verified it where there is one: identities are long. */
  brief?: boolean;
}) {
  const t = useText();
  const { of, verdict, brief } = props;
  const state = verdict?.state ?? 'unknown';
  const who = brief
    ? verdict?.by ?? verdict?.signer
    : verdict?.signer ?? verdict?.by;
  return (
    <Label {...LOOK[state]}>
      {state === 'verified' && who
        ? t(`supplyChain.${of}.verified`, { signer: who })
        : t(
            `supplyChain.${of}.${
              state === 'verified' ? 'verifiedNoName' : state
            }`,
          )}
    </Label>
  );
}

/** How it was built, as far as it is proved. */
export function ProvenanceLabel(props: { verdict?: ProvenanceVerdict }) {
  const t = useText();
  const { verdict } = props;
  const state = verdict?.state ?? 'unknown';
  return (
    <Label {...LOOK[state]}>
      {state === 'verified' && verdict?.level !== undefined
        ? t('supplyChain.provenance.level', { level: String(verdict.level) })
        : t(`supplyChain.provenance.${state}`)}
    </Label>
  );
}

/** Whether there is a bill of materials. */
export function SbomLabel(props: { verdict?: SbomVerdict }) {
  const t = useText();
  const { verdict } = props;
  const state = verdict?.state ?? 'unknown';
  return (
    <Label {...SBOM_LOOK[state]}>
      {state === 'present' && verdict?.signed
        ? t('supplyChain.sbom.presentSigned')
        : t(`supplyChain.sbom.${state}`)}
    </Label>
  );
}

/** Why a verdict is what it is, and by whose rule. */
export function VerdictReason(props: { verdict?: AttestationVerdict }) {
  const t = useText();
  const { verdict } = props;
  if (!verdict) {
    return <Quiet as="p">{t('supplyChain.verdict.notRead')}</Quiet>;
  }
  const { state, reason, by, signer, signedAt } = verdict;
  const proof = [
    ...(signer && state !== 'verified'
      ? [t('supplyChain.verdict.signer', { signer })]
      : []),
    ...(by ? [t('supplyChain.verdict.rule', { rule: by })] : []),
    ...(signedAt
      ? [t('supplyChain.verdict.signedAt', { when: timeAgo(signedAt) })]
      : []),
  ].join(', ');
  return (
    <div className={styles.reason}>
      {reason && (
        <Quiet as="p">
          {state === 'unverified'
            ? t('supplyChain.verdict.because', { reason })
            : reason}
        </Quiet>
      )}
      {proof && <Quiet as="p">{proof}</Quiet>}
    </div>
  );
}
