import { Text } from '@backstage/ui';
import type { ManagedNamespace } from '@shift-down/plugin-shift-down-common/client';
import { useText } from '../../hooks/useWords';
import { useObjectName } from '../Provisioning';
import styles from './ManagedNamespaces.module.css';

/** The objects that a repair writes, and those that it can't do anything about. */
export function RepairPlan(props: { namespace: ManagedNamespace }) {
  const t = useText();
  const nameOf = useObjectName();
  const { drift, objects } = props.namespace;
  const differing = drift.filter(
    ({ type }) => type === 'missing' || type === 'changed',
  );
  const added = drift.filter(({ type }) => type === 'added');
  const unwritten = objects.filter(
    ({ state, kind, name }) =>
      state !== 'applied' &&
      !differing.some(it => it.kind === kind && it.name === name),
  );
  const isNothing = differing.length === 0 && unwritten.length === 0;
  return (
    <>
      <Text as="p">
        {isNothing
          ? t('managedNamespaces.actions.confirm.repairNothing')
          : t('managedNamespaces.actions.confirm.repairText')}
      </Text>
      {!isNothing && (
        <ul className={styles.plain}>
          {differing.map(item => (
            <li key={`${item.kind}/${item.name}`}>
              {nameOf(item)}
              {': '}
              {t(
                item.type === 'missing'
                  ? 'managedNamespaces.actions.confirm.restored'
                  : 'managedNamespaces.actions.confirm.reset',
              )}
              {item.differences.length > 0 &&
                ` (${item.differences.map(({ path }) => path).join(', ')})`}
            </li>
          ))}
          {unwritten.map(({ id, kind, name }) => (
            <li key={`${id}/${kind}/${name}`}>
              {nameOf({ kind, name })}
              {': '}
              {t('managedNamespaces.actions.confirm.written')}
            </li>
          ))}
        </ul>
      )}
      {added.length > 0 && (
        <>
          <Text as="p">{t('managedNamespaces.actions.confirm.leftAlone')}</Text>
          <ul className={styles.plain}>
            {added.map(item => (
              <li key={`${item.kind}/${item.namespace}/${item.name}`}>
                {nameOf(item)}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
