import { RiHistoryLine } from '@remixicon/react';
import type {
  Image,
  Posture,
} from '@shift-down/plugin-shift-down-common/client';
import { useText } from '../../hooks/useWords';
import { Label, Quiet, Time } from '../common';
import {
  AdviceView,
  Digest,
  Facts,
  Section,
  StatusWords,
} from '../SupplyChain';
import { LineagePicture } from './LineagePicture';
import { Trust } from './Trust';
import { Vulnerabilities } from './Vulnerabilities';
import { VulnerabilitiesByLayer } from './VulnerabilitiesByLayer';
import styles from './Images.module.css';

/** Everything about one image: what runs, what it stands on, and what speaks for it. */
export function ImageDetails(props: { image: Image; posture: Posture }) {
  const t = useText();
  const { image, posture } = props;
  return (
    <div className={styles.details}>
      <StatusWords {...image} />
      <Section title={t('supplyChain.lineage.title')}>
        <LineagePicture
          lineage={image.lineage}
          layers={image.layers}
          said={image.status?.reason}
        />
      </Section>
      {image.advice && (
        <Section
          title={t('supplyChain.advice.title', {
            image: image.advice.to.image,
            version: image.advice.to.version,
          })}
        >
          <AdviceView advice={image.advice} entityRef={posture.entityRef} />
        </Section>
      )}
      <Section title={t('evidence.images.byLayer.title')}>
        <VulnerabilitiesByLayer image={image} />
      </Section>
      <Section title={t('evidence.images.trust')}>
        <Trust image={image} />
      </Section>
      <Section title={t('evidence.images.facts')}>
        <RunningFacts image={image} />
      </Section>
      <Vulnerabilities
        key={image.repository}
        repository={image.repository}
        scanned={image.scanned}
        posture={posture}
      />
    </div>
  );
}

function RunningFacts(props: { image: Image }) {
  const t = useText();
  const { image } = props;
  return (
    <Facts
      facts={[
        [t('evidence.images.tag'), image.tag ?? t('evidence.images.noTag')],
        [
          t('evidence.images.digest'),
          image.digest ? (
            <Digest digest={image.digest} />
          ) : (
            t('evidence.images.noDigest')
          ),
        ],
        [
          t('evidence.images.columns.where'),
          <ul key="where" className={styles.places}>
            {image.workloads.map(workload => {
              const { cluster, namespace, kind, name, component } = workload;
              return (
                <li key={JSON.stringify(workload)}>
                  {kind} {name}
                  {component && ` (${component})`}{' '}
                  <Quiet>
                    {[cluster, namespace].filter(Boolean).join(' / ')}
                  </Quiet>
                </li>
              );
            })}
          </ul>,
        ],
        [
          t('evidence.images.os'),
          <>
            {image.os ?? t('evidence.images.osUnknown')}{' '}
            {image.osEndOfLife && (
              <Label icon={RiHistoryLine} tone="danger">
                {t('evidence.images.endOfLife')}
              </Label>
            )}
          </>,
        ],
        [
          t('evidence.images.scan'),
          image.scanned ? (
            <>
              {image.scanner} {image.scannedAt && <Time at={image.scannedAt} />}
            </>
          ) : (
            t('evidence.images.notScanned')
          ),
        ],
        [
          t('evidence.images.checked'),
          image.inspection?.checkedAt && (
            <Time at={image.inspection.checkedAt} />
          ),
        ],
      ]}
    />
  );
}
