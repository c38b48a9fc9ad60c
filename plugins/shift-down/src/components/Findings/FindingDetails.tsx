import { Text } from '@backstage/ui';
import { RiSkullLine } from '@remixicon/react';
import type { FindingDetail } from '@shift-down/plugin-shift-down-common/client';
import type { ReactNode } from 'react';
import { useOpenWords, useText } from '../../hooks/useWords';
import {
  EntityLink,
  ExternalLink,
  Label,
  ResultLabel,
  SeverityLabel,
  Time,
  Quiet,
} from '../common';
import {
  ExemptLabel,
  FindingExceptions,
} from '../Exceptions/FindingExceptions';
import { Due, VexView } from '../SupplyChain';
import { OccurrenceList } from './OccurrenceList';
import styles from './FindingPanel.module.css';

/** Everything about one finding, from what is wrong to where it is seen. */
export function FindingDetails(props: {
  finding: FindingDetail;
  entityRef?: string;
}) {
  const { finding, entityRef } = props;
  const t = useText();
  return (
    <div className={styles.details}>
      <div className={styles.labels}>
        <SeverityLabel severity={finding.severity} />
        <ResultLabel result={finding.result} unverified={finding.unverified} />
        <Text>{t(`words.responsibility.${finding.responsibility}`)}</Text>
        <Quiet>{t(`words.area.${finding.area}`)}</Quiet>
        {finding.dueAt && <Due {...finding} />}
        <ExemptLabel finding={finding} />
        {finding.knownExploited && (
          <Label icon={RiSkullLine} tone="danger">
            {t('supplyChain.due.knownExploited')}
          </Label>
        )}
      </div>
      <Section title={t('exceptions.finding.title')}>
        <FindingExceptions finding={finding} entityRef={entityRef} />
      </Section>
      {finding.suppression && (
        <Section title={t('supplyChain.vex.suppression')}>
          <VexView statement={finding.suppression} />
        </Section>
      )}
      {finding.reason && (
        <Section title={t('findings.detail.reason')}>
          <Text as="p">{finding.reason}</Text>
        </Section>
      )}
      {finding.message && (
        <Section title={t('findings.detail.message')}>
          <blockquote className={styles.message}>{finding.message}</blockquote>
        </Section>
      )}
      <Section title={t('findings.detail.fix')}>
        <Fix finding={finding} />
      </Section>
      {finding.layer && (
        <Section title={t('findings.detail.layer')}>
          <Text as="p">{t(`supplyChain.layer.${finding.layer}`)}</Text>
          {finding.layerEvidence && (
            <Quiet as="p">
              {t(`supplyChain.layerEvidence.${finding.layerEvidence}`)}
            </Quiet>
          )}
        </Section>
      )}
      {finding.vexClaims && finding.vexClaims.length > 0 && (
        <Section title={t('supplyChain.vex.claims')}>
          <Quiet as="p">{t('supplyChain.vex.claimsHint')}</Quiet>
          <ul className={styles.occurrences}>
            {finding.vexClaims.map((claim, index) => (
              <li key={index} className={styles.occurrence}>
                <VexView statement={claim} />
              </li>
            ))}
          </ul>
        </Section>
      )}
      {finding.control.rationale && (
        <Section title={t('findings.detail.why')}>
          <Text as="p">{finding.control.rationale}</Text>
        </Section>
      )}
      <References finding={finding} />
      <Section title={t('findings.detail.facts')}>
        <Facts finding={finding} />
      </Section>
      <Section title={t('findings.detail.where')}>
        <OccurrenceList finding={finding} />
      </Section>
    </div>
  );
}

function Section(props: { title: string; children: ReactNode }) {
  return (
    <section>
      <Text as="h3" variant="body-medium" weight="bold">
        {props.title}
      </Text>
      {props.children}
    </section>
  );
}

function Fix(props: { finding: FindingDetail }) {
  const t = useText();
  const { finding } = props;
  const remediation = finding.remediation || finding.control.remediation;
  const name = finding.packageName;
  const installed = finding.installedVersion ?? '';
  return (
    <>
      {finding.upgradeTo && (
        <Text as="p">{t('findings.detail.upgradeTo', finding.upgradeTo)}</Text>
      )}
      {name && (
        <Text as="p">
          {finding.fixedVersion
            ? t('findings.detail.upgrade', {
                name,
                installed,
                fixed: finding.fixedVersion,
              })
            : t('findings.detail.noUpgrade', { name, installed })}
        </Text>
      )}
      {(remediation || !name) && (
        <Text as="p">{remediation || t('findings.detail.noFix')}</Text>
      )}
    </>
  );
}

function References(props: { finding: FindingDetail }) {
  const t = useText();
  const words = useOpenWords();
  const { advisory, url, control } = props.finding;
  if (!advisory && !url && control.references.length === 0) {
    return null;
  }
  return (
    <Section title={t('findings.detail.references')}>
      <ul>
        {(advisory || url) && (
          <li>
            <ExternalLink href={url}>
              {advisory ? t('findings.detail.advisory', { id: advisory }) : url}
            </ExternalLink>
          </li>
        )}
        {control.references.map(reference => (
          <li key={`${reference.standard}/${reference.id}`}>
            <ExternalLink href={reference.url}>
              {[
                words.standard(reference.standard),
                reference.version,
                reference.id,
              ]
                .filter(Boolean)
                .join(' ')}
            </ExternalLink>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Facts(props: { finding: FindingDetail }) {
  const t = useText();
  const { finding } = props;
  const facts: [label: string, value: ReactNode][] = [
    [t('findings.detail.firstSeen'), <Time at={finding.firstSeen} />],
    [t('findings.detail.lastSeen'), <Time at={finding.lastSeen} />],
    [
      t('findings.detail.lastFailed'),
      finding.lastFailedAt ? (
        <Time at={finding.lastFailedAt} />
      ) : (
        t('findings.detail.neverFailed')
      ),
    ],
    [t('findings.detail.control'), finding.control.title],
    [t('findings.detail.engine'), finding.engine],
    [t('findings.detail.policy'), finding.policy],
    [t('findings.detail.rule'), finding.rule],
    [t('findings.detail.category'), finding.category],
    [t('findings.detail.package'), finding.packageUrl ?? finding.packageName],
    [t('findings.detail.image'), finding.repository],
    [
      t('findings.detail.entities'),
      finding.entityRefs?.length ? (
        <ul>
          {finding.entityRefs.map(entityRef => (
            <li key={entityRef}>
              <EntityLink entityRef={entityRef} />
            </li>
          ))}
        </ul>
      ) : undefined,
    ],
  ];
  return (
    <dl className={styles.facts}>
      {facts
        .filter(([, value]) => value)
        .map(([label, value]) => [
          <dt key={`${label} term`}>{label}</dt>,
          <dd key={label}>{value}</dd>,
        ])}
    </dl>
  );
}
