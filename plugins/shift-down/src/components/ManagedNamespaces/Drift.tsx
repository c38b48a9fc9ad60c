import { Text } from '@backstage/ui';
import type { ManagedNamespace } from '@shift-down/plugin-shift-down-common/client';
import { useText } from '../../hooks/useWords';
import { DriftList } from '../Provisioning';

/** How what is there differs from what was applied, object by object and field by field. */
export function Drift(props: { namespace: ManagedNamespace }) {
  const t = useText();
  const { namespace } = props;
  const { drift, comparedAt } = namespace;
  if (drift.length === 0) {
    // Only what was compared is known to be as applied.
    const isKnown = Boolean(comparedAt);
    return (
      <Text as="p">
        {isKnown
          ? t('managedNamespaces.drifts.none')
          : t('managedNamespaces.drift.never')}
      </Text>
    );
  }
  return (
    <DriftList label={t('managedNamespaces.drifts.title')} drift={drift} />
  );
}
