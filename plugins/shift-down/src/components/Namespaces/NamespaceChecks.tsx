import { Text } from '@backstage/ui';
import type {
  EvaluatedCheck,
  NamespaceDetail,
} from '@shift-down/plugin-shift-down-common/client';
import { useText } from '../../hooks/useWords';
import { CheckList } from './CheckList';
import { isKnown } from './readiness';
import styles from './Namespaces.module.css';

/** What does not pass of the namespace itself: labels, quotas, policies and roles. */
export function NamespaceChecks(props: {
  checks: EvaluatedCheck[];
  detail: NamespaceDetail;
}) {
  const t = useText();
  const { checks, detail } = props;
  return (
    <section className={styles.section}>
      <Text as="h4" variant="body-medium" weight="bold">
        {t('namespaces.checks.title')}
      </Text>
      {checks.length > 0 && <CheckList checks={checks} />}
      {checks.length === 0 && (
        <Text as="p">
          {isKnown(detail)
            ? t('namespaces.checks.none')
            : t('namespaces.next.unknown')}
        </Text>
      )}
    </section>
  );
}
