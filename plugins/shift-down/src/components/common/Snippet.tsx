import { Button } from '@backstage/ui';
import { RiCheckLine, RiFileCopyLine } from '@remixicon/react';
import { useCopy } from '../../hooks/useCopy';
import { useText } from '../../hooks/useWords';
import styles from './Snippet.module.css';

/** Text to read or paste elsewhere; `label` says what it is. */
export function Snippet(props: {
  label: string;
  children: string;
  /** Breaks long lines, where no line break means anything. */
  wrap?: boolean;
}) {
  const t = useText();
  const { outcome, copy } = useCopy(props.children);
  return (
    <div className={styles.snippet} data-wrap={props.wrap || undefined}>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls sideways, so the keyboard has to reach it */}
      <pre tabIndex={0} role="region" aria-label={props.label}>
        <code>{props.children}</code>
      </pre>
      <div className={styles.action} aria-live="polite">
        <Button
          size="small"
          variant="secondary"
          iconStart={outcome === 'done' ? <RiCheckLine /> : <RiFileCopyLine />}
          aria-label={
            outcome === 'action'
              ? t('states.copy.label', { what: props.label })
              : undefined
          }
          onPress={copy}
        >
          {t(`states.copy.${outcome}`)}
        </Button>
      </div>
    </div>
  );
}
