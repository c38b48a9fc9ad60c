import { Alert, Text } from '@backstage/ui';
import type {
  EffectiveScope,
  ExceptionDetail,
} from '@shift-down/plugin-shift-down-common/client';
import { useText } from '../../hooks/useWords';
import { Facts } from '../SupplyChain';
import { useExceptionWords } from './useExceptionWords';
import styles from './Exceptions.module.css';

/** What was asked for beside what each engine really lets through. */
export function ScopeView(props: { exception: ExceptionDetail }) {
  const t = useText();
  const words = useExceptionWords();
  const { entityRef, expectation, scope, effectiveScopes } = props.exception;
  return (
    <div className={styles.columns}>
      <div className={styles.block}>
        <Text as="h4" variant="body-medium" weight="bold">
          {t('exceptions.detail.scope.asked')}
        </Text>
        <Text as="p">{words.expectation(expectation)}</Text>
        <Text as="p">
          {entityRef}: {words.scope(scope)}
        </Text>
      </div>
      <div className={styles.block}>
        <Text as="h4" variant="body-medium" weight="bold">
          {t('exceptions.detail.scope.effective')}
        </Text>
        {effectiveScopes.length === 0 && (
          <Text as="p">{t('exceptions.detail.scope.none')}</Text>
        )}
        {effectiveScopes.map(effective => (
          <EffectiveScopeView
            key={`${effective.cluster} ${effective.target}`}
            scope={effective}
          />
        ))}
      </div>
    </div>
  );
}

/** What one engine lets through, and in which ways that is wider. */
export function EffectiveScopeView(props: { scope: EffectiveScope }) {
  const t = useText();
  const words = useExceptionWords();
  const { cluster, target, policies, namespaces, workloads, wider } =
    props.scope;
  const every = t('exceptions.detail.scope.every');
  return (
    <div className={styles.stack}>
      <Text as="p" weight="bold">
        {t('exceptions.detail.engines.heading', {
          target: words.target(target),
          cluster,
        })}
      </Text>
      {wider.length > 0 ? (
        <Wider sentences={wider} />
      ) : (
        <Text as="p">{t('exceptions.detail.scope.exact')}</Text>
      )}
      <Facts
        facts={[
          [
            t('exceptions.detail.scope.policies'),
            policies
              .map(
                ({ policy, rules }) =>
                  `${policy} (${
                    rules.join(', ') || t('exceptions.detail.scope.everyRule')
                  })`,
              )
              .join('; '),
          ],
          [
            t('exceptions.detail.scope.namespaces'),
            namespaces.join(', ') || every,
          ],
          [
            t('exceptions.detail.scope.workloads'),
            workloads.join(', ') || every,
          ],
        ]}
      />
    </div>
  );
}

/** A warning with a sentence for each way in which it is wider. */
export function Wider(props: { sentences: string[] }) {
  const t = useText();
  return (
    <Alert
      role="note"
      status="warning"
      icon
      title={t('exceptions.detail.scope.wider')}
      description={
        <ul className={styles.list}>
          {props.sentences.map(sentence => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      }
    />
  );
}
