import { Text } from '@backstage/ui';
import type { CloudIdentity } from '@shift-down/plugin-shift-down-common/client';
import { useText } from '../../hooks/useWords';
import { Quiet, useSubjectName } from '../common';
import styles from './Namespaces.module.css';

/** Identities of clouds that Pods get here, and who else can get at them. */
export function CloudIdentities(props: { identities: CloudIdentity[] }) {
  const t = useText();
  const { identities } = props;
  return (
    <section className={styles.section}>
      <Text as="h4" variant="body-medium" weight="bold">
        {t('namespaces.identities.title')}
      </Text>
      <Text as="p">
        {identities.length > 0
          ? t('namespaces.identities.text')
          : t('namespaces.identities.none')}
      </Text>
      {identities.length > 0 && (
        <ul className={styles.workloads}>
          {identities.map(identity => (
            <li key={`${identity.serviceAccount}/${identity.identity}`}>
              <Identity identity={identity} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Identity(props: { identity: CloudIdentity }) {
  const t = useText();
  const nameOf = useSubjectName();
  const { provider, identity, serviceAccount, workloads, assumableBy } =
    props.identity;
  return (
    <div className={styles.stack}>
      <span className={styles.breakable}>
        {t(`namespaces.identities.provider.${provider}`)}{' '}
        <code className={styles.code}>{identity}</code>
      </span>
      <span>
        {t('namespaces.identities.account', { name: serviceAccount })}
        {'. '}
        {workloads.length > 0
          ? t('namespaces.identities.workloads', {
              workloads: workloads
                .map(({ kind, name }) => `${kind} ${name}`)
                .join(', '),
            })
          : t('namespaces.identities.unused')}
      </span>
      <Quiet as="p">{t('namespaces.identities.assumable')}</Quiet>
      {assumableBy.length === 0 ? (
        <span>{t('namespaces.identities.nobody')}</span>
      ) : (
        <ul className={styles.plainList}>
          {assumableBy.map(({ who, trusted }) => (
            <li key={who} className={styles.breakable}>
              {who === 'unknown'
                ? t('namespaces.access.somebody')
                : nameOf(who)}{' '}
              {trusted && <Quiet>{t('namespaces.identities.trusted')}</Quiet>}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
