import { Alert } from '@backstage/ui';
import type { NamespacePreview } from '@shift-down/plugin-shift-down-common/client';
import { useText } from '../../hooks/useWords';
import { useFieldName } from './useFieldName';
import styles from './Provisioning.module.css';

/** What keeps something from being made, each with the field that it is about. */
export function Problems(props: {
  title: string;
  problems: NamespacePreview['problems'];
}) {
  const t = useText();
  const nameOf = useFieldName();
  const { title, problems } = props;
  return problems.length === 0 ? null : (
    <Alert
      role="alert"
      status="danger"
      icon
      title={title}
      description={
        <ul className={styles.list}>
          {problems.map(({ code, field, message }) => (
            <li key={`${code}/${field}/${message}`}>
              {field
                ? t('provisioning.problem', { field: nameOf(field), message })
                : message}
            </li>
          ))}
        </ul>
      }
    />
  );
}
