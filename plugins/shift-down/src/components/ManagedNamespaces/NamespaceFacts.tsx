import type { ManagedNamespace } from '@shift-down/plugin-shift-down-common/client';
import { useText } from '../../hooks/useWords';
import { EntityLink, ExternalLink, Time } from '../common';
import { Facts } from '../SupplyChain';
import { BaselineWords, LevelWords } from './StandingWords';

/** What it is, whose it is, and how it came about. */
export function NamespaceFacts(props: { namespace: ManagedNamespace }) {
  const t = useText();
  const { namespace } = props;
  const { request, systemRef, pullRequestUrl } = namespace;
  const { size, roles = [], limits = 'default' } = request;
  return (
    <Facts
      facts={[
        [
          t('managedNamespaces.detail.owner'),
          <EntityLink entityRef={namespace.ownerRef} />,
        ],
        [
          t('managedNamespaces.detail.system'),
          systemRef && <EntityLink entityRef={systemRef} />,
        ],
        [t('managedNamespaces.detail.environment'), namespace.environment],
        [
          t('managedNamespaces.detail.level'),
          <LevelWords namespace={namespace} />,
        ],
        [
          t('managedNamespaces.detail.baseline'),
          <BaselineWords namespace={namespace} />,
        ],
        [t('managedNamespaces.detail.size'), size],
        [t('managedNamespaces.detail.roles'), roles.join(', ')],
        [
          t('managedNamespaces.detail.limits'),
          t(`managedNamespaces.detail.limitsValue.${limits}`),
        ],
        [
          t('managedNamespaces.detail.origin'),
          <>
            {t(`managedNamespaces.origin.${namespace.origin}`)}
            {/* Nobody of whom the catalog knows asked for that. */}
            {namespace.origin !== 'just-in-time' && (
              <>
                {' '}
                {t('managedNamespaces.detail.by')}{' '}
                <EntityLink entityRef={namespace.createdBy} />
              </>
            )}
            {', '}
            <Time at={namespace.createdAt} />
          </>,
        ],
        [
          t('managedNamespaces.detail.delivery'),
          t(`managedNamespaces.delivery.${namespace.delivery}`),
        ],
        [
          t('managedNamespaces.detail.pullRequest'),
          pullRequestUrl && (
            <ExternalLink href={pullRequestUrl}>{pullRequestUrl}</ExternalLink>
          ),
        ],
        [
          t('managedNamespaces.detail.entity'),
          <EntityLink entityRef={namespace.entityRef} />,
        ],
      ]}
    />
  );
}
