import { useRouteRef } from '@backstage/frontend-plugin-api';
import { Link, Text } from '@backstage/ui';
import { RiCompass3Line } from '@remixicon/react';
import type { NamespacePlace } from '@shift-down/plugin-shift-down-common/client';
import { useState } from 'react';
import { useUrlState } from '../../hooks/useUrlState';
import { useText } from '../../hooks/useWords';
import { namespacesRouteRef } from '../../routes';
import { LoadFailed, Loading, StateMessage } from '../common';
import { useNamespaceOptions } from '../Provisioning';
import { AdoptionForm } from './AdoptionForm';
import { Compared } from './Compared';
import { missingFields, requestFrom, startOf } from './form';
import styles from './Adoption.module.css';

/** A namespace that exists against the baseline; which one the URL says. */
export function AdoptionPage() {
  const t = useText();
  const url = useUrlState();
  const cluster = url.get('cluster');
  const namespace = url.get('namespace');
  if (!cluster || !namespace) {
    return <Nowhere />;
  }
  return (
    <div className={styles.page}>
      <Text as="h2" variant="title-small" weight="bold">
        {t('adoption.title', { cluster, namespace })}
      </Text>
      <Text as="p">{t('adoption.intro')}</Text>
      <Comparing place={{ cluster, namespace }} owner={url.get('owner')} />
    </div>
  );
}

function Comparing(props: { place: NamespacePlace; owner?: string }) {
  const t = useText();
  const { result, reload } = useNamespaceOptions();
  if (result.status === 'loading') {
    return <Loading label={t('provisioning.option.loading')} rows={4} />;
  }
  if (result.status === 'failed') {
    return <LoadFailed error={result.error} onRetry={reload} as="h3" />;
  }
  return <Form {...props} options={result.value} />;
}

function Form(props: {
  place: NamespacePlace;
  owner?: string;
  options: Parameters<typeof startOf>[0];
}) {
  const t = useText();
  const { place, owner, options } = props;
  const [values, setValues] = useState(() => startOf(options, place, owner));
  const missing = missingFields(values);
  return (
    <>
      <AdoptionForm
        place={place}
        owner={owner}
        options={options}
        values={values}
        onChange={setValues}
      />
      {missing.length > 0 ? (
        <Text as="p" role="status">
          {t('adoption.waiting', {
            fields: missing
              .map(field => t(`provisioning.field.${field}`))
              .join(', '),
          })}
        </Text>
      ) : (
        <Compared request={requestFrom(place, values)} />
      )}
    </>
  );
}

function Nowhere() {
  const t = useText();
  const namespaces = useRouteRef(namespacesRouteRef);
  return (
    <StateMessage
      icon={RiCompass3Line}
      tone="neutral"
      title={t('adoption.nowhere.title')}
    >
      <Text as="p">{t('adoption.nowhere.text')}</Text>
      {namespaces && (
        <Link href={namespaces()}>{t('adoption.nowhere.namespaces')}</Link>
      )}
    </StateMessage>
  );
}
