import { Alert, Text } from '@backstage/ui';
import type {
  Enforcement,
  ExceptionDetail,
} from '@shift-down/plugin-shift-down-common/client';
import { useText } from '../../hooks/useWords';
import { ExternalLink, Label, Snippet, Time, timeAgo } from '../common';
import { Facts } from '../SupplyChain';
import { ENFORCEMENT_LOOK } from './looks';
import { RetryButton } from './RetryButton';
import { useExceptionWords } from './useExceptionWords';
import styles from './Exceptions.module.css';

/** What each engine was told, and what was observed there. */
export function Enforcements(props: {
  exception: ExceptionDetail;
  onChanged: () => void;
}) {
  const t = useText();
  const { enforcements } = props.exception;
  if (enforcements.length === 0) {
    return <Text as="p">{t('exceptions.detail.engines.none')}</Text>;
  }
  return (
    <ul className={styles.plain}>
      {enforcements.map(enforcement => (
        <li key={enforcement.id} className={styles.block}>
          <EnforcementView {...props} enforcement={enforcement} />
        </li>
      ))}
    </ul>
  );
}

function EnforcementView(props: {
  exception: ExceptionDetail;
  enforcement: Enforcement;
  onChanged: () => void;
}) {
  const t = useText();
  const words = useExceptionWords();
  const { enforcement, exception } = props;
  const { state, reason, since, document, warnings = [] } = enforcement;
  const end = exception.endedAt ?? exception.until;
  return (
    <>
      <div className={styles.title}>
        <Text as="h4" variant="body-medium" weight="bold">
          {t('exceptions.detail.engines.heading', {
            target: words.target(enforcement.target),
            cluster: enforcement.cluster,
          })}
        </Text>
        <Label {...ENFORCEMENT_LOOK[state]}>
          {t(`exceptions.enforcement.${state}`)}
        </Label>
        <span>
          {t('exceptions.detail.engines.since', { when: timeAgo(since) })}
        </span>
        <RetryButton {...props} />
      </div>
      {state === 'overstaying' && (
        <Alert
          role="status"
          status="danger"
          icon
          title={t('exceptions.detail.engines.overstaying', {
            when: timeAgo(end),
          })}
        />
      )}
      {enforcement.portalOnly ? (
        <Text as="p">
          {t('exceptions.detail.engines.portalOnly', {
            why: enforcement.portalOnly,
          })}
        </Text>
      ) : (
        reason && <Text as="p">{reason}</Text>
      )}
      {warnings.length > 0 && (
        <Alert
          role="note"
          status="warning"
          icon
          title={t('exceptions.detail.engines.warnings')}
          description={
            <ul className={styles.list}>
              {warnings.map(warning => (
                <li key={warning}>{warning}</li>
              ))}
            </ul>
          }
        />
      )}
      <EnforcementFacts enforcement={enforcement} />
      {document && (
        <div className={styles.stack}>
          <Text as="p" weight="bold">
            {document.title}
          </Text>
          <Snippet label={document.title}>{document.text}</Snippet>
        </div>
      )}
      <StillRunning subjects={enforcement.stillRunning} />
    </>
  );
}

function EnforcementFacts(props: { enforcement: Enforcement }) {
  const t = useText();
  const { delivery, objectName, appliedAt, pullRequestUrl, proof } =
    props.enforcement;
  return (
    <Facts
      facts={[
        [
          t('exceptions.detail.engines.delivery'),
          delivery !== 'none' &&
            t(`exceptions.detail.engines.deliveries.${delivery}`),
        ],
        [
          t('exceptions.detail.engines.object'),
          objectName && <span className={styles.code}>{objectName}</span>,
        ],
        [
          t('exceptions.detail.engines.applied'),
          appliedAt && <Time at={appliedAt} />,
        ],
        [
          t('exceptions.detail.engines.pullRequest'),
          pullRequestUrl && (
            <ExternalLink href={pullRequestUrl}>{pullRequestUrl}</ExternalLink>
          ),
        ],
        [
          t('exceptions.detail.engines.proof'),
          proof && (
            <div className={styles.stack}>
              <span>
                {t(`exceptions.detail.engines.proofBy.${proof.by}`, {
                  when: timeAgo(proof.at),
                })}
              </span>
              <span className={styles.code}>{proof.message}</span>
            </div>
          ),
        ],
      ]}
    />
  );
}

function StillRunning(props: { subjects: Enforcement['stillRunning'] }) {
  const t = useText();
  const { subjects = [] } = props;
  return subjects.length === 0 ? null : (
    <div className={styles.stack}>
      <Text as="p" weight="bold">
        {t('exceptions.detail.engines.stillRunning')}
      </Text>
      <ul className={styles.list}>
        {subjects.map(({ cluster, namespace, kind, name }) => (
          <li key={[cluster, namespace, kind, name].join('/')}>
            {kind} {name} ({[cluster, namespace].filter(Boolean).join(' / ')})
          </li>
        ))}
      </ul>
    </div>
  );
}
