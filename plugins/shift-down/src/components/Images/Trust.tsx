import { Text } from '@backstage/ui';
import {
  RiCheckboxCircleFill,
  RiCloseCircleFill,
  RiQuestionLine,
} from '@remixicon/react';
import type { Image } from '@shift-down/plugin-shift-down-common/client';
import type { ReactNode } from 'react';
import { useOpenWords, useText } from '../../hooks/useWords';
import { Label, Quiet, timeAgo } from '../common';
import {
  Facts,
  ProvenanceLabel,
  SbomLabel,
  VerdictLabel,
  VerdictReason,
  type EngineVerification,
} from '../SupplyChain';
import styles from './Images.module.css';

const ENGINE_LOOK = {
  pass: { icon: RiCheckboxCircleFill, tone: 'success' },
  fail: { icon: RiCloseCircleFill, tone: 'danger' },
  unknown: { icon: RiQuestionLine, tone: 'neutral' },
} as const;

/** What speaks for an image, each with whether it is proved and why not. */
export function Trust(props: { image: Image }) {
  const t = useText();
  const { signature, provenance, verificationSummary, sbom } = props.image;
  const { engineVerifications, pipelineScan } = props.image;
  return (
    <div className={styles.verdicts}>
      <Verdict title={t('supplyChain.signature.title')}>
        <VerdictLabel of="signature" verdict={signature} />
        <VerdictReason verdict={signature} />
      </Verdict>
      <Verdict title={t('supplyChain.provenance.title')}>
        <ProvenanceLabel verdict={provenance} />
        <VerdictReason verdict={provenance} />
        <Facts
          facts={[
            [t('supplyChain.provenance.builder'), provenance?.builder],
            [t('supplyChain.provenance.source'), provenance?.source],
            [t('supplyChain.provenance.revision'), provenance?.revision],
            [t('supplyChain.provenance.buildType'), provenance?.buildType],
          ]}
        />
      </Verdict>
      <Verdict title={t('supplyChain.verificationSummary.title')}>
        <VerdictLabel of="verificationSummary" verdict={verificationSummary} />
        <VerdictReason verdict={verificationSummary} />
      </Verdict>
      <Verdict title={t('supplyChain.sbom.title')}>
        <SbomLabel verdict={sbom} />
        <Quiet as="p">
          {[
            sbom?.format && t(`supplyChain.sbom.format.${sbom.format}`),
            sbom?.packages !== undefined &&
              t('supplyChain.sbom.packages', { count: sbom.packages }),
            sbom?.createdAt &&
              t('supplyChain.sbom.created', { when: timeAgo(sbom.createdAt) }),
          ]
            .filter(Boolean)
            .join(', ')}
        </Quiet>
        {sbom?.reason && <Quiet as="p">{sbom.reason}</Quiet>}
        {!sbom && <Quiet as="p">{t('supplyChain.verdict.notRead')}</Quiet>}
      </Verdict>
      <Verdict title={t('supplyChain.engines.title')}>
        <Engines verifications={engineVerifications ?? []} />
      </Verdict>
      <Verdict title={t('supplyChain.pipelineScan.title')}>
        {pipelineScan ? (
          <Text as="p">
            {t('supplyChain.pipelineScan.present', {
              tool: pipelineScan.tool,
              when: timeAgo(pipelineScan.observedAt),
            })}
          </Text>
        ) : (
          <Quiet as="p">{t('supplyChain.pipelineScan.absent')}</Quiet>
        )}
      </Verdict>
    </div>
  );
}

function Verdict(props: { title: string; children: ReactNode }) {
  return (
    <div className={styles.verdict}>
      <Text as="h4" variant="body-medium" weight="bold">
        {props.title}
      </Text>
      {props.children}
    </div>
  );
}

function Engines(props: { verifications: EngineVerification[] }) {
  const t = useText();
  const words = useOpenWords();
  const { verifications } = props;
  if (verifications.length === 0) {
    return <Quiet as="p">{t('supplyChain.engines.none')}</Quiet>;
  }
  return (
    <ul className={styles.engines}>
      {verifications.map(verification => {
        const { engine, policy, rule, result, message } = verification;
        return (
          <li key={[engine, policy, rule].join('/')} className={styles.stack}>
            <Label {...ENGINE_LOOK[result]}>
              {t(`supplyChain.engines.${result}`, {
                engine: words.engine(engine),
              })}
            </Label>
            <Quiet>
              {t('supplyChain.engines.policy', {
                policy: [policy, rule].filter(Boolean).join(' / '),
              })}
              {verification.observedAt &&
                `, ${timeAgo(verification.observedAt)}`}
            </Quiet>
            {message && <Quiet>{message}</Quiet>}
          </li>
        );
      })}
    </ul>
  );
}
