import type { PlannedObject } from '@shift-down/plugin-shift-down-common/client';
import type { ReactNode } from 'react';
import { useText } from '../../hooks/useWords';
import { Quiet, Snippet } from '../common';
import { ControlReferences } from './ControlReferences';
import styles from './Provisioning.module.css';

/** What every object of a baseline has, planned or applied. */
export type ShownObject = Omit<PlannedObject, 'verdicts'>;

/** Objects with what each is there for, and its manifest to unfold. */
export function ObjectList<T extends ShownObject>(props: {
  label: string;
  objects: T[];
  /** Says how this one stands. */
  standing?: (object: T) => ReactNode;
}) {
  const t = useText();
  return (
    <ul aria-label={props.label} className={styles.objects}>
      {props.objects.map(object => {
        const { id, title, apiVersion, kind, namespace, name, yaml } = object;
        return (
          <li
            key={`${id}/${kind}/${namespace ?? ''}/${name}`}
            className={styles.stack}
          >
            <strong className={styles.breakable}>{title}</strong>
            <Quiet as="p">
              {t('provisioning.object', { kind, name, apiVersion })}
            </Quiet>
            <ControlReferences controls={object.controls} />
            {props.standing?.(object)}
            {yaml && (
              <details className={styles.fold}>
                <summary>
                  {t('provisioning.manifest', { name: `${kind} ${name}` })}
                </summary>
                <div className={styles.folded}>
                  <Snippet
                    label={t('provisioning.manifest', {
                      name: `${kind} ${name}`,
                    })}
                  >
                    {yaml.trim()}
                  </Snippet>
                </div>
              </details>
            )}
          </li>
        );
      })}
    </ul>
  );
}
